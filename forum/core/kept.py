"""Public pages made once and kept for visitors without a session."""

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import Lock
from time import time
from typing import Any, NamedTuple

from flask import Response, current_app, g, make_response, request

from forum.core.i18n import choose_language
from forum.core.security import nonce, policy

#: Pages, and bytes of them, kept in memory by each process.
KEPT_PAGES, KEPT_BYTES = 500, 20_000_000

#: Headers of a view's own that a kept page keeps: how a file is called and what it may do.
OWN_HEADERS = ("Content-Disposition", "Content-Security-Policy", "Link")

#: Headers that belong to the bytes sent with them.
BOUND_TO_BODY = ("Content-Security-Policy", "Content-Encoding")

#: How long counts on a kept page may lag behind, in seconds.
FRESH_SECONDS = 5


class KeptPage(NamedTuple):
    """A finished page: the stamp it was made under, its bytes and its headers."""

    seen: object
    body: bytes
    headers: dict[str, str]


_kept: OrderedDict[tuple[Any, ...], KeptPage] = OrderedDict()
_lock = Lock()


def public_page(stamp: Callable[..., object], fresh: int = 0) -> Callable[[Any], Any]:
    """Keep the finished page for visitors without a session, until ``stamp(**arguments)`` changes.

    The stamp is one cheap query; whoever carries a session gets a page of their own, so nothing
    personal is ever kept. Counts and the clock may lag by ``fresh`` seconds (FRESH_SECONDS, unless
    a file such as a feed says all its changes by its stamp); a visitor who has the page already
    is answered with 304.
    """

    def decorate(view: Any) -> Any:
        @wraps(view)
        def kept(**arguments: Any) -> Any:
            if has_session() or "q" in request.args:
                return view(**arguments)
            zipped = "gzip" in request.headers.get("Accept-Encoding", "")
            key = (request.host, request.full_path, choose_language(), zipped)
            seen = (stamp(**arguments), int(time() / (fresh or FRESH_SECONDS)))
            page = _kept.get(key)
            if page is None or page.seen != seen:
                made = _make(view, arguments, seen, zipped)
                if not isinstance(made, KeptPage):
                    return made
                page = made
                _keep(key, page)
            return _send(page)

        kept.__dict__.update(view.__dict__)
        return kept

    return decorate


def has_session() -> bool:
    """Whether the visitor carries a session; pages for others are kept, and hold no forms."""
    return current_app.config["SESSION_COOKIE_NAME"] in request.cookies


def keep_private(response: Response) -> Response:
    """Leave nothing of an answer on a computer that others use too."""
    response.headers["Cache-Control"] = "no-store"
    return response


def personal(page: str, status: int = 200) -> Response:
    """Answer with a page that neither a shared computer nor a search engine may keep."""
    response = keep_private(make_response(page, status))
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _make(view: Any, arguments: dict[str, Any], seen: object, zipped: bool) -> Any:
    """Make the page; answers that are errors, or hold a CSRF token, are passed on unkept."""
    response = make_response(view(**arguments))
    if response.status_code != 200 or "csrf_token" in g or response.direct_passthrough:
        return response
    body = response.get_data()
    headers = {
        "Content-Type": str(response.content_type),
        "Content-Security-Policy": policy(),
        "ETag": f'"{_digest(body)}"',
        "Cache-Control": "private, no-cache",
        "Vary": "Cookie, Accept-Encoding, Accept-Language",
        **{name: response.headers[name] for name in OWN_HEADERS if name in response.headers},
    }
    if zipped:
        body, headers["Content-Encoding"] = gzip.compress(body, 6, mtime=0), "gzip"
    return KeptPage(seen, body, headers)


def _digest(body: bytes) -> str:
    """Tell the page apart by its words: the same page under another nonce is the same page."""
    words = body.replace(nonce().encode(), b"") if "nonce" in g else body
    return hashlib.sha256(words).hexdigest()[:32]


def _send(page: KeptPage) -> Response:
    if not request.if_none_match.contains(page.headers["ETag"].strip('"')):
        return Response(page.body, headers=page.headers)
    # The browser shows what it has, whose scripts run by the nonce it came with.
    told = {name: value for name, value in page.headers.items() if name not in BOUND_TO_BODY}
    return Response(status=304, headers=told)


def _keep(key: tuple[Any, ...], page: KeptPage) -> None:
    with _lock:
        _kept[key] = page
        _kept.move_to_end(key)
        weight = sum(len(one.body) for one in _kept.values())
        while len(_kept) > KEPT_PAGES or weight > KEPT_BYTES:
            weight -= len(_kept.popitem(last=False)[1].body)


def forget_pages() -> None:
    """Forget every kept page."""
    _kept.clear()
