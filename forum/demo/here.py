"""Whether a request comes from this very machine, by a name of this machine."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from flask import current_app, request

#: Names of this machine that no other web site can take: a strange Host means DNS rebinding.
NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
#: Headers with which a proxy says that somebody else is asking.
FORWARDING = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via")


def is_loopback(address: str) -> bool:
    """Tell whether only this machine can have, or reach, ``address``."""
    try:
        return address == "localhost" or ip_address(address).is_loopback
    except ValueError:
        return False


def asked_here() -> bool:
    """Whether one may be anybody: we listen to this machine only, and it is this machine asking."""
    return (
        is_loopback(str(current_app.config["HOST"]))
        and is_loopback(request.remote_addr or "")
        and _named_host() in NAMES
        and not any(header in request.headers for header in FORWARDING)
    )


def _named_host() -> str:
    try:
        return urlsplit(f"//{request.host}").hostname or ""
    except ValueError:
        return ""
