"""What communities keep of somebody: memberships, wishes, and whom to ask."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, exists, func, or_, select, true, update
from sqlalchemy.orm import joinedload

from forum.communities import doubling
from forum.communities.models import WORDS, Community, CommunityMember, Hosting
from forum.core import search
from forum.core.db import db, now
from forum.core.owned import Owned, keep_owned
from forum.core.personal import Whose, holds_addresses


class _Members(Owned):
    """With the code of a community goes its founder's own place on the list, and nobody else's."""

    def condition(self, whose: Whose) -> ColumnElement[bool]:
        """Return somebody's memberships."""
        if whose.only is None or whose.only[0] != "community" or whose.person_ids:
            return super().condition(whose)
        founder = CommunityMember.person_id.in_(whose.people)
        return and_(CommunityMember.community_id == whose.only[1], founder)


class _Led(Owned):
    """A community is of whoever proposed it, and of whose address stands on it."""

    def condition(self, whose: Whose) -> ColumnElement[bool]:
        """Return the communities somebody leads or is the contact of."""
        mine = super().condition(whose)
        if whose.only is not None or not whose.emails:
            return mine
        return or_(mine, func.lower(Community.contact_email).in_(whose.emails))


def _page(row: Any) -> str:
    number = row.id if isinstance(row, Community) else row.community_id
    return f"/communities/{number}"


def _touch(row: Any, _whose: Whose) -> None:
    community = row if isinstance(row, Community) else row.community
    community.touch()


def _with_its_words(row: Community, whose: Whose) -> None:
    """A community that is nobody else's goes with the words of whoever proposed it."""
    _touch(row, whose)
    if whose.keep_words or row.author_id is None or _has_others(row):
        return
    for name in WORDS:
        setattr(row, name, "")
    row.name_hu = row.reference
    row.seeks_members = row.visible = row.waiting = False
    row.closed_at = row.closed_at or now()
    search.remove("community", row.id)


def _has_others(row: Community) -> bool:
    """Whether anybody but who proposed it belongs to it, or it hosted something."""
    others = (CommunityMember.community_id == row.id, CommunityMember.person_id != row.author_id)
    belongs = exists().where(*others, CommunityMember.state.in_(("asked", "member")))
    hosted = exists().where(Hosting.community_id == row.id)
    return bool(db.session.scalar(select(or_(belongs, hosted))))


def _unsay(whose: Whose) -> None:
    """What a leader answered goes in any case: it was for one person, as what they asked with."""
    kind, number = whose.only or ("community", None)
    if kind != "community":
        return
    led = select(Community.id).where(
        Community.author_id.in_(whose.person_ids),
        Community.author_id == CommunityMember.decided_by_id,
        true() if number is None else Community.id == number,
    )
    said = update(CommunityMember).where(CommunityMember.community_id.in_(led))
    db.session.execute(said.values(answer="").execution_options(synchronize_session=False))


@holds_addresses
def addresses() -> Iterable[str]:
    """Yield whom to ask about communities."""
    return db.session.scalars(select(Community.contact_email).distinct())


keep_owned(
    "communities",
    45,
    [
        _Members(
            CommunityMember,
            _l("Communities I joined or asked"),
            [
                (lambda row: row.community.name, _l("Community")),
                ("name", _l("Name")),
                ("contact", _l("Contact")),
                ("message", _l("What I wrote")),
                ("answer", _l("What they answered")),
                ("state_name", _l("State")),
                ("at", _l("When")),
            ],
            forget={"contact": "", "message": "", "answer": "", "claim_hash": None},
            clear=("contact", "message"),
            names=("name",),
            alone=True,
            path=_page,
            before=_touch,
            options=(joinedload(CommunityMember.community),),
            alike=doubling.shown_to,
        ),
        _Led(
            Community,
            _l("Communities I lead"),
            [
                ("name", _l("Community")),
                ("description", _l("What it does")),
                ("contact_name", _l("Contact person")),
                ("contact_email", _l("E-mail")),
                ("contact_phone", _l("Telephone")),
                ("created_at", _l("When")),
            ],
            mine=("author_id",),
            forget={
                "contact_name": "",
                "contact_email": "",
                "contact_phone": "",
                "contact_public_at": None,
                "claim_hash": None,
            },
            clear=("contact_name", "contact_email", "contact_phone"),
            alone=True,
            path=_page,
            before=_with_its_words,
            note=_l(
                "The page of a community belongs to its members and stays; whom to ask goes. If nobody else belongs to it, it goes with your words."
            ),
        ),
    ],
    settle=_unsay,
)
