"""What a conversation is and can do."""

from datetime import date, timedelta
from threading import Thread

import pytest
from flask_babel import force_locale
from sqlalchemy import func, select

from forum.audit import AuditEntry
from forum.conversations.models import Closing, Conversation, Opening
from forum.core import clock
from forum.core.days import begin_of, end_of
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.core.search import find

WORDS = {"question_hu": "Mi legyen a parkban?", "introduction_hu": "Az Avason."}


def acts():
    """Names of the acts in the log, the oldest first."""
    return list(db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)))


def drafted(people, **values):
    talk = Conversation()
    talk.draft(people.mira, {**WORDS, **values}, {"speak": (date(2026, 6, 1), date(2026, 6, 14))})
    db.session.commit()
    return talk


def test_a_draft_is_written_down_and_logged_but_not_publicly(app, people):
    talk = drafted(people)
    assert (talk.state, talk.created_by_id, talk.phase("weigh")) == ("draft", people.mira.id, None)
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.act, entry.public) == ("conversation.created", False)


def test_the_states_follow_each_other(app, people):
    talk = drafted(people)
    talk.edit(people.mira, {}, {"weigh": (date(2026, 6, 20), date(2026, 6, 30))})
    talk.open(by=people.mira)
    db.session.commit()
    states = {}
    for day in ("05-31", "06-01", "06-14", "06-15", "06-20", "06-30", "07-01"):
        with clock.at(begin_of(date.fromisoformat(f"2026-{day}")) + timedelta(hours=12)):
            states[day] = talk.state
    assert states == {
        "05-31": "announced",
        "06-01": "speak",
        "06-14": "speak",
        "06-15": "announced",
        "06-20": "weigh",
        "06-30": "weigh",
        "07-01": "read",
    }


def test_the_last_minute_of_the_last_day_still_counts(app, people):
    talk = drafted(people)
    talk.open(by=people.mira)
    end = end_of(date(2026, 6, 14))
    with clock.at(end - timedelta(seconds=1)):
        assert talk.in_phase("speak")
    with clock.at(end):
        assert not talk.in_phase("speak")


def test_opening_makes_it_findable_and_public(app, make, people):
    talk = drafted(people)
    with app.test_request_context():
        assert find("parkban").total == 0
        talk.open(by=people.mira)
        db.session.commit()
        assert find("parkban").total == 1
    assert acts() == ["conversation.created", "conversation.opened"]


def test_a_conversation_without_days_of_speaking_is_not_opened(app, people):
    talk = Conversation()
    talk.draft(people.mira, WORDS, {})
    with pytest.raises(Refused):
        talk.open(by=people.mira)


def test_opening_twice_and_closing_twice_are_refused(make, people):
    talk = make.conversation("speak")
    with pytest.raises(Refused):
        talk.open(by=people.mira)
    talk.close(by=people.mira, because="Viharkár.")
    with pytest.raises(Refused):
        talk.close(by=people.paul, because="Viharkár.")


def test_a_closing_can_be_undone_and_done_again(make, people):
    talk = make.conversation("both")
    talk.close(by=people.mira, because="Viharkár.")
    assert (talk.state, talk.in_phase("speak"), talk.in_phase("weigh")) == ("read", False, False)
    talk.reopen(by=people.paul, because="Rendbe jött.")
    assert talk.state == "speak"
    talk.close(by=people.mira, because="Újabb vihar.")
    db.session.commit()
    assert [closing.because for closing in talk.closings] == ["Viharkár.", "Újabb vihar."]
    with pytest.raises(Refused):
        make.conversation("speak").reopen(by=people.mira, because="Nincs mit.")


def test_the_question_stays_once_somebody_has_answered_it(make, people):
    talk = make.conversation("speak", question_en="")
    talk.edit(people.mira, {"question_hu": "Mi legyen a téren?"})
    make.opinion("Padot!", talk)
    with pytest.raises(Refused):
        talk.edit(people.mira, {"question_hu": "Mi ne legyen a téren?"})
    db.session.rollback()
    added = {"introduction_hu": "Új bevezető.", "question_en": "What for the square?"}
    talk.edit(people.mira, added)
    db.session.commit()
    assert talk.question_hu == "Mi legyen a téren?"
    assert (talk.introduction_hu, talk.question_en) == ("Új bevezető.", "What for the square?")
    with pytest.raises(Refused):
        talk.edit(people.mira, {"question_en": "Something else?"})


def test_a_hidden_or_waiting_answer_holds_the_question_too(make, people):
    talk = make.conversation("speak", moderation="before")
    make.opinion("Várok.", talk)
    with pytest.raises(Refused):
        talk.edit(people.mira, {"question_hu": "Más?"})


def test_the_question_of_a_draft_can_always_change(make, people):
    talk = make.conversation("draft")
    make.opinion("Papíron jött.", talk, entered_by=people.mira)
    talk.edit(people.mira, {"question_hu": "Mi legyen a téren?"})
    assert talk.question_hu == "Mi legyen a téren?"


def test_a_change_is_logged_and_found_and_nothing_is_logged_for_no_change(app, make, people):
    talk = make.conversation("speak")
    db.session.commit()
    before, tick = len(acts()), talk.tick
    talk.edit(people.mira, {"question_hu": talk.question_hu, "neighbourhoods": []})
    assert len(acts()) == before
    talk.edit(people.mira, {"introduction_hu": "Cseresznyefák alatt."})
    db.session.commit()
    assert acts()[-1] == "conversation.changed"
    assert talk.tick == tick + 1
    with app.test_request_context():
        assert find("cseresznyefa").total == 1


def test_days_can_be_planned_until_the_phase_begins(make, people):
    talk = make.conversation("speak")
    today = now().date()
    coming = (today + timedelta(days=20), today + timedelta(days=30))
    talk.edit(people.mira, {}, {"weigh": coming})
    assert (talk.phase("weigh").first_day, talk.phase("weigh").last_day) == coming
    talk.edit(people.mira, {}, {"weigh": None})
    db.session.commit()
    assert talk.phase("weigh") is None
    with pytest.raises(Refused):
        talk.edit(people.mira, {}, {"speak": coming})


def test_an_open_conversation_keeps_its_days_of_speaking(make, people):
    talk = make.conversation("announced")
    with pytest.raises(Refused):
        talk.edit(people.mira, {}, {"speak": None})


def test_a_phase_is_prolonged_to_the_end_of_a_day(make, people):
    talk = make.conversation("speak")
    day = now().date() + timedelta(days=40)
    talk.prolong("speak", end_of(day), by=people.mira)
    db.session.commit()
    assert talk.phase("speak").last_day == day
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry.details == {"phase": "speak", "last_day": day.isoformat()}


def test_a_phase_cannot_end_before_it_begins_or_in_the_past(make, people):
    talk = make.conversation("weigh")
    begin = talk.phase("weigh").starts_at
    for until in (begin, begin - timedelta(days=1), now() - timedelta(hours=1)):
        with pytest.raises(Refused):
            talk.prolong("weigh", until, by=people.mira)
    with pytest.raises(Refused):
        talk.prolong("read", now() + timedelta(days=1), by=people.mira)
    with pytest.raises(Refused):
        make.conversation("draft").prolong("speak", now() + timedelta(days=3), by=people.mira)


def test_refusals_can_be_told_in_hungarian(app, make, people):
    talk = make.conversation("speak")
    with pytest.raises(Refused) as refused:
        talk.open(by=people.mira)
    with app.test_request_context(), force_locale("hu"):
        assert str(refused.value.sentence) == "Ez a beszélgetés már meg van nyitva."


@pytest.mark.parametrize("verb", ["open", "close"])
def test_two_facilitators_at_once_do_it_once(app, make, people, verb):
    talk = make.conversation("draft" if verb == "open" else "speak")
    number, mira = talk.id, people.mira.id
    db.session.rollback()

    def act():
        with app.app_context():
            mine = db.session.get(Conversation, number)
            by = db.session.get(type(people.mira), mira)
            try:
                mine.open(by=by) if verb == "open" else mine.close(by=by, because="Vihar.")
                db.session.commit()
            except Refused:
                db.session.rollback()
            db.session.remove()

    db.session.remove()
    threads = [Thread(target=act) for _each in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    model = Opening if verb == "open" else Closing
    count = select(func.count()).where(model.conversation_id == number)
    assert db.session.scalar(count) == 1
    assert acts().count("conversation.opened" if verb == "open" else "conversation.closed") == 1
