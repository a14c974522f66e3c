"""When an author has their words erased, what was told them of those words goes as well."""

from forum.core.db import db
from forum.core.personal import Whose
from forum.moderation.covering.redactions import Redaction
from forum.moderation.covering.removals import Removal, of_removal
from forum.moderation.covering.removing import remove
from forum.moderation.covering.texts import cover
from forum.moderation.decisions.statements import Statement
from forum.moderation.figures.counting import figures
from forum.moderation.models import Hiding
from forum.privacy.erasing import erase

TOLD = "Kedves Xilofon Anna, ne írja le, hogy hol lakik."


def judged(make, people):
    """Three texts of Ana's: hidden and shown again, covered and uncovered, removed by law."""
    one, other, third = (
        make.opinion(f"A Búza tér {number} alatt lakom", author=people.ana) for number in range(3)
    )
    one.hide(people.mira, "personal_data", TOLD)
    one.restore(people.mira, TOLD)
    row = cover(other, people.mira, "text", [1], "place", TOLD)
    row.undo(people.paul, TOLD)
    remove(third, people.paul, "order", "12/2026", TOLD)
    db.session.commit()


def told(model, *names):
    return {getattr(row, name) for row in db.session.query(model) for name in names}


def test_the_sentences_about_them_go_and_the_counts_stay(make, people):
    judged(make, people)
    before = figures()
    erase(Whose(person_ids=frozenset({people.ana.id})), people.ana)
    db.session.commit()
    assert told(Statement, "because") == {""}
    assert told(Redaction, "because", "undone_because") == {""}
    came_with_removal = db.session.query(Hiding).filter(of_removal()).all()
    others = [row for row in db.session.query(Hiding) if row not in came_with_removal]
    assert {(row.because, row.restored_because) for row in others} == {("", "")}
    # what the law had removed keeps its reason as long as its words are sealed
    assert told(Removal, "because") == {TOLD} == {row.because for row in came_with_removal}
    assert figures() == before


def test_they_stay_with_words_that_stay(make, people):
    judged(make, people)
    erase(Whose(person_ids=frozenset({people.ana.id}), keep_words=True), people.ana)
    db.session.commit()
    assert TOLD in told(Hiding, "because")
    assert TOLD in told(Statement, "because")
