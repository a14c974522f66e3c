"""Logs without personal data: what people typed, who they are and their secret links stay out.

Everything that is written goes through one handler, which cleans each message of addresses, codes,
tokens, query strings and the values in error messages. With LOG_FORMAT=json each message is a line
of JSON, and each request leaves one.
"""

import json
import logging
import re
import secrets
import sys
import traceback
from datetime import UTC, datetime
from time import perf_counter
from types import TracebackType
from typing import TextIO

from flask import Flask, Response, g, has_request_context, request

#: What must not get into a log, and what is written instead; in this order.
_SECRETS = (
    (re.compile(r"DETAIL:.*|\[parameters: .*", re.S), "[values]"),
    (re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+"), "[e-mail]"),
    (re.compile(r"\?[^\s?]*=\S*"), "?[query]"),
    (re.compile(r"(?<![\w.-])(?=[\w-]*\d)(?=[\w-]*[a-zA-Z])[\w-]{24,}(?![\w-])"), "[token]"),
    (re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{2}\b", re.I), "[code]"),
    (re.compile(r"(?<![\w.])(\d{1,3}\.){3}\d{1,3}(?![\w.])"), "[address]"),
    (re.compile(r"(?<![\w:])([0-9a-f]{0,4}:){3,7}[0-9a-f]{0,4}(?![\w:])", re.I), "[address]"),
    (re.compile(r"(?<!\w)(\+|00|06)[\d ()/-]{7,}\d"), "[number]"),
)
#: In the message of an error, what stands in quotes is what somebody typed.
_QUOTED = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|„[^”\n]*”")
#: What a proxy may call a request; anything else gets a name of our own.
_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")

_log = logging.getLogger("forum.requests")


#: Letters of one message that are written down.
LONGEST_MESSAGE = 8000


def scrub(text: str) -> str:
    """Return a message without addresses, codes, tokens, query strings and values.

    What is longer than anybody reads is cut: looking through it would cost more than it tells.
    """
    if len(text) > LONGEST_MESSAGE:
        text = text[:LONGEST_MESSAGE].rpartition(" ")[0] + " …"
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    return text


def told(error: BaseException) -> str:
    """Return the places in the code an error went through, and its words without what was typed."""
    lines = []
    for each in _chain(error):
        frames = traceback.format_list(traceback.extract_tb(each.__traceback__))
        words = scrub(_QUOTED.sub("'…'", scrub(str(each))))
        lines += [*frames, f"{type(each).__name__}: {words}\n"]
    return "".join(lines).rstrip()


def _chain(error: BaseException) -> list[BaseException]:
    """Return the errors behind an error, the first that happened first."""
    found: list[BaseException] = []
    one: BaseException | None = error
    while one is not None and one not in found:
        found.append(one)
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)
    return found[::-1]


class _Plain(logging.Formatter):
    """A line for people: level, logger, message."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the record, clean."""
        return f"{record.levelname} {record.name}: {_message(record)}"


class _Json(logging.Formatter):
    """A line for programs."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the record, clean, as one line of JSON."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
            "request": request_id(),
            **getattr(record, "measured", {}),
        }
        return json.dumps({key: value for key, value in line.items() if value != ""})


def _message(record: logging.LogRecord) -> str:
    try:
        message = scrub(record.getMessage())
    except (TypeError, ValueError):
        message = scrub(str(record.msg))
    error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
    return f"{message}\n{told(error)}" if error is not None else message


class Output(logging.StreamHandler):  # type: ignore[type-arg]
    """The one way out: standard error, whatever it is at the time."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> TextIO:
        """Where lines go."""
        return sys.stderr


def request_id() -> str:
    """Return what the present request is called in the logs and in its answer."""
    return str(g.get("request_id", "")) if has_request_context() else ""


def _begin(trusted: bool) -> None:
    asked = request.headers.get("X-Request-ID", "")
    g.request_id = asked if trusted and _REQUEST_ID.fullmatch(asked) else secrets.token_hex(8)
    g.began = perf_counter()


def _end(response: Response) -> Response:
    """Name the request in its answer, and leave a line that names the page and never the path."""
    if "request_id" not in g:
        return response
    response.headers["X-Request-ID"] = g.request_id
    measured = {
        "endpoint": request.endpoint or "",
        "method": request.method,
        "status": response.status_code,
        "ms": round((perf_counter() - g.began) * 1000, 1),
    }
    _log.debug("answered", extra={"measured": measured})
    return response


def _tell_error(
    error: tuple[type, BaseException, TracebackType] | tuple[None, None, None],
) -> None:
    """Log an error nobody foresaw by the name of the page: a path may hold somebody's code."""
    place = request.endpoint or "no page"
    logging.getLogger("forum").error("failed: %s %s", request.method, place, exc_info=error)


def init_app(app: Flask) -> None:
    """Let every message out by the one way, and give every request a name."""
    form = str(app.config["LOG_FORMAT"])
    root = logging.getLogger()
    ours = next((each for each in root.handlers if isinstance(each, Output)), None) or Output()
    ours.setFormatter(_Json() if form == "json" else _Plain())
    root.addHandler(ours)
    root.setLevel(app.config["LOG_LEVEL"])
    for handler in logging.getLogger("gunicorn.error").handlers:
        handler.setFormatter(ours.formatter)
    _log.setLevel(logging.DEBUG if form == "json" else logging.INFO)
    app.before_request(lambda: _begin(bool(app.config["TRUSTED_PROXIES"])))
    app.after_request(_end)
    app.log_exception = _tell_error  # type: ignore[assignment, method-assign]
