"""Where a webhook may go, what an answer means, and when to try again. No Django, no network."""

import ipaddress
from datetime import timedelta
from urllib.parse import urlsplit

ATTEMPTS = 5
# After the first, second, third and fourth failure; the fifth is the last: a little over five hours in all.
PAUSES = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=4))
# While one of an endpoint's deliveries waits for its server, the others wait this long at most.
OTHERS_WAIT = timedelta(minutes=10)
LONGEST_URL = 500
_UNICAST = ipaddress.ip_network("2000::/3")
# Addresses of the whole internet that lead back inside: relays to IPv4, and the metadata service of a large cloud.
_BACK_DOORS = [ipaddress.ip_network(text) for text in ("2002::/16", "2001::/23", "192.88.99.0/24", "168.63.129.16/32")]


def is_public(address: str) -> bool:
    """Whether the IP address is one of the public internet: not ours, not private, link-local, shared or a relay's.

    An IPv6 address that carries an IPv4 one inside (mapped, translated, tunnelled) is refused whatever it carries.
    """
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address) and ip not in _UNICAST:
        return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved) and not any(ip in net for net in _BACK_DOORS)


def is_loopback(address: str) -> bool:
    return ipaddress.ip_address(address.partition("%")[0]).is_loopback


def fault_of_url(url: str, *, loopback: bool) -> str:
    """Why nothing may be sent there, as a code; empty when something may. Nothing is looked up.

    Codes: not_https, not_a_url, with_password, inside. ``loopback`` allows plain HTTP to this machine: for developing.
    """
    if len(url) > LONGEST_URL or not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
        return "not_a_url"
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return "not_a_url"
    if not host or parts.fragment or port == 0 or parts.scheme not in {"http", "https"}:
        return "not_a_url"
    if parts.username is not None or parts.password is not None:
        return "with_password"
    literal = _literal(host)
    if loopback and (host == "localhost" or (literal and is_loopback(literal))):
        return ""
    if parts.scheme != "https":
        return "not_https"
    return "inside" if literal and not is_public(literal) else ""


def fault_of_answer(status: int) -> str:
    """Empty when it was taken; else a code: redirect, gone, status."""
    if 200 <= status < 300:
        return ""
    if 300 <= status < 400:
        return "redirect"
    return "gone" if status == 410 else "status"


def pause_after(attempts: int) -> timedelta | None:
    """How long to wait after so many failures; None when that was the last attempt."""
    return PAUSES[attempts - 1] if 0 < attempts < ATTEMPTS else None


def _literal(host: str) -> str:
    """The host when it is an address itself, else nothing."""
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return ""
    return host
