"""The pages of minutes: who may see and do what, the whole way by forms, nothing lost."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from forum.core.clock import at
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.meetings.writing import (
    minuting,
)
from forum.meetings.writing.commenting import comment
from forum.meetings.writing.minutes import Minutes, MinutesComment, MinutesVersion
from forum.meetings.writing.tasks import finish
from tests.meetings.held import HOSTILE, approve_minutes, hold_forum, later, open_minutes


@pytest.fixture
def held(make, people):
    return hold_forum(make, people)


def path(held, rest=""):
    return f"/forums/{held.meeting.id}/minutes{rest}"


def form_of(page) -> dict[str, str]:
    """The fields of the editor as its page holds them."""
    text = page.text.replace("&#34;", '"').replace("&#39;", "'")
    fields = dict(re.findall(r'name="(parts-\d+-(?:key|was))"[^>]*value="([^"]*)"', text))
    inputs = dict(re.findall(r'name="(parts-\d+-text)" value="([^"]*)"', text))
    areas = re.findall(
        r'<textarea[^>]*name="(parts-\d+-text)"[^>]*>\r?\n?(.*?)</textarea>', text, re.S
    )
    return fields | inputs | dict(areas)


def field_of(form, key) -> str:
    """The name of the text field of a part."""
    name = next(name for name, value in form.items() if value == key and name.endswith("key"))
    return name.replace("-key", "-text")


def looked_at(page) -> str:
    return re.search(r'name="looked_at"[^>]*value="(\w{64})"', page.text).group(1)


def test_a_draft_is_not_there_for_others(client, held, people):
    """Pages for all are not there; desks of the office are closed, whether there is a draft or not."""
    for rest in ("", "/1", "/1.pdf", "/comment"):
        assert client.get(path(held, rest)).status_code == 404, rest
    for rest in ("/draft", "/preview"):
        assert client.get(path(held, rest)).location.startswith("/sign-in"), rest
    client.sign_in(people.ana)
    for rest in ("", "/comment"):
        assert client.get(path(held, rest)).status_code == 404, rest
    for rest in ("/draft", "/preview"):
        assert client.get(path(held, rest)).status_code == 403, rest
    assert client.send(path(held, "/opening")).status_code == 403
    assert client.send(path(held, "/approval")).status_code == 403


def test_minutes_of_a_draft_forum_are_not_there(client, make, people):
    meeting = make.meeting("draft")
    assert client.get(f"/forums/{meeting.id}/minutes").status_code == 404
    client.sign_in(people.mira)
    page = client.get(f"/forums/{meeting.id}/minutes/draft")
    assert page.status_code == 200
    assert "A fórum még nem ért véget" in page.text


def test_the_whole_way_by_forms(app, client, held, people, make):
    staff, visitor = app.test_client().sign_in(people.mira), client
    page = staff.get(path(held, "/draft"))
    form = form_of(page)
    words = field_of(form, f"item-{held.meeting.items[0].id}")
    assert "A tér üres." in form[words]
    form[words] = "Padok és lámpák."
    answer = staff.send(path(held, "/draft"), form | {"came": str(held.meeting.invitations[0].id)})
    assert answer.status_code == 303
    preview = staff.get(path(held, "/preview"))
    assert "Padok és lámpák." in preview.text
    assert "Nagy Éva (iskolaigazgató)" in preview.text
    answer = staff.send(path(held, "/opening"), {"looked_at": looked_at(preview)})
    assert answer.status_code == 303

    page = visitor.get(path(held))
    assert page.status_code == 200
    assert "Azt írtuk le, ami elhangzott?" in page.text
    assert "Padok és lámpák." in page.text
    assert "csrf_token" not in page.text
    said = {"text": "Kimaradt a buszmegálló.", "signature": "Kati", "submit_key": "k" * 22}
    said["about"] = str(held.meeting.items[0].id)
    for _time in range(2):
        assert visitor.send(path(held, "/comment"), said).status_code == 303
    row = db.session.scalars(select(MinutesComment)).one()
    page = visitor.get(path(held))
    assert "Kimaradt a buszmegálló." in page.text
    assert "Még nem kapott választ." in page.text

    with later():
        preview = staff.get(path(held, "/preview"))
        assert "1 észrevétel vár válaszra" in preview.text
        staff.send(f"/forums/comments/{row.id}/answer", {"answer": "Köszönjük, beleírtuk."})
        preview = staff.get(path(held, "/preview"))
        sent = {"looked_at": looked_at(preview)}
        assert staff.send(path(held, "/approval"), sent).status_code == 422
        assert staff.send(path(held, "/approval"), sent | {"looked": "y"}).status_code == 303
        page = visitor.get(path(held))
    assert "Ez a jegyzőkönyv jóvá van hagyva" in page.text
    assert "Köszönjük, beleírtuk." in page.text
    version = minuting.latest_version(held.meeting)
    assert version.digest in page.text
    pdf = visitor.get(path(held, "/2.pdf"))
    assert pdf.data == version.pdf_hu
    assert pdf.content_type == "application/pdf"
    assert visitor.get(path(held, "/2.pdf?language=en")).data == version.pdf_en
    old = visitor.get(path(held, "/1"))
    assert "Van már újabb változat" in old.text


def test_a_stale_form_comes_back_with_both_texts(app, held, people):
    mira, paul = (app.test_client().sign_in(each) for each in (people.mira, people.paul))
    mine, theirs = form_of(mira.get(path(held, "/draft"))), form_of(paul.get(path(held, "/draft")))
    words = field_of(mine, f"item-{held.meeting.items[0].id}")
    mine[words], theirs[words] = "Mira szavai", "Pál szavai"
    theirs[field_of(theirs, "afterword")] = "Pál zárszava"
    assert mira.send(path(held, "/draft"), mine).status_code == 303
    page = paul.send(path(held, "/draft"), theirs)
    assert page.status_code == 409
    assert "Pál szavai" in page.text
    assert "Mira szavai" in page.text
    db.session.expire_all()
    assert held.meeting.items[0].notes == "Mira szavai"
    assert minuting.minutes_of(held.meeting).afterword == "Pál zárszava"
    again = form_of(page)
    assert paul.send(path(held, "/draft"), again).status_code == 303
    db.session.expire_all()
    assert held.meeting.items[0].notes == "Pál szavai"


def test_a_form_with_a_fault_saves_nothing_over_unseen_when_it_is_mended(app, held, people):
    mira, paul = (app.test_client().sign_in(each) for each in (people.mira, people.paul))
    mine, theirs = form_of(mira.get(path(held, "/draft"))), form_of(paul.get(path(held, "/draft")))
    words = field_of(mine, f"item-{held.meeting.items[0].id}")
    mine[words], theirs[words] = "Mira szavai", "Pál szavai"
    theirs[field_of(theirs, f"due-{held.task.id}")] = "holnap"
    assert mira.send(path(held, "/draft"), mine).status_code == 303
    page = paul.send(path(held, "/draft"), theirs)
    assert page.status_code == 422
    again = form_of(page)
    again[field_of(again, f"due-{held.task.id}")] = "2026-12-24"
    page = paul.send(path(held, "/draft"), again)
    assert page.status_code == 409
    assert "Pál szavai" in page.text
    db.session.expire_all()
    assert held.meeting.items[0].notes == "Mira szavai"


def test_a_refusal_gives_back_what_was_typed(app, held, people):
    mira = app.test_client().sign_in(people.mira)
    finish(held.task, people.paul, "Megvannak.")
    db.session.commit()
    form = form_of(mira.get(path(held, "/draft")))
    form[field_of(form, "foreword")] = "Hosszú bevezető."
    form[field_of(form, f"task-{held.task.id}")] = ""
    page = mira.send(path(held, "/draft"), form)
    assert page.status_code == 409
    assert "Hosszú bevezető." in page.text
    assert "Az elvégzett feladatot nem lehet eltávolítani." in page.text


def test_an_answer_that_comes_after_the_approval_is_given_back(client, held, people, make):
    open_minutes(held.meeting, people.mira)
    row = comment(held.meeting, make.person("visitor"), "Kimaradt a busz.", "k" * 22)
    db.session.commit()
    client.sign_in(people.mira)
    minutes = minuting.minutes_of(held.meeting)
    approved = update(Minutes).where(Minutes.id == minutes.id).values(approved_at=now())
    assert minutes.approved_at is None
    db.session.execute(approved.execution_options(synchronize_session=False))  # by somebody else
    with pytest.raises(Refused):
        minuting.answer(row, people.mira, "Már nem lehet.")
    db.session.commit()
    page = client.send(f"/forums/comments/{row.id}/answer", {"answer": "Hosszú válasz."})
    assert page.status_code == 409
    assert "Hosszú válasz." in page.text


def test_too_long_a_text_is_given_back(app, held, people):
    mira = app.test_client().sign_in(people.mira)
    form = form_of(mira.get(path(held, "/draft")))
    form[field_of(form, "foreword")] = "hosszú " * 800
    page = mira.send(path(held, "/draft"), form)
    assert page.status_code == 422
    assert "hosszú hosszú" in page.text
    assert "4000" in page.text


def test_only_its_facilitator_or_a_planner_approves(app, held, people, make):
    open_minutes(held.meeting, people.mira)
    with later():
        for person, status in (
            (people.ana, 403),
            (make.person("facilitator", "Zoli"), 403),
            (people.paul, 303),
        ):
            browser = app.test_client().sign_in(person)
            preview = browser.get(path(held, "/preview"))
            seen = looked_at(preview) if preview.status_code == 200 else "x"
            answer = browser.send(path(held, "/approval"), {"looked_at": seen, "looked": "y"})
            assert answer.status_code == status, person.name
    assert minuting.latest_version(held.meeting).data["version"]["by"] == "Paul"


def test_comments_are_refused_kindly_after_the_last_day(client, held, people):
    open_minutes(held.meeting, people.mira)
    with later():
        page = client.send(
            path(held, "/comment"), {"text": "Elkéstem vele", "submit_key": "q" * 22}
        )
    assert page.status_code == 409
    assert "Elkéstem vele" in page.text
    assert "határideje lejárt" in page.text
    assert db.session.scalar(select(func.count(MinutesComment.id))) == 0


@pytest.mark.parametrize("text", ["", " ", "!?", "x" * 2001])
def test_bad_comments_come_back(client, held, people, text):
    open_minutes(held.meeting, people.mira)
    page = client.send(path(held, "/comment"), {"text": text, "submit_key": "q" * 22})
    assert page.status_code == 422


def test_the_trap_for_programs_loses_no_words(client, held, people):
    open_minutes(held.meeting, people.mira)
    sent = {"text": "Jó szó", "website": "spam", "submit_key": "q" * 22}
    page = client.send(path(held, "/comment"), sent)
    assert page.status_code == 422
    assert "Jó szó" in page.text


def test_too_many_comments_have_to_wait(client, held, people):
    open_minutes(held.meeting, people.mira)
    answers = [
        client.send(
            path(held, "/comment"), {"text": f"Szó {n}", "submit_key": f"{n:022}"}
        ).status_code
        for n in range(12)
    ]
    assert answers[0] == 303
    assert answers[-1] == 429


def test_an_unknown_item_is_refused(client, held, people, make):
    open_minutes(held.meeting, people.mira)
    other = make.meeting("past")
    sent = {"text": "Jó szó", "about": str(other.items[0].id), "submit_key": "q" * 22}
    assert client.send(path(held, "/comment"), sent).status_code == 422


def test_hostile_words_are_words(app, client, make, people):
    held = hold_forum(make, people, said=(HOSTILE,))
    item = held.meeting.items[0]
    item.notes, held.task.what, held.point.outcome = HOSTILE, HOSTILE, HOSTILE
    item.title_hu = HOSTILE
    db.session.commit()
    open_minutes(held.meeting, people.mira)
    sent = {"text": HOSTILE, "signature": HOSTILE[:60], "submit_key": "q" * 22}
    assert client.send(path(held, "/comment"), sent).status_code == 303
    staff = app.test_client().sign_in(people.mira)
    pages = [client.get(path(held)), client.get("/tasks"), staff.get(path(held, "/draft"))]
    pages += [staff.get(path(held, "/preview")), staff.get(f"/forums/{held.meeting.id}")]
    for page in pages:
        assert page.status_code == 200
        assert "<svg onload" not in page.text
        assert "<img src=x" not in page.text


def test_a_hidden_comment_is_gone_and_its_answer_too(app, client, held, people):
    open_minutes(held.meeting, people.mira)
    client.send(path(held, "/comment"), {"text": "Csúnya szó", "submit_key": "q" * 22})
    row = db.session.scalars(select(MinutesComment)).one()
    reader = app.test_client()
    flagged = reader.send(f"/moderation/minutes_comment/{row.id}/report", {"reason": "abuse"})
    assert flagged.status_code == 303
    staff = app.test_client().sign_in(people.mira)
    review = staff.get("/moderation?show=reported")
    assert "Csúnya szó" in review.text
    sent = {"reason": "abuse", "because": "Sértő.", "next": "/moderation"}
    answer = staff.send(f"/moderation/minutes_comment/{row.id}/hiding", sent)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/moderation")
    assert "Csúnya szó" not in client.get(path(held)).text
    assert client.get(f"/moderation/minutes_comment/{row.id}/report").status_code == 404
    assert "Csúnya szó" in staff.get("/moderation?show=hidden").text
    back = staff.send(
        f"/moderation/minutes_comment/{row.id}/restoring", {"because": "Tévedés volt."}
    )
    assert back.status_code == 303
    assert "Csúnya szó" in client.get(path(held)).text


def test_a_waiting_comment_appears_when_let_through(app, client, make, people):
    held = hold_forum(make, people, conversation=make.conversation("speak", moderation="before"))
    open_minutes(held.meeting, people.mira)
    client.send(path(held, "/comment"), {"text": "Várakozó szó", "submit_key": "q" * 22})
    assert "Várakozó szó" not in client.get(path(held)).text
    row = db.session.scalars(select(MinutesComment)).one()
    staff = app.test_client().sign_in(people.mira)
    assert "Várakozó szó" in staff.get("/moderation").text
    assert staff.send(f"/moderation/minutes_comment/{row.id}/approval").status_code == 303
    assert "Várakozó szó" in client.get(path(held)).text


def test_residents_answer_and_hide_nothing(client, held, people):
    open_minutes(held.meeting, people.mira)
    client.send(path(held, "/comment"), {"text": "Jó szó", "submit_key": "q" * 22})
    row = db.session.scalars(select(MinutesComment)).one()
    client.sign_in(people.ana)
    answer = client.send(f"/forums/comments/{row.id}/answer", {"answer": "x"})
    assert answer.status_code in {403, 404}


def test_a_withdrawn_version_is_not_shown_any_more(app, client, held, people):
    open_minutes(held.meeting, people.mira)
    with later():
        approve_minutes(held.meeting, people.mira)
    paul, adam = (app.test_client().sign_in(each) for each in (people.paul, people.adam))
    assert paul.send(path(held, "/2/withdrawal"), {"because": "Jogi ok"}).status_code == 403
    assert adam.send(path(held, "/2/withdrawal"), {"because": ""}).status_code == 422
    assert adam.send(path(held, "/2/withdrawal"), {"because": "Jogi ok"}).status_code == 303
    for rest in ("", "/2", "/2.pdf"):
        page = client.get(path(held, rest))
        assert page.status_code == 410, rest
        assert "Jogi ok" in page.text
        assert "Több padot a térre!" not in page.text
    assert "Több padot a térre!" in client.get(path(held, "/1")).text


def test_days_are_written_as_the_reader_writes_them(client, held, people):
    with at(now().replace(year=2026, month=12, day=1, hour=9)):
        open_minutes(held.meeting, people.mira)
        assert "2026. december 9." in client.get(path(held)).text
        client.set_cookie("language", "en")
        page = client.get(path(held))
    assert "December 9, 2026" in page.text
    assert 'lang="hu"' in page.text
    assert "Opening forum" in page.text


def test_the_page_takes_as_many_queries_for_many_comments(client, held, people, count_queries):
    version = open_minutes(held.meeting, people.mira)
    assert isinstance(version, MinutesVersion)

    def add(number):
        row = {"meeting_id": held.meeting.id, "text": "Szó", "author_id": people.ana.id}
        db.session.add(MinutesComment(submit_key=f"key {number}", **row))
        held.meeting.changed()
        db.session.commit()

    def count():
        with count_queries() as log:
            assert client.get(path(held) + f"?n={now().timestamp()}").status_code == 200
        return len(log)

    add(0)
    few = count()
    for number in range(1, 20):
        add(number)
    assert count() == few


def test_the_forum_leads_to_its_minutes_and_tasks(client, held, people):
    page = client.get(f"/forums/{held.meeting.id}")
    assert "Kiválasztja a padokat" in page.text
    assert path(held) not in page.text
    open_minutes(held.meeting, people.mira)
    assert path(held) in client.get(f"/forums/{held.meeting.id}").text


def test_a_kept_page_notices_the_end_of_the_last_day(client, held, people):
    open_minutes(held.meeting, people.mira)
    assert "Észrevételt írok" in client.get(path(held)).text
    with at(now() + timedelta(days=20)):
        client.set_cookie("language", "hu")
        page = client.get(path(held) + "?later")
    assert "Az észrevételek határideje lejárt" in page.text


def test_a_correction_by_form_needs_a_change_and_a_reason(app, client, held, people):
    open_minutes(held.meeting, people.mira)
    staff = app.test_client().sign_in(people.mira)
    with later():
        approve_minutes(held.meeting, people.mira)
        assert "nem változott semmi" in staff.get(path(held, "/preview")).text
        form = form_of(staff.get(path(held, "/draft")))
        form[field_of(form, "afterword")] = "Javított zárszó."
        staff.send(path(held, "/draft"), form)
        sent = {"looked_at": looked_at(staff.get(path(held, "/preview"))), "looked": "y"}
        assert staff.send(path(held, "/approval"), sent | {"because": " "}).status_code == 422
        sent["because"] = "Hiányzott a zárszó."
        assert staff.send(path(held, "/approval"), sent).status_code == 303
    page = client.get(path(held))
    assert "Javított zárszó." in page.text
    assert "Hiányzott a zárszó." in page.text
    assert "Javított zárszó." not in client.get(path(held, "/2")).text
