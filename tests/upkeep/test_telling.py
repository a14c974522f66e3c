"""Whoever looks after the site is told when something failed at night; nobody who left is."""

from sqlalchemy import select

from forum.core.db import db, now
from forum.notices.models import Notice
from forum.upkeep.jobs import tell_administrators


def test_a_closed_account_is_told_nothing(make, people):
    adam = people.adam.id
    gone = make.person("administrator", name="Aladár")
    gone.disabled_at = now()
    db.session.commit()
    tell_administrators("upkeep_backup_failed")
    assert db.session.scalars(select(Notice.person_id)).all() == [adam]
