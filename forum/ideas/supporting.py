"""To support an idea, to take that back, and to offer a hand."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, or_, select

from forum.accounts.models import Person
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.core.once import once
from forum.ideas.counting import recount
from forum.ideas.models import HELPS, HelpOffer, Idea, Support

HIDDEN = _l("This idea is not shown any more, so nobody can support it.")
YOUR_OWN = _l("You proposed this idea: the city knows that you are for it.")


def support(
    idea: Idea,
    person: Person,
    key: str | None = None,
    channel: str = "web",
    contact_key: str | None = None,
    home_id: int | None = None,
    age_band_id: int | None = None,
    wants_news: bool = False,
    entered_by: Person | None = None,
) -> Support:
    """Note that ``person`` supports the idea, or the one it was merged under; each once.

    The same person or contact again changes nothing; after taking it back it counts again. A contact
    somebody types that is another's here is not believed: the number would tell who supports.
    """
    idea = hold(idea.leader)
    if not idea.visible:
        raise Refused(HIDDEN)
    if idea.author_id == person.id:
        raise Refused(YOUR_OWN)
    contact = person.contact_key or contact_key
    if contact and not (person.contact_key or entered_by) and _is_anothers(idea, contact, person):
        contact = None
    row, new = once(
        lambda: _known(idea, person, key, contact),
        lambda: _add(
            Support(
                idea=idea,
                person=person,
                submit_key=key,
                channel=channel,
                contact_key=contact,
                home_id=home_id,
                age_band_id=age_band_id,
                wants_news=wants_news,
                entered_by_id=entered_by.id if entered_by else None,
            )
        ),
    )
    if not new and _may_change(row, person, key, entered_by):
        _again(row, person, home_id, age_band_id, wants_news)
        _learn(row, contact)
    recount(idea)
    return row


def _is_anothers(idea: Idea, contact: str, person: Person) -> bool:
    """Whether somebody else gave this contact with the idea, or their support of it or of one that
    counts along with it."""
    here = select(Idea.id).where(or_(Idea.id == idea.id, Idea.lead_id == idea.id))
    supported = select(Support.id).where(
        Support.idea_id.in_(here), Support.contact_key == contact, Support.person_id != person.id
    )
    proposed = select(Idea.id).where(
        Idea.id.in_(here), Idea.contact_key == contact, Idea.author_id != person.id
    )
    return any(db.session.scalar(query.limit(1)) is not None for query in (supported, proposed))


def take_back(idea: Idea, person: Person) -> bool:
    """Take a person's support back; False when there is none."""
    hold(idea)
    row = support_of(idea, person)
    if row is None:
        return False
    row.withdrawn_at, row.wants_news = now(), False
    recount(idea)
    return True


def offer_help(idea: Idea, person: Person, kinds: Iterable[str]) -> None:
    """Note how ``person`` would help; what was offered before and is not named now is gone."""
    wanted = {kind for kind in kinds if kind in HELPS}
    hold(idea)
    mine = (HelpOffer.idea_id == idea.id, HelpOffer.person_id == person.id)
    known = set(db.session.scalars(select(HelpOffer.kind).where(*mine)))
    db.session.execute(delete(HelpOffer).where(*mine, HelpOffer.kind.not_in(wanted)))
    for kind in sorted(wanted - known):
        db.session.add(HelpOffer(idea_id=idea.id, person_id=person.id, kind=kind))
    if wanted != known:
        idea.touch()
    db.session.flush()


def hold(idea: Idea) -> Idea:
    """Keep others from changing the idea until the commit, so that each is counted once."""
    idea.hold()
    return idea


def support_of(idea: Idea, person: Person | None) -> Support | None:
    """Return the support of ``person`` that holds now, if any."""
    if person is None or person.id is None:
        return None
    mine = (Support.idea_id == idea.id, Support.person_id == person.id)
    query = select(Support).where(*mine, Support.withdrawn_at.is_(None))
    return db.session.scalars(query).first()


def offered_by(idea: Idea, person: Person | None) -> list[str]:
    """Return the kinds of help ``person`` offered."""
    if person is None or person.id is None:
        return []
    mine = (HelpOffer.idea_id == idea.id, HelpOffer.person_id == person.id)
    return list(db.session.scalars(select(HelpOffer.kind).where(*mine)))


def _known(idea: Idea, person: Person, key: str | None, contact: str | None) -> Support | None:
    """Return the row that stands for this person: their own first, then of the key or contact."""
    same = [Support.person_id == person.id]
    same += [Support.submit_key == key] if key else []
    same += [Support.contact_key == contact] if contact else []
    query = select(Support).where(Support.idea_id == idea.id, or_(*same))
    rows = db.session.scalars(query).all()
    return min(rows, key=lambda row: (row.person_id != person.id, row.id), default=None)


def _add(row: Support) -> Support:
    db.session.add(row)
    db.session.flush()
    return row


def _may_change(row: Support, person: Person, key: str | None, entered_by: Person | None) -> bool:
    """Whether this is said by whoever supported before: a visitor may type anybody's contact."""
    own = row.person_id == person.id or (key is not None and row.submit_key == key)
    return own or entered_by is not None or person.role != "visitor"


def _again(
    row: Support, person: Person, home_id: int | None, age_band_id: int | None, news: bool
) -> None:
    """Bring what was told before up to date; an account takes over what its contact supported."""
    if row.withdrawn_at is not None:
        row.withdrawn_at, row.at = None, now()
    if row.person_id != person.id and person.role != "visitor" and row.person.role == "visitor":
        row.person = person
    row.home_id, row.age_band_id = home_id or row.home_id, age_band_id or row.age_band_id
    row.wants_news = news or row.wants_news


def _learn(row: Support, contact: str | None) -> None:
    """Note a contact told later, unless it is known of somebody else's support."""
    if contact is None or row.contact_key is not None:
        return
    same = (Support.idea_id == row.idea_id, Support.contact_key == contact)
    if db.session.scalar(select(Support.id).where(*same)) is None:
        row.contact_key = contact
