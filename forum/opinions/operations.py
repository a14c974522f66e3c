"""Acts that make opinions: one person speaks, or a list is taken in."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from forum.accounts.guardians import public_name
from forum.accounts.models import Person
from forum.conversations.models import Conversation
from forum.conversations.saying import Saying
from forum.core import reference, search
from forum.core.codes import code_from, token_hash
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.once import once
from forum.core.rendering import render
from forum.moderation.rules import look_at
from forum.opinions.models import Opinion, opinion_spoken, opinions_imported, recount


def claim_code(submit_key: str) -> str:
    """Return the code with which the sender of ``submit_key`` can follow the opinion."""
    return code_from("claim", submit_key)


def speak(
    conversation: Conversation,
    author: Person,
    saying: Saying,
    submit_key: str,
    entered_by: Person | None = None,
) -> Opinion:
    """Add an opinion to a conversation; the same key twice gives the same opinion.

    Whether the author may speak now is asked before, by name (``conversations:speak``).
    """
    opinion, new = once(
        lambda: sent_with(submit_key),
        lambda: _add(conversation, author, saying, submit_key, entered_by),
    )
    if not new:
        return opinion
    look_at(opinion)
    if opinion.is_public:
        search.add_new([opinion.findable()])
    opinion_spoken.send(opinion)
    return opinion


def sent_with(submit_key: str) -> Opinion | None:
    """Return the opinion that was sent with ``submit_key``, if any."""
    return db.session.scalars(select(Opinion).where(Opinion.submit_key == submit_key)).first()


def _add(
    conversation: Conversation,
    author: Person,
    saying: Saying,
    submit_key: str,
    entered_by: Person | None,
) -> Opinion:
    year, serial = reference.take("opinion")
    waits = conversation.moderation == "before" and entered_by is None
    opinion = Opinion(
        conversation=conversation,
        author=author,
        year=year,
        serial=serial,
        text=saying.text,
        html=render(saying.text),
        channel=saying.channel,
        signature=public_name(author, saying.signature, saying.age_band_id),
        neighbourhood_id=saying.neighbourhood_id,
        age_band_id=saying.age_band_id,
        contact_key=saying.contact_key,
        submit_key=submit_key,
        claim_hash=token_hash(claim_code(submit_key)),
        entered_by_id=entered_by.id if entered_by else None,
        waiting=waits,
        visible=not waits,
    )
    new_voice = opinion.visible and not _has_spoken(conversation, author)
    db.session.add(opinion)
    db.session.flush()
    if opinion.visible:
        _count(conversation, 1, int(new_voice))
    return opinion


def _has_spoken(conversation: Conversation, author: Person) -> bool:
    query = select(Opinion.id).where(
        Opinion.author_id == author.id, Opinion.conversation_id == conversation.id, Opinion.visible
    )
    return author.id is not None and db.session.scalar(query.limit(1)) is not None


def _count(conversation: Conversation, opinions: int, people: int) -> None:
    """Add to the counters in the database, where parallel speakers add up."""
    db.session.execute(
        update(Conversation)
        .where(Conversation.id == conversation.id)
        .values(
            opinions_count=Conversation.opinions_count + opinions,
            people_count=Conversation.people_count + people,
            tick=Conversation.tick + 1,
        )
    )


def take_in(
    conversation: Conversation, sayings: Sequence[Saying], by: Person | None, key: str
) -> list[int]:
    """Add a whole list, one person per row; everything or (on any error) nothing.

    ``key`` names the list: taking it in again raises IntegrityError and adds nothing.
    """
    year, first = reference.take("opinion", len(sayings))
    people = [Person(role="visitor") for _saying in sayings]
    db.session.add_all(people)
    db.session.flush()
    opinions = [
        Opinion(
            conversation_id=conversation.id,
            author_id=person.id,
            year=year,
            serial=first + offset,
            text=saying.text,
            html=render(saying.text),
            channel=saying.channel,
            signature=public_name(person, saying.signature, saying.age_band_id),
            neighbourhood_id=saying.neighbourhood_id,
            age_band_id=saying.age_band_id,
            contact_key=saying.contact_key,
            submit_key=f"{key}:{offset}",
            entered_by_id=by.id if by else None,
        )
        for offset, (saying, person) in enumerate(zip(sayings, people, strict=True))
    ]
    db.session.add_all(opinions)
    db.session.flush()
    if conversation.is_open:
        search.add_new([opinion.findable() for opinion in opinions])
    _count(conversation, len(opinions), len(opinions))
    opinions_imported.send(conversation)
    return [opinion.id for opinion in opinions]


def make_findable(conversation: Conversation) -> None:
    """Put what was said while the conversation was a draft into the index; it has opened now."""
    shown = select(Opinion).where(Opinion.conversation_id == conversation.id, Opinion.visible)
    for opinion in db.session.scalars(shown):
        opinion.index()


def anybody_spoke(conversation: Conversation) -> bool:
    """Tell whether somebody has said something, shown or not, so that the question has to stay."""
    said = select(Opinion.id).where(Opinion.conversation_id == conversation.id).limit(1)
    return db.session.scalar(said) is not None


def attach(opinion: Opinion, person: Person) -> bool:
    """Make ``person`` the author of a visitor's opinion; False when it is theirs already.

    Weighings stay where they are. Refused when the opinion belongs to another account.
    """
    opinion.hold()
    if opinion.author_id == person.id:
        return False
    if opinion.author.role != "visitor":
        raise Refused(_l("This opinion belongs to another account."))
    opinion.author_id = person.id
    db.session.flush()
    recount(opinion.conversation)
    return True
