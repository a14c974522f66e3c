"""What the clock does: staff are reminded of appeals, and what was sealed long enough is erased."""

from forum.core.db import db
from forum.core.jobs import hourly, nightly
from forum.core.keeping import is_held
from forum.moderation.decisions import originals, reminding


@hourly
def remind_of_appeals() -> None:
    """Tell staff of appeals whose last day is near or over."""
    reminding.remind()


@nightly
def erase_what_was_sealed() -> None:
    """Erase covered and removed words nobody can appeal for any more."""
    if is_held("sealed"):
        return
    originals.erase_covered()
    originals.erase_removed()
    db.session.commit()
