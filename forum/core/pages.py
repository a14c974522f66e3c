"""Pages: local redirects, versioned assets, and paging."""

import hashlib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, request
from flask_sqlalchemy.pagination import Pagination, SelectPagination
from sqlalchemy import Select
from werkzeug.routing import IntegerConverter

from forum.core.db import db

#: Rows on one page of a list; more would make an old phone wait.
PER_PAGE = 20


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


def _asset_versions(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()[:10]
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


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

    app.jinja_env.globals.update(static_url=static_url)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
