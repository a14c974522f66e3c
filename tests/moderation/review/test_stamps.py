"""A stamp tells which texts a page showed: no other texts have the same one."""

from forum.core.db import db
from forum.moderation.review.campaigns import members, stamp_of
from forum.moderation.review.listing import Filter, page_of
from forum.moderation.review.models import ReviewItem
from forum.moderation.review.queue import item_of


def items(*rows):
    return [ReviewItem(id=number, version=version) for number, version in rows]


def test_of_two_texts_that_changed_places_the_stamp_is_another():
    """One was decided meanwhile, and an older one was changed into a copy."""
    before = stamp_of(items((11, 1), (12, 2), (13, 1)))
    assert before != stamp_of(items((10, 2), (11, 1), (13, 1)))


def test_the_page_gives_the_stamp_that_the_form_is_compared_with(app, make, people):
    talk = make.conversation("speak")
    words = "Több padot kérünk a játszótér mellé, mert nincs hova leülni délután."
    made = [make.opinion(f"{words} {number}", talk) for number in range(3)]
    first = db.session.scalars(db.select(ReviewItem).order_by(ReviewItem.id)).first()
    first.version = 4
    db.session.commit()
    with app.test_request_context():
        _page, entries = page_of(people.mira, Filter())
        wanted = Filter(campaign=first.campaign)
        _page, alone = page_of(people.mira, wanted)
    assert [entry.number for entry in entries] == [len(made)]
    assert entries[0].stamp == stamp_of(members(first))
    assert {one.stamp for one in alone} == {stamp_of([item]) for item in members(first)}


def test_a_text_that_left_the_queue_and_came_back_has_another_stamp(app, make, people):
    """Its author took a link out, and put another one in: what a page showed before is not that."""
    make.opinion("Régen is írtam már valamit.", author=people.ana)
    opinion = make.opinion("Lásd itt: https://egyik.example/", author=people.ana)
    shown = stamp_of([item_of(opinion)])
    opinion.edit(people.ana, "Több padot kérünk.")
    assert not item_of(opinion).is_open
    opinion.edit(people.ana, "Inkább itt: https://masik.example/")
    db.session.commit()
    assert item_of(opinion).is_open
    assert stamp_of([item_of(opinion)]) != shown
