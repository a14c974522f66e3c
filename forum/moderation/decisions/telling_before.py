"""Notices told before there were statements keep their words."""

from flask_babel import lazy_gettext as _l

from forum.core import news
from forum.core.db import db
from forum.core.news import Details, Topic, Words
from forum.moderation.decisions.telling import ICONS, TITLES
from forum.moderation.decisions.telling import paragraphs as of_decision
from forum.moderation.subjects import subjects

_OLD = ("hidden", "restored", "approved")


def _old(act: str) -> Words:
    def title(details: Details) -> str:
        known = details.get("title_hu") or details["reference"]
        return str(TITLES[act]) % {"reference": known}

    def paragraphs(details: Details) -> list[str]:
        return of_decision({**details, "act": act})

    def still(topic: Topic) -> bool:
        subject = subjects().get(topic[0])
        text = db.session.get(subject.model, topic[1]) if subject else None
        return text is not None and text.visible is (act != "hidden")

    icon = ICONS.get(act, "hidden")
    return Words(title, paragraphs, _l("See it"), icon, still=still, at_once=True)


for _room in ("opinion", "idea", "idea_comment", "idea_picture", "community"):
    for _act in _OLD:
        news.declare(f"{_room}_{_act}", _old(_act))
