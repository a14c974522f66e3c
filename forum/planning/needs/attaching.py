"""What a need rests on is added and removed: themes of conversations, ideas, single opinions."""

from typing import NamedTuple

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from forum.accounts.models import Person
from forum.audit import record
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.once import once
from forum.ideas.models import Idea
from forum.opinions.models import Opinion
from forum.planning.needs import acts
from forum.planning.needs.models import Need, NeedIdea, NeedOpinion, NeedTheme
from forum.themes.models import Membership, Theme

#: More of a kind than this nobody reads, and a page would take long to make.
MOST = {"theme": 12, "idea": 60, "opinion": 40}
KINDS = {"theme": NeedTheme, "idea": NeedIdea, "opinion": NeedOpinion}


class Source(NamedTuple):
    """Something a need can rest on: its kind and number; of a theme the conversation, too."""

    kind: str
    number: int
    conversation_id: int | None = None

    def columns(self) -> dict[str, int | None]:
        """Return the columns of the row that links it to a need."""
        found = {f"{self.kind}_id": self.number}
        return {**found, "conversation_id": self.conversation_id} if self.kind == "theme" else found


def exists(source: Source) -> bool:
    """Whether there is such a thing to be shown: nothing hidden, no theme without opinions."""
    if source.kind == "theme":
        query = select(Membership.id).join(Theme, Theme.id == Membership.theme_id)
        query = query.where(
            Membership.theme_id == source.number,
            Membership.conversation_id == source.conversation_id,
            Theme.merged_into_id.is_(None),
        )
    else:
        model = Idea if source.kind == "idea" else Opinion
        query = select(model.id).where(model.id == source.number, model.visible)
    return db.session.scalar(query.limit(1)) is not None


def attach(need: Need, by: Person, source: Source) -> bool:
    """Let the need rest on ``source`` too; tell whether that is new."""
    if not exists(source):
        raise Refused(_l("There is nothing like that to rest on, or it is not shown any more."))
    model = KINDS[source.kind]

    def known() -> NeedTheme | NeedIdea | NeedOpinion | None:
        query = select(model).filter_by(need_id=need.id, **source.columns())
        return db.session.scalars(query).first()

    def make() -> NeedTheme | NeedIdea | NeedOpinion:
        _check_room(need, source.kind)
        link = model(need_id=need.id, **source.columns())
        db.session.add(link)
        db.session.flush()
        return link

    _link, made = once(known, make)
    if made:
        need.touch()
        record(acts.CITED, by, need, kind=source.kind, number=source.number)
    return made


def detach(need: Need, by: Person, kind: str, link_id: int) -> bool:
    """Let the need no longer rest on something; what is gone already stays gone."""
    link = db.session.get(KINDS[kind], link_id)
    if link is None or link.need_id != need.id:
        return False
    db.session.delete(link)
    need.touch()
    record(acts.LEFT_OUT, by, need, kind=kind, number=getattr(link, f"{kind}_id"))
    return True


def _check_room(need: Need, kind: str) -> None:
    model = KINDS[kind]
    count = db.session.scalar(select(func.count(model.id)).where(model.need_id == need.id)) or 0
    if count >= MOST[kind]:
        raise Refused(_l("This need rests on a lot already. Please remove something first."))
