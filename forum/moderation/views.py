"""The review page: what waits, what was reported, what was hidden lately."""

from flask import Blueprint, render_template, request

from forum.core.access import permit
from forum.moderation import queries

bp = Blueprint("moderation", __name__, url_prefix="/moderation")


@bp.get("")
@permit("moderation:review")
def review() -> str:
    """Show one queue, the first that is not empty unless another is asked for."""
    counts = queries.counts()
    asked = request.args.get("show", "")
    first = next((name for name in queries.QUEUES if counts[name]), "waiting")
    queue = asked if asked in queries.QUEUES else first
    page, items = queries.page_of(queue, counts[queue])
    return render_template(
        "moderation/review.html", queue=queue, counts=counts, page=page, items=items
    )
