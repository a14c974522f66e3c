"""Opinions as JSON: what everybody may know of them."""

from typing import Any

from flask import url_for

from forum.core.mail import site_url
from forum.opinions.models import Opinion
from forum.opinions.placing import tells_place


def opinion_json(opinion: Opinion) -> dict[str, Any]:
    """Return the public face of an opinion; never who said it, nor the hour it was said.

    The neighbourhood only where enough people of it spoke, the age never.
    """
    told = tells_place(opinion)
    return {
        "id": opinion.id,
        "reference": opinion.reference,
        "url": site_url(url_for("opinions.show", opinion_id=opinion.id)),
        "conversation": opinion.conversation_id,
        "text": opinion.text,
        "channel": opinion.channel,
        "signature": opinion.signature,
        "neighbourhood": opinion.neighbourhood.name_hu if told and opinion.neighbourhood else None,
        "created_on": opinion.created_at.date().isoformat(),
        "counts": {
            "agree": opinion.agrees,
            "disagree": opinion.disagrees,
            "pass": opinion.passes,
        },
    }
