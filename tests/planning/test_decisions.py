"""Decisions: recorded with reasons, replaced but never erased, one in force per theme."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from forum.audit.models import AuditEntry
from forum.core.db import db
from forum.core.errors import Refused
from forum.opinions.following import chain
from forum.planning.models import Decision, Overtaken, decide, in_force
from forum.planning.presenters import theme_json
from forum.themes.board import operations
from forum.themes.statistics import theme_figures

WORDS = {
    "heard_hu": "Kevés a pad.",
    "will_hu": "Húsz padot teszünk ki.",
    "why_hu": "Olcsó és gyors.",
}


@pytest.fixture
def talk(make):
    return make.conversation()


@pytest.fixture
def benches(make, talk):
    theme = make.theme("padok", name_en="benches")
    make.membership(make.opinion("Több padot!", talk), theme)
    return theme


@pytest.fixture
def decided(talk, benches, people):
    decision = decide(talk, benches, people.paul, "adopt", WORDS)
    db.session.commit()
    return decision


def test_a_decision_is_in_force_and_public(talk, benches, decided):
    assert in_force(talk, benches) is decided
    assert (decided.will, decided.choice_name) == ("Húsz padot teszünk ki.", "Megvalósítjuk")
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "theme.decided")).one()
    assert (entry.public, entry.reference) == (True, "padok")
    assert "Megvalósítjuk" in entry.sentence


def test_a_newer_one_replaces_it_and_keeps_it(talk, benches, decided, people):
    newer = decide(
        talk, benches, people.adam, "later", {**WORDS, "will_hu": "Jövőre."}, instead_of=decided.id
    )
    db.session.commit()
    assert in_force(talk, benches) is newer
    assert decided.replaced_at is not None
    entries = select(AuditEntry.act).where(AuditEntry.act.like("theme.%"))
    acts = db.session.scalars(entries.order_by(AuditEntry.id))
    assert list(acts) == ["theme.decided", "theme.reconsidered"]


def test_what_nobody_has_seen_is_not_replaced(talk, benches, decided, people):
    with pytest.raises(Overtaken):
        decide(talk, benches, people.adam, "later", {**WORDS, "will_hu": "Jövőre."})
    assert in_force(talk, benches) is decided


def test_the_very_same_again_changes_nothing(talk, benches, decided, people):
    assert decide(talk, benches, people.paul, "adopt", WORDS) is decided
    assert len(db.session.scalars(select(Decision)).all()) == 1


def test_the_database_holds_to_one_in_force(talk, benches, decided, people):
    other = Decision(conversation=talk, theme=benches, by=people.adam, choice="later", **WORDS)
    db.session.add(other)
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_pages_kept_for_visitors_are_made_anew(talk, benches, people):
    before = talk.tick
    decide(talk, benches, people.paul, "adopt", WORDS)
    db.session.commit()
    assert talk.tick > before


def test_a_decided_theme_is_not_merged_away(make, talk, benches, decided, people):
    shade = make.theme("árnyék")
    with pytest.raises(Refused, match="padok"):
        operations.merge(talk, benches, shade, people.paul)
    db.session.rollback()
    operations.merge(talk, shade, benches, people.paul)
    assert shade.merged_into_id == benches.id


class TestWhatBecameOfAWord:
    def test_the_author_sees_the_theme_and_who_sorted_it(self, make, app, talk, benches, people):
        opinion = make.opinion("Padot!", talk)
        make.membership(opinion, benches)
        with app.test_request_context():
            (theme, _ahead) = [s for s in chain(opinion) if s.kind in {"theme", "decision"}]
            assert (theme.title, theme.public) == ("padok", False)
            assert "program" in theme.text
            operations.judge(talk, opinion, people.paul, {benches.id: True})
            db.session.commit()
            (theme,) = [step for step in chain(opinion) if step.kind == "theme"]
            assert "program" not in theme.text

    def test_everybody_sees_the_decision(self, make, app, talk, benches, people):
        opinion = make.opinion("Padot!", talk)
        make.membership(opinion, benches)
        with app.test_request_context():
            assert "padok" not in str(chain(opinion, everybody=True))
            decide(talk, benches, people.paul, "decline", WORDS)
            db.session.commit()
            told = [s for s in chain(opinion, everybody=True) if s.kind == "decision"]
            assert [step.title for step in told] == ["padok: Nem valósítjuk meg"]
            assert told[0].url == f"/conversations/{talk.id}/themes/{benches.id}"


def test_a_theme_as_json(talk, benches, decided):
    (figures,) = theme_figures(talk)
    told = theme_json(figures, decided)
    assert told["name"] == {"hu": "padok", "en": "benches"}
    assert (told["opinions"], told["people"], told["by_neighbourhood"]) == (1, 1, [])
    assert told["decision"]["choice"] == "adopt"
    assert told["decision"]["why"] == {"hu": "Olcsó és gyors.", "en": ""}
    assert theme_json(figures, None)["decision"] is None
