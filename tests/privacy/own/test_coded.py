"""Codes open what they were given for, in every room that gives codes out."""

from forum.core.db import db
from forum.privacy.own import coded

#: Codes that are nobody's: a tablet on a table of the hall.
OF_THINGS = {"meeting_table"}


def test_no_room_that_gives_codes_out_is_forgotten(app):
    """A new table with codes has to be among what its room keeps, or here with a reason."""
    giving = {
        table.name
        for table in db.metadata.sorted_tables
        if any(name in table.c for name in coded.SECRETS)
    }
    known = {model.__tablename__ for model, _secret, _owner in coded.places()}
    assert giving - OF_THINGS == known
    assert len(known) >= 6
