"""Names for machines and for people: tokens nobody can guess, folios anybody can check."""

import secrets


def new_token() -> str:
    """192 random bits as 32 characters safe in an address."""
    return secrets.token_urlsafe(24)
