"""The signature by which a receiver knows that a webhook is ours: the Standard Webhooks scheme, HMAC-SHA256."""

import base64
import hashlib
import hmac
import secrets

BEGINS = "whsec_"


def new_secret() -> str:
    """256 random bits, in the form that receivers' libraries take."""
    return BEGINS + base64.b64encode(secrets.token_bytes(32)).decode()


def headers_for(secret: str, *, event_id: str, body: bytes, at: int) -> dict[str, str]:
    """``webhook-id``, ``webhook-timestamp`` (seconds) and ``webhook-signature`` over ``id.timestamp.body``."""
    signed = f"{event_id}.{at}.".encode() + body
    key = base64.b64decode(secret.removeprefix(BEGINS))
    mark = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return {"webhook-id": event_id, "webhook-timestamp": str(at), "webhook-signature": f"v1,{mark}"}
