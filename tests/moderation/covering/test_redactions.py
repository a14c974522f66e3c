"""Covering words of a text and parts of a picture: gone everywhere, and back when it was wrong."""

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from forum.core import search
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.core.pictures import Box
from forum.ideas.models import IdeaPicture
from forum.moderation.covering.pictures import cover_picture
from forum.moderation.covering.redactions import Redaction
from forum.moderation.covering.spans import words_of
from forum.moderation.covering.texts import cover as cover_words
from forum.moderation.covering.texts import covers, digest
from forum.moderation.decisions.appeals import appeal
from forum.moderation.decisions.statements import Statement
from forum.moderation.jobs import erase_what_was_sealed
from forum.opinions.models import Opinion

TEXT = "A Kis utcában Kovács János, a 06-30-123-4567 számon, éjjel részeg volt."


@pytest.fixture
def opinion(make, people) -> Opinion:
    return make.opinion(TEXT, author=people.ana)


def numbers(text: str, *wanted: str) -> list[int]:
    return [word.number for word in words_of(text) if word.text in wanted]


def cover(opinion, people, *wanted, kind="name", why="Név nélkül is érthető."):
    row = cover_words(opinion, people.mira, "text", numbers(opinion.text, *wanted), kind, why)
    db.session.commit()
    return row


def test_neighbours_become_one_and_a_number_with_dashes_is_one_word(opinion, people):
    cover(opinion, people, "Kovács", "János")
    cover(opinion, people, "06-30-123-4567", kind="phone")
    assert opinion.text == "A Kis utcában [név], a [telefonszám] számon, éjjel részeg volt."
    assert "Kovács" not in opinion.html


def test_it_is_gone_from_pages_search_api_and_earlier_versions(opinion, people, client):
    opinion.edit(people.ana, f"{TEXT} Mindig.")
    db.session.commit()
    cover(opinion, people, "Kovács", "János")
    conversation = opinion.conversation_id
    for path in (
        f"/opinions/{opinion.id}",
        f"/conversations/{conversation}",
        "/search?q=Kovács",
        f"/api/v1/opinions/{opinion.id}",
    ):
        for reader in (None, people.ana, people.mira):
            page = (client.sign_in(reader) if reader else client).get(path)
            assert "Kovács János" not in page.text, path
            assert page.status_code == 200, path
    entries = db.session.scalars(db.select(search.SearchEntry.excerpt)).all()
    assert not any("Kovács" in words for words in entries)


def test_the_author_is_told_and_may_appeal(opinion, people, client):
    cover(opinion, people, "Kovács", "János")
    one = db.session.scalars(db.select(Statement)).one()
    assert (one.act, one.reason, one.is_adverse) == ("redacted", "personal_data", True)
    page = client.get(one.path).text
    assert "Kovács" not in page
    made = appeal(one, "Ez az én nevem, szeretném, ha látszana.")[0]
    made.decide(people.paul, "overturned", "Igaza van.")
    db.session.commit()
    assert opinion.text == TEXT


def test_covers_come_off_in_any_order(opinion, people):
    first = cover(opinion, people, "Kovács", "János")
    second = cover(opinion, people, "Kis", kind="address")
    third = cover(opinion, people, "06-30-123-4567", kind="phone")
    for row in (first, third, second):
        assert row.undo(people.paul, "Tévedés volt.")
        db.session.commit()
    assert opinion.text == TEXT
    assert not first.undo(people.paul, "Még egyszer.")


def test_what_is_covered_cannot_be_covered_again(opinion, people):
    cover(opinion, people, "Kovács", "János")
    marks = covers(opinion, "text")
    covered = [word.number for word in words_of(opinion.text, marks) if word.covered]
    assert covered
    with pytest.raises(Refused):
        cover_words(opinion, people.mira, "text", covered, "name", "Mégis.")


@pytest.mark.parametrize("chosen", [[], [9999], [-1]])
def test_nothing_chosen_is_refused(opinion, people, chosen):
    with pytest.raises(Refused):
        cover_words(opinion, people.mira, "text", chosen, "name", "Miért?")


def test_an_edit_of_the_author_waits_for_somebody(opinion, people):
    cover(opinion, people, "Kovács", "János")
    opinion.edit(people.ana, TEXT)
    db.session.commit()
    assert opinion.waiting
    assert not opinion.visible


def test_the_original_is_erased_when_nobody_can_appeal_any_more(opinion, people):
    row = cover(opinion, people, "Kovács", "János")
    erase_what_was_sealed()
    assert row.original is not None
    row.at = now() - timedelta(days=31)
    db.session.commit()
    erase_what_was_sealed()
    db.session.expire_all()
    assert row.original is None
    assert row.erased_at is not None
    with pytest.raises(Refused):
        row.undo(people.paul, "Késő.")


def test_an_open_appeal_keeps_the_original(opinion, people):
    row = cover(opinion, people, "Kovács", "János")
    appeal(db.session.scalars(db.select(Statement)).one(), "Nem értek egyet vele.")
    row.at = now() - timedelta(days=31)
    db.session.commit()
    erase_what_was_sealed()
    db.session.expire_all()
    assert row.original is not None


def test_a_facilitator_covers_words_by_ticking_them(opinion, people, client):
    client.sign_in(people.mira)
    path = f"/moderation/opinion/{opinion.id}/redacting"
    page = client.get(path)
    assert page.status_code == 200
    assert 'name="word"' in page.text
    data = {
        "part": "text",
        "seen": digest(opinion),
        "word": [str(number) for number in numbers(TEXT, "Kovács", "János")],
        "kind": "name",
        "reason": "personal_data",
        "because": "Név nélkül is érthető.",
    }
    assert client.send(path, data).status_code == 303
    db.session.expire_all()
    assert "[név]" in opinion.text
    again = client.send(path, data)  # the page showed the words before
    assert again.status_code == 409 or again.status_code == 422
    page = client.get(path).text
    assert "redact-covered" in page
    row = db.session.scalars(db.select(Redaction)).one()
    undone = client.send(f"/moderation/redactions/{row.id}/undoing", {"because": "Mégse kellett."})
    assert undone.status_code == 303
    db.session.expire_all()
    assert opinion.text == TEXT


def test_hostile_text_stays_text_word_by_word(make, people, client):
    opinion = make.opinion('"><svg onload=alert(1)> <b>Ádám</b> & Éva')
    page = client.sign_in(people.mira).get(f"/moderation/opinion/{opinion.id}/redacting")
    assert "<svg" not in page.text.split("<main")[1].replace('<svg class="icon', "")
    assert "&lt;" in page.text


@pytest.mark.parametrize("role", ["visitor", "resident"])
def test_residents_cover_nothing(opinion, client, make, role):
    path = f"/moderation/opinion/{opinion.id}/redacting"
    assert client.sign_in(make.person(role)).get(path).status_code in {302, 303, 403}
    assert client.send(path, {"because": "x"}).status_code in {302, 303, 403}


def test_an_unknown_kind_of_text_is_not_found(people, client):
    assert client.sign_in(people.mira).get("/moderation/person/1/redacting").status_code == 404


@pytest.fixture
def picture(make, people) -> IdeaPicture:
    def jpeg(size):
        kept = BytesIO()
        Image.new("RGB", (size, size), "white").save(kept, "JPEG")
        return kept.getvalue()

    idea = make.idea(author=people.ana)
    return make.save(
        IdeaPicture(
            idea=idea,
            alternative="A ház előtt",
            content=jpeg(200),
            small=jpeg(50),
            media_type="image/jpeg",
            width=200,
            height=200,
            author_id=people.ana.id,
            submit_key="kép",
        )
    )


def at(content: bytes, across: float, down: float) -> int:
    with Image.open(BytesIO(content)) as image:
        spot = int(across * image.width), int(down * image.height)
        return sum(image.convert("RGB").getpixel(spot)) // 3


def test_a_part_of_a_picture_is_filled_in_both_sizes_and_comes_back(picture, people, client):
    before = client.get(f"/ideas/pictures/{picture.id}")
    boxes = [Box(10, 10, 30, 30)]
    row = cover_picture(picture, people.mira, boxes, "face", "Egy arc látszott.")
    db.session.commit()
    for content in (picture.content, picture.small):
        assert at(content, 0.25, 0.25) < 90
        assert at(content, 0.8, 0.8) > 240
    after = client.get(f"/ideas/pictures/{picture.id}")
    assert before.headers["ETag"] != after.headers["ETag"]
    row.undo(people.paul, "Nem volt arc.")
    db.session.commit()
    assert at(picture.content, 0.25, 0.25) > 240


@pytest.mark.parametrize("boxes", ["", "1 2 3", "90 90 20 20", "a b c d", "0 0 0 10"])
def test_boxes_that_fit_nothing_come_back(picture, people, client, boxes):
    path = f"/moderation/idea_picture/{picture.id}/redacting"
    data = {"boxes": boxes, "kind": "plate", "reason": "personal_data", "because": "Arc látszik."}
    assert client.sign_in(people.mira).send(path, data).status_code == 422


def test_boxes_are_read_from_lines(picture, people, client):
    path = f"/moderation/idea_picture/{picture.id}/redacting"
    data = {
        "boxes": "10 10 30 30\r\n50,5 50 10 10",
        "kind": "face",
        "reason": "personal_data",
        "because": "Arc látszik.",
    }
    assert client.sign_in(people.mira).send(path, data).status_code == 303
    assert len(db.session.scalars(db.select(Redaction)).one().spans) == 2


def test_a_browser_asks_for_a_picture_each_time(picture, people, client):
    path = f"/ideas/pictures/{picture.id}"
    before = client.get(path)
    assert before.headers["Cache-Control"] == "private, no-cache"
    kept = {"If-None-Match": before.headers["ETag"]}
    assert client.get(path, headers=kept).status_code == 304
    cover_picture(picture, people.mira, [Box(10, 10, 30, 30)], "face", "Egy arc látszott.")
    db.session.commit()
    after = client.get(path, headers=kept)
    assert after.status_code == 200, "not the face the browser has kept"
    assert after.data != before.data


def test_of_a_picture_other_things_are_covered_than_of_a_text(picture, people, client):
    client.set_cookie("language", "en")
    path = f"/moderation/idea_picture/{picture.id}/redacting"
    page = client.sign_in(people.mira).get(path).text.split("<main")[1]
    for words in ("face", "number plate", "house number", "Draw a frame", "By numbers"):
        assert words in page
    assert "telephone" not in page
    assert "[name]" not in page
    assert "(optional)" not in page
    words = client.get(f"{path}?part=alternative").text.split("<main")[1]
    assert "[name]" in words
    assert "telephone number" in words
    with pytest.raises(ValueError, match="unknown kind"):
        cover_picture(picture, people.mira, [Box(1, 1, 9, 9)], "phone", "Nem ilyen.")


def test_what_a_picture_needs_is_not_called_optional(picture, people, client):
    client.set_cookie("language", "en")
    page = client.sign_in(people.ana).get(f"/ideas/{picture.idea_id}/pictures").text
    assert 'name="picture"' in page
    assert "(optional)" not in page.split("<main")[1]
