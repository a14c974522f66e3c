"""Pages: local redirects, versioned assets, paging, and public pages made once and kept."""

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from threading import Lock
from time import time
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from flask import (
    Flask,
    Response,
    current_app,
    g,
    has_request_context,
    make_response,
    request,
    url_for,
)
from flask_sqlalchemy.pagination import Pagination, SelectPagination
from sqlalchemy import Select
from werkzeug.routing import IntegerConverter

from forum.core.access import can, current_person
from forum.core.db import db
from forum.core.i18n import choose_language

#: Rows on one page of a list; more would make an old phone wait.
PER_PAGE = 20
#: Pages kept in memory by each process; about 20 MB at most.
KEPT_PAGES = 500

#: How long counts on a kept page may lag behind, in seconds.
FRESH_SECONDS = 5


class KeptPage(NamedTuple):
    """A finished page: the stamp it was made under, its bytes and its headers."""

    seen: object
    body: bytes
    headers: dict[str, str]


_kept: OrderedDict[tuple[Any, ...], KeptPage] = OrderedDict()
_lock = Lock()


def local_path(target: str | None, default: str) -> str:
    """Return ``target`` if it is a path on this site, else ``default``."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return default
    if any(ord(letter) < 32 or letter == "\\" for letter in target):
        return default
    parts = urlsplit(target)
    return default if parts.scheme or parts.netloc else target


def page_number() -> int:
    """Return the page asked for, 1 when it is missing or nonsense."""
    value = request.args.get("page", 1, type=int)
    return value if 0 < value < 100_000 else 1


def paginate(query: Select[Any], per_page: int = PER_PAGE, count: int | None = None) -> Pagination:
    """Return one page of ``query``; ``count`` spares counting when the row count is known."""
    if count is None:
        return db.paginate(query, page=page_number(), per_page=per_page, error_out=False)
    page = SelectPagination(
        select=query,
        session=db.session(),
        page=page_number(),
        per_page=per_page,
        error_out=False,
        count=False,
    )
    page.total = count
    return page


def public_page(stamp: Callable[..., object]) -> Callable[[Any], Any]:
    """Keep the finished page for visitors without a session, until ``stamp(**arguments)`` changes.

    The stamp is one cheap query; whoever carries a session gets a page of their own, so nothing
    personal is ever kept. Counts and the clock may lag by FRESH_SECONDS; a visitor who has the
    page already is answered with 304.
    """

    def decorate(view: Any) -> Any:
        @wraps(view)
        def kept(**arguments: Any) -> Any:
            if has_session() or "q" in request.args:
                return view(**arguments)
            zipped = "gzip" in request.headers.get("Accept-Encoding", "")
            key = (request.host, request.full_path, choose_language(), zipped)
            seen = (stamp(**arguments), int(time() / FRESH_SECONDS))
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


def _make(view: Any, arguments: dict[str, Any], seen: object, zipped: bool) -> Any:
    """Make the page; answers that are errors, or hold a CSRF token, are passed on unkept."""
    response = make_response(view(**arguments))
    if response.status_code != 200 or "csrf_token" in g or response.direct_passthrough:
        return response
    body = response.get_data()
    headers = {
        "Content-Type": str(response.content_type),
        "ETag": f'"{hashlib.sha256(body).hexdigest()[:32]}"',
        "Cache-Control": "private, no-cache",
        "Vary": "Cookie, Accept-Encoding, Accept-Language",
    }
    if zipped:
        body, headers["Content-Encoding"] = gzip.compress(body, 6, mtime=0), "gzip"
    return KeptPage(seen, body, headers)


def _send(page: KeptPage) -> Response:
    known = request.if_none_match.contains(page.headers["ETag"].strip('"'))
    return (
        Response(status=304, headers=page.headers)
        if known
        else Response(page.body, headers=page.headers)
    )


def _keep(key: tuple[Any, ...], page: KeptPage) -> None:
    with _lock:
        _kept[key] = page
        _kept.move_to_end(key)
        while len(_kept) > KEPT_PAGES:
            _kept.popitem(last=False)


def forget_pages() -> None:
    """Forget every kept page."""
    _kept.clear()


def _asset_versions(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()[:10]
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


class Link(NamedTuple):
    """An entry of the site's navigation, shown to whoever has its permission."""

    endpoint: str
    label: Any
    permission: str
    place: str
    order: int


_links: dict[str, Link] = {}


def add_navigation(
    endpoint: str, label: Any, permission: str, place: str = "main", order: int = 50
) -> None:
    """Put a link into the header (``main``, ``staff``) or the ``footer`` of every page."""
    _links[endpoint] = Link(endpoint, label, permission, place, order)


def navigation(place: str) -> list[dict[str, Any]]:
    """Return the links of ``place`` that the current person may follow, in order."""
    person = current_person()
    shown = [link for link in _links.values() if link.place == place]
    return [
        {
            "label": str(link.label),
            "url": url_for(link.endpoint),
            "current": request.endpoint == link.endpoint,
        }
        for link in sorted(shown, key=lambda link: link.order)
        if link.endpoint in current_app.view_functions and can(person, link.permission)
    ]


class RowNumber(IntegerConverter):
    """A number in an address; one no row can have (over 31 bits) is not found, not an error."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max": 2**31 - 1, **kwargs})


def init_app(app: Flask) -> None:
    """Give templates versioned addresses for assets; keep numbers in addresses in bounds."""
    app.url_map.converters["int"] = RowNumber
    folder = Path(str(app.static_folder))
    versions = _asset_versions(folder)

    def static_url(name: str) -> str:
        version = versions.get(name, "") if not app.debug else ""
        return f"{request.script_root}{app.static_url_path}/{name}?v={version}"

    @app.context_processor
    def links() -> dict[str, Any]:
        if not has_request_context():
            return {}
        return {
            "navigation": navigation("main"),
            "staff_links": navigation("staff"),
            "footer_links": navigation("footer"),
            "demo_mode": app.config["DEMO"],
        }

    app.jinja_env.globals.update(static_url=static_url)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
