"""Bodies of requests: whole before anything is asked of the database.

On SQLite whoever may write holds the lock from the first question on. A telephone that sends slowly,
or somebody who does so on purpose, must not keep everybody else from writing meanwhile.
"""

from flask import Blueprint, Flask, current_app, request

from forum.core.db import is_reading

#: Bytes a room takes at most, by the name of its blueprint, where that is less than a page may send.
_longest: dict[str, int] = {}


def at_most(room: Blueprint, length: int) -> None:
    """Let the routes of ``room`` take bodies of at most ``length`` bytes."""
    _longest[room.name] = length


def _take() -> None:
    """Read what was sent, if there is a page for it: a form with its files, or anything else."""
    if is_reading():
        return
    request.max_content_length = _cap()
    request.get_data(parse_form_data=True)


def _cap() -> int:
    """Return how long this body may be; only files, which go to the disk, may be long ones."""
    longest = int(current_app.config["MAX_CONTENT_LENGTH"])
    if request.mimetype != "multipart/form-data":
        longest = min(longest, int(current_app.config["MAX_FORM_MEMORY_SIZE"]))
    return min(longest, _longest.get(request.blueprint or "", longest))


def init_app(app: Flask) -> None:
    """Read the body before any other hook asks anything."""
    app.before_request(_take)
