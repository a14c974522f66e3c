"""Joining with a contact that is on the list already: the same answer, nothing doubled."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from forum.accounts.doubles import Double, double_of, doubles_of, keep_double, tell
from forum.accounts.letters import write_to
from forum.communities.joining import Wish
from forum.communities.models import JOINING, Community, CommunityMember
from forum.communities.proposing import claim_code
from forum.core.contacts import contact_key, email_of
from forum.core.db import db
from forum.core.limits import too_many
from forum.core.mail import site_url
from forum.core.personal import Whose

KIND = "membership"
#: Letters a day to one address about somebody who typed it.
LETTERS, DAY = 1, 24 * 60


def answer_alike(
    community: Community, wish: Wish, submit_key: str, person_id: int | None = None
) -> None:
    """Keep a page for the code that looks as if it were new, and write to the contact's holder."""
    state = "asked" if community.is_founded else "member"
    key = contact_key(wish.contact)
    keep_double(
        KIND,
        community.id,
        submit_key,
        claim_code(submit_key),
        key,
        name=wish.name,
        contact=wish.contact,
        message=wish.message,
        state=state,
        person=person_id,
    )
    address = email_of(wish.contact)
    if address is not None and not too_many("joined again", f"{community.id} {key}", LETTERS, DAY):
        write_to(
            address,
            wish.language,
            _l("You have asked to join already"),
            _l(
                "Somebody, most likely you, asked to join a community with this address. The "
                "address was known there already, so nothing has changed, and you are counted once."
            ),
            site_url(f"/communities/{community.id}"),
        )


def claimed_double(code: str) -> CommunityMember | None:
    """Return what the page of a code shows that belongs to nobody; it is in no list."""
    return _shown(double_of(KIND, code))  # type: ignore[return-value]


def own_double(person: Any, community: Community) -> "DoubledMember | None":
    """Return what ``person`` sent with a contact that was known, if it was not taken back."""
    if person.id is None:
        return None
    here = (Double.kind == KIND, Double.thing_id == community.id, Double.person_id == person.id)
    found = _shown(
        db.session.scalars(select(Double).where(*here).order_by(Double.id.desc())).first()
    )
    return found if found is not None and found.stands else None


def shown_to(whose: Whose) -> list[Any]:
    """Return what somebody sent, or has the code of, as their memberships are shown to them."""
    return list(filter(None, map(_shown, doubles_of(KIND, whose))))


def _shown(double: Double | None) -> "DoubledMember | None":
    community = db.session.get(Community, double.thing_id) if double else None
    return DoubledMember(double, community) if double and community else None


class DoubledMember:
    """Looks like a row of the list on the page of its code, and is none."""

    id = None
    answer = ""
    person = None

    def __init__(self, double: Double, community: Community) -> None:
        self.community, self._double = community, double
        self.community_id, self.at = community.id, double.at
        told = ("name", "contact", "message")
        self.name, self.contact, self.message = (double.told.get(name, "") for name in told)

    @property
    def state(self) -> Any:
        """How it stands, as far as anybody is told."""
        return self._double.told["state"]

    @property
    def state_name(self) -> Any:
        """The same, in the language of the page."""
        return JOINING[self.state]

    @property
    def stands(self) -> bool:
        """Whether it was not taken back."""
        return self.state != "left"

    def leave(self) -> bool:
        """Take it back; False when that was done already."""
        if not self.stands:
            return False
        tell(self._double, state="left", name="", contact="", message="")
        self.name = self.contact = self.message = ""
        return True
