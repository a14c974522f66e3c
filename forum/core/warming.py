"""What a process of the web server makes ready at its start, so that nobody waits for it later.

Whoever writes first would otherwise wait for lists to be read and words to be learnt, and on SQLite
everybody else who writes would wait with them.
"""

import logging
from collections.abc import Callable
from threading import Thread

from flask import Flask

from forum.core.db import db, reading

_log = logging.getLogger(__name__)
_steps: list[Callable[[], None]] = []


def at_start(function: Callable[[], None]) -> Callable[[], None]:
    """Register ``function()``, which only reads, to be called once in each process that serves."""
    _steps.append(function)
    return function


def warm(app: Flask) -> None:
    """Do what was registered; what fails is done when it is needed."""
    for step in _steps:
        try:
            with app.app_context(), reading():
                step()
                db.session.rollback()
        except Exception:
            _log.exception("%s is left until it is needed", step.__name__)


def begin(app: Flask) -> Thread:
    """Warm up beside the first requests."""
    thread = Thread(target=warm, args=(app,), name="warming", daemon=True)
    thread.start()
    return thread
