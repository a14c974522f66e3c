"""Who is told of a program, and of what; in both languages, once."""

from datetime import timedelta

import pytest
from flask_babel import force_locale

from forum.core import clock, news
from forum.core.clock import now
from forum.core.db import db
from forum.programs import life, telling
from forum.programs.drafting import draft
from forum.programs.scheduling import add_session, skip


class Ear:
    """Hears what would be told."""

    def __init__(self):
        self.heard = []

    def tell(self, told, person_ids):
        """Nobody is told by number here."""

    def tell_followers(self, told, but=()):
        """Note it."""
        self.heard.append(told)


@pytest.fixture
def ear():
    before = list(news._tellers)
    listening = Ear()
    news.provide(listening)
    yield listening.heard
    news._tellers[:] = before


@pytest.fixture
def program(make, people):
    season, community = make.season(), make.community()
    words = {
        "title_hu": "Séták",
        "title_en": "Walks",
        "season_id": season.id,
        "category_id": make.category().id,
        "community_id": community.id,
        "neighbourhoods": [make.neighbourhood("Avas"), make.neighbourhood("Pereces")],
    }
    made = draft(people.mira, "k", words)
    for number, days in enumerate((3, 9)):
        start = now() + timedelta(days=days)
        add_session(
            made,
            people.mira,
            f"s{number}",
            {"starts_at": start, "ends_at": start + timedelta(hours=2)},
        )
    db.session.commit()
    return made


def words_of(told, language):
    with force_locale(language):
        words = news.WORDS[told.kind]
        return "\n".join([words.title(told.details), *words.paragraphs(told.details)])


def test_an_announcement_reaches_every_topic_with_one_key(app, ear, program, people):
    assert ear == []
    life.announce(program, people.mira)
    told = [each for each in ear if each.kind == telling.ANNOUNCED]
    assert [each.topic[0] for each in told] == [
        "program",
        "category",
        "neighbourhood",
        "neighbourhood",
        "community",
    ]
    assert {(each.key, each.path) for each in told} == {
        (f"program {program.id}", f"/programs/{program.id}")
    }
    with app.test_request_context():
        assert "New program: Walks" in words_of(told[0], "en")
        assert "2 sessions in all." in words_of(told[0], "en")
        assert "Új program: Séták" in words_of(told[0], "hu")


def test_sessions_added_and_called_off_are_told_to_followers(app, ear, program, people):
    life.announce(program, people.mira)
    ear.clear()
    start = now() + timedelta(days=20)
    times = {"starts_at": start, "ends_at": start + timedelta(hours=2)}
    session = add_session(program, people.mira, "s9", times)
    skip(session, people.mira, "Vihar")
    assert [each.kind for each in ear] == [telling.SESSIONS, telling.SESSION_OFF]
    assert {each.topic for each in ear} == {("program", program.id)}
    with app.test_request_context():
        assert "Vihar" in words_of(ear[1], "hu")


def test_calling_off_a_program_is_told_once_and_not_for_each_session(ear, program, people):
    life.announce(program, people.mira)
    ear.clear()
    life.cancel(program, people.mira, "Beázott")
    assert [each.kind for each in ear] == [telling.CANCELLED]


def test_how_it_was_is_told(app, ear, program, people):
    life.announce(program, people.mira)
    with clock.at(now() + timedelta(days=12)):
        life.complete(program, people.mira, {"outcome_hu": "Jó volt.", "outcome_en": "Good."})
    told = ear[-1]
    assert told.kind == telling.DONE
    with app.test_request_context():
        assert "Good." in words_of(told, "en")
        assert "Jó volt." in words_of(told, "hu")


def test_a_draft_or_a_program_called_off_is_not_told_any_more(program, people):
    still = news.WORDS[telling.ANNOUNCED].still
    assert not still(("program", program.id))
    life.announce(program, people.mira)
    assert still(("program", program.id))
    life.cancel(program, people.mira, "Beázott")
    assert not still(("program", program.id))
    assert news.WORDS[telling.CANCELLED].still(("program", program.id))
