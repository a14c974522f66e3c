"""What happens elsewhere and who is told of it; connected in ``init_app``."""

from typing import Any

from forum.core.db import db
from forum.core.jobs import enqueue
from forum.moderation.models import Hiding
from forum.notices.operations import inform
from forum.opinions.models import Opinion, opinion_approved, opinion_hidden, opinion_restored
from forum.reports.models import Publication, summary_published


def connect() -> None:
    """Listen to the rooms below; connecting twice is connecting once."""
    opinion_hidden.connect(tell_of_hiding)
    opinion_restored.connect(tell_of_restoring)
    opinion_approved.connect(tell_of_approval)
    summary_published.connect(tell_of_publication)


def _tell(kind: str, opinion: Opinion, key: int, **details: Any) -> None:
    details["reference"] = opinion.reference
    inform(opinion.author, kind, str(key), f"/opinions/{opinion.id}", details)


def tell_of_hiding(opinion: Opinion, hiding: Hiding, **_more: Any) -> None:
    """Tell the author that the opinion was hidden, and why: once for each hiding."""
    db.session.flush()
    _tell("opinion_hidden", opinion, hiding.id, reason=hiding.reason, because=hiding.because)


def tell_of_restoring(opinion: Opinion, hiding: Hiding, **_more: Any) -> None:
    """Tell the author that the opinion is back: once for each hiding."""
    db.session.flush()
    if opinion.visible:
        _tell("opinion_restored", opinion, hiding.id, because=hiding.restored_because)


def tell_of_approval(opinion: Opinion, **_more: Any) -> None:
    """Tell the author that the opinion has appeared."""
    if opinion.visible:
        _tell("opinion_approved", opinion, opinion.id)


def tell_of_publication(publication: Publication, **_more: Any) -> None:
    """Ask for a job that tells every author; there may be thousands."""
    db.session.flush()
    enqueue("tell_authors", publication_id=publication.id)
