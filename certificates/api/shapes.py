"""What goes in and out of the API. Nothing is taken that is not named here."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

PAGE = 50
MOST = 200
STATES = Literal["valid", "replaced", "revoked"]


class Filters(Schema):
    """Which of the programme's certificates; a parameter that is not one of these is refused."""

    programme: str | None = Field(None, max_length=80, pattern=r"^[\w-]+$", description="Slug; the token's own")
    cohort: UUID | None = Field(None, description="Identifier of a cohort, as in the addresses of its pages")
    status: STATES | None = None
    issued_from: date | None = Field(None, description="First day, in the programme's time zone")
    issued_to: date | None = Field(None, description="Last day, in the programme's time zone")
    after: str | None = Field(
        None, max_length=40, pattern=r"^[A-Z0-9-]+$", description="Folio that ended the last page"
    )
    limit: int = Field(PAGE, ge=1, le=MOST, description=f"At most {MOST}")


class Successor(Schema):
    folio: str
    url: str


class Issued(Schema):
    """One certificate without its holder's name: it stands at ``verify_url``, for whoever needs it."""

    folio: str
    kind: str
    status: STATES
    programme: str
    cohort: UUID | None
    course: str
    hours: int | None
    issued_at: datetime
    revoked_at: datetime | None
    replaced_by: Successor | None
    verify_url: str


class Page(Schema):
    items: list[Issued]
    limit: int
    next: str | None = Field(description="Address of the next page; null at the end")


class Problem(Schema):
    """RFC 9457, as application/problem+json."""

    type: str
    title: str
    status: int
    detail: str
