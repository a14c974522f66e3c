"""Troubles that pass by themselves: a database that is away or busy, a disk that is full.

They are told by a page that needs no database, and what was sent comes back on it to be sent
again; the key of the form makes sure that it counts once, also when it had been kept after all.
"""

import errno
from typing import Any

from flask import current_app, g, request
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.datastructures import MultiDict

from forum.core.i18n import LANGUAGES

FULL, BUSY, AWAY = "full", "busy", "away"
STATUS = {FULL: 507, BUSY: 503, AWAY: 503}
#: Seconds after which a program may try again.
RETRY_AFTER = 10
#: What SQLite says when there is no room, and when somebody else writes for too long.
_FULL_WORDS = ("disk is full", "no space left", "disk quota")
_FULL_STATES = {"53100"}  # PostgreSQL: disk_full
_BUSY_WORDS = ("is locked", "table is locked")
#: PostgreSQL: too many connections, lock not available, deadlock, serialization, statement timeout.
_BUSY_STATES = {"53300", "55P03", "40P01", "40001", "57014"}
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
#: Fields whose words are never written back onto a page.
_SECRET = ("password", "passphrase", "otp", "recovery")
#: Characters of a text that is more than a mark in a form; it is shown to be read and copied.
_WORDS = 3


def trouble_in(error: BaseException | None) -> str | None:
    """Tell which passing trouble caused ``error``: full, busy, away, or None when it is a fault."""
    seen = 0
    while error is not None and seen < 10:
        found = _trouble(error)
        if found:
            return found
        error, seen = error.__cause__ or error.__context__, seen + 1
    return None


def _trouble(error: BaseException) -> str | None:
    if isinstance(error, PoolTimeout):
        return BUSY
    if isinstance(error, OSError):
        return FULL if error.errno in _NO_ROOM else None
    if not isinstance(error, DBAPIError):
        return None
    state, words = getattr(error.orig, "sqlstate", None), str(error.orig).lower()
    if state in _FULL_STATES or any(each in words for each in _FULL_WORDS):
        return FULL
    if state in _BUSY_STATES or any(each in words for each in _BUSY_WORDS):
        return BUSY
    if error.connection_invalidated:
        return AWAY
    return AWAY if isinstance(error, OperationalError) and _is_lost(error, words) else None


def _is_lost(error: OperationalError, words: str) -> bool:
    """Whether the database itself is the trouble, and not a statement we got wrong."""
    if type(error.orig).__module__.startswith("sqlite3"):
        return any(each in words for each in ("unable to open", "disk i/o", "readonly database"))
    state = getattr(error.orig, "sqlstate", None)
    return state is None or state[:2] in {"08", "57", "58"}


def sentences(trouble: str) -> tuple[str, str]:
    """Return the heading and the sentence that tell of a trouble."""
    if trouble == FULL:
        return (
            _("There is no room left to keep this"),
            _("The city has to make room first. Nothing was half saved."),
        )
    return (
        _("We cannot reach our records just now"),
        _("This usually passes within a minute. Nothing was half saved."),
    )


def known_language() -> str:
    """Return the language of the visitor as far as it is known without the database."""
    known = getattr(g.get("_login_user"), "__dict__", {}).get("language", "")
    for chosen in (request.cookies.get("language", ""), known):
        if chosen in LANGUAGES:
            return str(chosen)
    return request.accept_languages.best_match(list(LANGUAGES)) or "hu"


def page(trouble: str, language: str) -> str:
    """Make the page that tells of a trouble; it asks nothing of the database."""
    with force_locale(language):
        title, text = sentences(trouble)
        template = current_app.jinja_env.get_template("shared/trouble.html")
        sent = _sent()
        return template.render(
            lang=language,
            title=title,
            text=text,
            status=STATUS[trouble],
            sent=sent,
            words=[value for name, value in sent if _is_text(name, value)],
            lost_files=_sent_files(),
        )


def _sent() -> list[tuple[str, str]]:
    """Return what the form held, but for secrets; it goes back to whoever sent it."""
    if request.method != "POST" or request.path.startswith("/api/"):
        return []
    try:
        form: Any = request.form
    except Exception:  # a body that cannot be read holds no words to give back
        form = MultiDict()
    return [
        (name, value)
        for name, value in form.items(multi=True)
        if not any(part in name.lower() for part in _SECRET)
    ]


def _is_text(name: str, value: str) -> bool:
    return name not in {"csrf_token", "submit_key"} and len(value.split()) >= _WORDS


def _sent_files() -> bool:
    try:
        return request.method == "POST" and any(file.filename for file in request.files.values())
    except Exception:  # the same: nothing can be said of it
        return False
