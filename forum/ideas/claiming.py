"""To take an idea to one's account or device with the code on its slip."""

from sqlalchemy import select

from forum.accounts.models import Person
from forum.accounts.reach import Reach
from forum.core.db import db
from forum.ideas.life import Answer
from forum.ideas.models import Idea, IdeaPicture
from forum.ideas.proposing import attach


def claim(idea: Idea, person: Person) -> bool:
    """Make ``person`` the author, with the pictures and replies; a visitor keeps being told as was asked."""
    before = idea.author
    if not attach(idea, person):
        return False
    for picture in db.session.scalars(select(IdeaPicture).where(IdeaPicture.idea_id == idea.id)):
        picture.author_id = person.id
    replied = Answer.idea_id == idea.id, Answer.author_id.is_not(None)
    for answer in db.session.scalars(select(Answer).where(*replied)):
        answer.author_id = person.id
    _told_as_before(before, person)
    return True


def _told_as_before(before: Person, person: Person) -> None:
    """Let the address given with the idea belong to its new author, who has none yet."""
    rows = select(Reach).where(Reach.person_id.in_((before.id, person.id)))
    known = {row.person_id: row for row in db.session.scalars(rows)}
    if person.role == "visitor" and before.id in known and person.id not in known:
        known[before.id].person_id = person.id
    db.session.flush()
