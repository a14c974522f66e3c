"""Minutes from the draft through comments to an approval that nothing changes any more."""

from datetime import timedelta

import pytest
from flask_babel import force_locale
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from forum.audit import AuditEntry
from forum.core.clock import at
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.core.jobs import enqueue
from forum.core.mail import OutboxMessage
from forum.events.attending.door import tally
from forum.meetings.hall.captures import Capture
from forum.meetings.hall.concluding import decide
from forum.meetings.models import Meeting
from forum.meetings.writing import (
    minuting,
)
from forum.meetings.writing.commenting import absorb_comments, comment
from forum.meetings.writing.dossier import compile_minutes, digest
from forum.meetings.writing.editing import Typed, parts_of, save
from forum.meetings.writing.minutes import MinutesComment, MinutesVersion
from forum.meetings.writing.reading_minutes import read
from forum.opinions.models import Opinion
from tests.meetings.held import approve_minutes, hold_forum, later, open_minutes, seen


@pytest.fixture
def held(make, people):
    return hold_forum(make, people)


def content_of(meeting):
    return compile_minutes(minuting.grown(meeting), meeting)


def test_the_draft_grows_from_the_agenda(held):
    data = content_of(held.meeting)
    first = data["items"][0]
    assert first["notes"].startswith("A tér üres.")
    assert [each["text"] for each in first["opinions"]] == ["Több padot a térre!"]
    assert first["polls"][0]["options"] == [
        {"text": "Igen", "hands": 7, "phones": 0},
        {"text": "Nem", "hands": 8, "phones": 0},
    ]
    assert first["decisions"][0] == {
        "text": "Hat pad kerül a térre.",
        "for": 20,
        "against": 3,
        "abstained": 1,
    }
    assert first["tasks"][0]["who"] == "a főkertész"
    assert first["parked"] == [{"text": "A buszmegálló ügye", "outcome": ""}]
    assert data["items"][1]["opinions"] == []
    assert data["attendance"]["total"] == 12
    assert data["facilitator"] == "Mira"


def test_small_groups_of_people_are_not_told(make, people, held):
    young, old = make.age_band("14-17", youngest=14), make.age_band("65+", youngest=65)
    for number, (band, count) in enumerate(((young, 3), (old, 9))):
        with at(held.meeting.sitting.started_at):
            tally(held.meeting.event, count, f"more-{number}", people.mira, age_band_id=band.id)
    db.session.commit()
    ages = content_of(held.meeting)["attendance"]["ages"]
    told = {each["name"]["hu"]: each["people"] for each in ages}
    assert told.get("14-17") is None
    assert all(count is None or count % 5 == 0 for count in told.values())


def test_the_same_words_have_one_fingerprint_in_both_languages(app, held):
    with force_locale("hu"):
        hungarian = seen(held.meeting)
    with force_locale("en"):
        assert seen(held.meeting) == hungarian


def test_a_hidden_opinion_stands_there_without_its_words(make, people):
    held = hold_forum(make, people, said=("Csúnya szó", "Szép szó"))
    opinion = db.session.get(Opinion, held.captured[0].opinion_id)
    opinion.hide(by=people.mira, reason="abuse", because="Sértő.")
    db.session.commit()
    said = content_of(held.meeting)["items"][0]["opinions"]
    assert [each["text"] for each in said] == ["", "Szép szó"]
    assert "Csúnya szó" not in str(read(content_of(held.meeting), "hu"))


def test_minutes_cannot_be_written_before_the_forum_has_ended(make, people):
    meeting = make.meeting("now")
    with pytest.raises(Refused):
        minuting.begin(meeting, people.mira)


def test_the_whole_way(held, people, make):
    meeting, mira = held.meeting, people.mira
    with pytest.raises(Refused):
        approve_minutes(meeting, mira)
    first = open_minutes(meeting, mira)
    assert (first.number, first.state) == (1, "open")
    assert first.digest == digest(first.data)
    with pytest.raises(Refused):
        approve_minutes(meeting, mira)
    ana = make.person("visitor")
    said = comment(meeting, ana, "Kimaradt a lámpa.", "key-comment", meeting.items[0].id, "Ana")
    db.session.commit()
    with later():
        with pytest.raises(Refused):
            comment(meeting, ana, "Elkéstem", "key-late")
        with pytest.raises(Refused):
            approve_minutes(meeting, mira)
        minuting.answer(said, mira, "Beleírtuk.")
        typed = {f"item-{meeting.items[0].id}": changed(meeting, people, "Lámpa is kell.")}
        assert save(meeting, mira, typed, set()) == []
        db.session.commit()
        second = approve_minutes(meeting, mira)
    assert (second.number, second.state, second.data["version"]["by"]) == (2, "approved", "Mira")
    assert "Lámpa is kell." in second.page_hu
    assert "Lámpa is kell." not in first.page_hu
    log = [entry.act for entry in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))]
    assert log[-4:] == ["minutes.begun", "minutes.opened", "minutes.answered", "minutes.approved"]
    with later(), pytest.raises(Refused):
        minuting.answer(said, mira, "Mégsem.")


def changed(meeting, people, words, key=None):
    """What a form sends whose field was filled with what is saved now."""
    parts = {p.key: p for p in parts_of(minuting.grown(meeting), meeting, people.mira)}
    return Typed(words, parts[key or f"item-{meeting.items[0].id}"].fingerprint)


def test_a_correction_is_a_new_version_with_a_reason(held, people):
    meeting, mira = held.meeting, people.mira
    open_minutes(meeting, mira)
    with later():
        second = approve_minutes(meeting, mira)
        frozen = second.digest, second.page_hu
        save(meeting, mira, {"foreword": changed(meeting, people, "Új szó.", "foreword")}, set())
        db.session.commit()
        with pytest.raises(Refused):
            approve_minutes(meeting, mira)
        db.session.rollback()
        third = approve_minutes(meeting, mira, "Elírtuk a dátumot.")
        assert (third.number, third.because) == (3, "Elírtuk a dátumot.")
    db.session.expire_all()
    assert (second.digest, second.page_hu) == frozen


def test_pressing_twice_makes_one_version(held, people):
    meeting, mira = held.meeting, people.mira
    assert open_minutes(meeting, mira) is open_minutes(meeting, mira)
    with later():
        assert approve_minutes(meeting, mira) is approve_minutes(meeting, mira)
    assert len(db.session.scalars(select(MinutesVersion)).all()) == 2


def test_what_was_not_looked_at_is_not_sent(held, people):
    looked = seen(held.meeting)
    held.meeting.items[0].notes = "Valami egészen más."
    db.session.commit()
    with pytest.raises(minuting.Overtaken):
        minuting.open_for_comment(held.meeting, people.mira, looked)


def test_the_database_refuses_to_touch_a_version(held, people):
    version = open_minutes(held.meeting, people.mira)
    minuting.withdraw(version, people.adam, "Jogi ok.")
    db.session.commit()
    for table in ("minutes_version", "minutes_withdrawal"):
        for verb in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):
            with pytest.raises(DatabaseError, match="frozen"):
                db.session.execute(text(verb))
            db.session.rollback()


def test_what_happens_later_changes_no_version(held, people):
    meeting = held.meeting
    open_minutes(meeting, people.mira)
    with later():
        version = approve_minutes(meeting, people.mira)
    kept = version.page_hu, version.pdf_hu, version.digest
    opinion = db.session.get(Opinion, held.captured[0].opinion_id)
    opinion.hide(by=people.mira, reason="abuse", because="Sértő.")
    meeting.items[0].title_hu = "Más cím"
    meeting.event.title_hu = "Más fórum"
    held.task.what = "Mást csinál"
    db.session.commit()
    db.session.expire_all()
    assert (version.page_hu, version.pdf_hu, version.digest) == kept
    assert "Több padot a térre!" in version.page_hu


def test_two_who_write_lose_nothing(held, people):
    meeting, key = held.meeting, f"item-{held.meeting.items[0].id}"
    mine = changed(meeting, people, "Mira szavai")
    theirs = changed(meeting, people, "Pál szavai")
    afterword = changed(meeting, people, "Köszönjük!", "afterword")
    assert save(meeting, people.mira, {key: mine}, set()) == []
    db.session.commit()
    assert save(meeting, people.paul, {key: theirs, "afterword": afterword}, set()) == [key]
    db.session.commit()
    assert meeting.items[0].notes == "Mira szavai"
    assert minuting.minutes_of(meeting).afterword == "Köszönjük!"


def test_a_field_nobody_touched_saves_nothing_over(held, people):
    key = f"item-{held.meeting.items[0].id}"
    untouched = changed(held.meeting, people, held.meeting.items[0].notes)
    held.meeting.items[0].notes = "A pultnál írták közben."
    db.session.commit()
    assert save(held.meeting, people.mira, {key: untouched}, set()) == []
    assert held.meeting.items[0].notes == "A pultnál írták közben."


def test_parked_points_are_settled_and_mistakes_removed(held, people):
    meeting = held.meeting
    parked, decided = f"parked-{held.point.id}", "decision-1"
    parts = {p.key for p in parts_of(minuting.grown(meeting), meeting, people.mira)}
    decided = next(key for key in parts if key.startswith("decision-"))
    typed = {
        parked: changed(meeting, people, "A buszos céghez került.", parked),
        decided: changed(meeting, people, "", decided),
    }
    invited = {meeting.invitations[0].id}
    assert save(meeting, people.mira, typed, invited) == []
    db.session.commit()
    data = content_of(meeting)
    assert data["items"][0]["parked"][0]["outcome"] == "A buszos céghez került."
    assert data["items"][0]["decisions"] == []
    assert data["invited"][0]["came"] is True


def test_comments_wait_where_opinions_do(make, people):
    held = hold_forum(make, people, conversation=make.conversation("speak", moderation="before"))
    open_minutes(held.meeting, people.mira)
    row = comment(held.meeting, make.person("visitor"), "Várok", "key-1")
    db.session.commit()
    assert (row.visible, row.waiting) == (False, True)
    assert minuting.unanswered(held.meeting) == 1
    row.hide(by=people.mira, reason="abuse", because="Sértő.")
    db.session.commit()
    assert minuting.unanswered(held.meeting) == 0


def test_the_same_key_is_one_comment(held, people, make):
    open_minutes(held.meeting, people.mira)
    ana = make.person("visitor")
    assert comment(held.meeting, ana, "Egy", "same") is comment(held.meeting, ana, "Egy", "same")
    absorb_comments(ana.id, people.ana)
    db.session.commit()
    assert db.session.scalars(select(MinutesComment)).one().author_id == people.ana.id


def letters():
    return db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()


def test_everybody_is_written_to_once(held, people, run_jobs):
    before = {letter.id for letter in letters()}
    version = open_minutes(held.meeting, people.mira)
    run_jobs()
    new = [letter for letter in letters() if letter.id not in before]
    assert {each.recipient for each in new} == {
        "pal@example.org",
        people.mira.email,
        people.paul.email,
    }
    told = next(each for each in new if each.recipient == "pal@example.org")
    assert told.subject == "Véleményezhető a jegyzőkönyv: Nyitófórum"
    assert f"/forums/{held.meeting.id}/minutes" in told.body
    assert "Kis Pál" not in told.body
    enqueue("tell_minutes", people.mira, version_id=version.id)
    db.session.commit()
    run_jobs()
    assert len(letters()) == len(before) + 3


def test_the_last_day_is_a_whole_day(held, people):
    with at(now().replace(hour=8)):
        open_minutes(held.meeting, people.mira)
    minutes = minuting.minutes_of(held.meeting)
    last = minutes.opened_at + timedelta(days=held.meeting.comment_days)
    with at(last.replace(hour=20)):
        assert minutes.takes_comments
    with at(last + timedelta(days=1)):
        assert not minutes.takes_comments


def test_compiling_takes_as_many_queries_for_many_opinions(make, people, count_queries):
    held = hold_forum(make, people, said=("Egy",))

    def count():
        db.session.commit()
        db.session.expire_all()
        with count_queries() as log:
            content_of(db.session.get(Meeting, held.meeting.id))
        return len(log)

    few = count()
    for number in range(20):
        opinion, item = make.opinion(f"Szó {number}", held.talk), held.meeting.items[0]
        db.session.add(Capture(meeting_id=held.meeting.id, item_id=item.id, opinion_id=opinion.id))
        decide(held.meeting, f"Döntés {number}", f"decision-{number}", people.mira)
    assert count() == few


def test_votes_names_and_days_can_be_corrected(held, people):
    meeting = held.meeting
    parts = {
        p.key.partition("-")[0]: p for p in parts_of(minuting.grown(meeting), meeting, people.mira)
    }
    new = {"votes": "21, 2, 0", "who": "a városgazda", "due": "2027. 1. 15."}
    typed = {parts[name].key: Typed(text, parts[name].fingerprint) for name, text in new.items()}
    assert all(parts[name].check(text) is None for name, text in new.items())
    assert save(meeting, people.mira, typed, set()) == []
    db.session.commit()
    item = content_of(meeting)["items"][0]
    assert [item["decisions"][0][name] for name in ("for", "against", "abstained")] == [21, 2, 0]
    assert (item["tasks"][0]["who"], item["tasks"][0]["due"]) == ("a városgazda", "2027-01-15")


@pytest.mark.parametrize(
    ("name", "text"),
    [("votes", "sok"), ("votes", "1, 2"), ("due", "holnap"), ("due", "2026-13-40"), ("who", "")],
)
def test_what_cannot_be_read_is_said(held, people, name, text):
    parts = parts_of(minuting.grown(held.meeting), held.meeting, people.mira)
    assert next(p for p in parts if p.key.startswith(name)).check(text)


def test_a_command_checks_every_version(app, held, people):
    open_minutes(held.meeting, people.mira)
    run = app.test_cli_runner().invoke(args=["minutes", "verify"])
    assert (run.exit_code, run.output) == (0, "1 versions of minutes are as they were made\n")
    values = {"meeting_id": held.meeting.id, "number": 2, "state": "approved", "digest": "0" * 64}
    made = {"page_hu": "", "page_en": "", "pdf_hu": b"", "pdf_en": b"", "content_digest": ""}
    db.session.add(MinutesVersion(data={"forged": True}, **values, **made))
    db.session.commit()
    run = app.test_cli_runner().invoke(args=["minutes", "verify"])
    assert run.exit_code == 1
    assert "version 2: its data does not fit its checksum" in run.output
    assert "version 2: the checksum is not in the log" in run.output
