"""However much is erased at once, its line is found again."""

from datetime import timedelta

from forum.core.db import db, now
from forum.core.personal import Whose
from forum.privacy.erasing import erasures


def test_an_erasure_of_very_much_is_read_back(app):
    since = now() - timedelta(minutes=1)
    keys = frozenset(f"{number:064x}" for number in range(1600))
    erasures.note_erasure(Whose(contact_keys=keys))
    db.session.execute(db.text("SELECT 1"))
    db.session.commit()
    found = erasures.erased_since(since, [erasures.folders()[0] / erasures.NAME])
    assert {erasures.contact_mark(key) for key in keys} in [each.contacts for each in found]
