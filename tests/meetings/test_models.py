"""What a forum says about itself."""

import pytest
from sqlalchemy.exc import IntegrityError

from forum.core.db import db
from forum.meetings.guides import GUIDES, PREPARING
from forum.meetings.hall import (
    leading,
)
from forum.meetings.hall.captures import StrawPoll
from forum.meetings.models import TYPES, AgendaItem
from forum.meetings.templates_of_types import TEMPLATES


def test_the_items_around_the_current_one(make, people):
    meeting = make.meeting("now", items=3)
    first, second, third = meeting.items
    assert meeting.next_item is first
    leading.start(meeting, people.mira)
    assert (meeting.previous_item, meeting.next_item) == (None, second)
    leading.go_to(third, people.mira)
    assert (meeting.previous_item, meeting.next_item) == (second, None)


def test_the_length_of_the_agenda(make):
    meeting = make.meeting(items=3)
    assert meeting.planned_minutes == 30
    assert make.meeting(items=0).planned_minutes == 0


def test_the_database_allows_one_current_item_in_a_forum(make):
    meeting = make.meeting(items=2)
    other = make.meeting(items=1)
    meeting.items[0].is_current = other.items[0].is_current = True
    db.session.commit()
    meeting.items[1].is_current = True
    with pytest.raises(IntegrityError):
        db.session.commit()


def test_the_database_allows_one_open_poll_in_a_forum(make):
    meeting = make.meeting()
    for key in ("a", "b"):
        db.session.add(StrawPoll(meeting_id=meeting.id, key=key, question="Jó?"))
    with pytest.raises(IntegrityError):
        db.session.commit()


def test_a_new_item_has_not_begun(make):
    item = make.meeting(items=1).items[0]
    assert not item.has_begun
    assert item.seconds == 0


def test_every_type_has_a_template_and_a_guide():
    assert set(TEMPLATES) == set(PREPARING) == set(TYPES)
    used = {point.guide for points in TEMPLATES.values() for point in points}
    assert used == set(GUIDES)
    longest = AgendaItem.title_hu.type.length
    assert all(len(point.title_hu) <= longest for points in TEMPLATES.values() for point in points)
