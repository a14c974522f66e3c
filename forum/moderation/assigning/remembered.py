"""Who is in charge where, as far as it was found out during this request."""

from flask import g, has_request_context

from forum.moderation.subjects import Place

#: Noted among the places of a request when all that have somebody in charge are known.
ALL = Place("", 0)


def remembered() -> dict[Place, frozenset[int]]:
    """Return what was found out during this request, so that a page asks once for each place."""
    if not has_request_context():
        return {}
    known: dict[Place, frozenset[int]] = g.setdefault("_in_charge", {})
    return known


def forget() -> None:
    """Ask anew: somebody was put in charge, or relieved."""
    remembered().clear()
