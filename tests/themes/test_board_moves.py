"""What analyses moved is told with its reason and undone with a click; people's acts survive."""

import pytest
from sqlalchemy import select

from forum.core.db import db
from forum.themes import queries
from forum.themes.board import operations
from forum.themes.models import Analysis, Membership, Move, Proposal, Theme, Verdict
from forum.themes.runs import running as runs

TEXTS = (
    "Több padot kérünk a térre!",
    "A buszmegállóba pad kellene.",
    "Kevés a pad a parkban.",
    "Legyen kutyafuttató az Avason!",
    "A kutyafuttató kerítése rossz.",
    "Kutyafuttatót szeretnénk.",
    "Nem ég a lámpa az utcában.",
    "Lámpát kérünk a sötét sarokra.",
)


@pytest.fixture
def themes(make):
    seeds = {"padok": ["pad"], "kutyák": ["kutyafuttató"], "világítás": ["lámpa", "sötét"]}
    return {name: make.theme(name, seeds=words) for name, words in seeds.items()}


@pytest.fixture
def talk(make, themes):
    talk = make.conversation()
    for text in TEXTS:
        make.opinion(text, talk)
    analyse(talk)
    return talk


@pytest.fixture
def desk(client, people):
    client.set_cookie("language", "en")
    return client.sign_in(people.paul)


def analyse(talk):
    analysis = runs.begin(talk, by=None, queued=False)
    db.session.commit()
    runs.run(analysis.id, lambda done, total: None)
    return db.session.get(Analysis, analysis.id)


def themes_of(opinion):
    rows = select(Membership).where(Membership.opinion_id == opinion.id)
    return {member.theme.name_hu for member in db.session.scalars(rows)}


def moves():
    return db.session.scalars(select(Move).order_by(Move.id)).all()


@pytest.fixture
def moved(talk, people, themes):
    """The benches are told by lamps now and the other way round, so opinions move."""
    themes["padok"].edit(people.paul, {"name_hu": "fény", "seeds": ["lámpa"]})
    themes["világítás"].edit(people.paul, {"name_hu": "ülőhely", "seeds": ["pad"]})
    db.session.commit()
    analyse(talk)
    return moves()


class TestMoves:
    def test_without_news_nothing_moves(self, talk):
        analyse(talk)
        assert moves() == []

    def test_changed_words_move_what_they_tell(self, talk, moved, themes):
        assert len(moved) >= 4
        told = next(move for move in moved if "padot" in move.opinion.text)
        assert (told.left, told.joined) == ([themes["padok"].id], [themes["világítás"].id])
        assert told.words
        assert 0 <= told.gain <= 1

    def test_the_page_tells_from_where_to_where_and_why(self, desk, talk, moved, people):
        page = desk.get(f"/conversations/{talk.id}/board/moves").text
        for move in moved:
            assert move.opinion.reference in page
        assert "because of:" in page
        assert f"{len(moved)} opinions were moved by this sorting" in (
            desk.get(f"/conversations/{talk.id}/board").text
        )

    def test_putting_back_is_a_person_s_word_and_can_be_undone(self, desk, talk, moved):
        move = moved[0]
        before = themes_of(move.opinion)
        path = f"/conversations/{talk.id}/board/moves/{move.id}/undoing"
        assert desk.send(path).status_code == 303
        back = {db.session.get(Theme, theme).name_hu for theme in move.left}
        assert themes_of(move.opinion) == back != before
        analyse(talk)
        assert themes_of(move.opinion) == back
        page = desk.get(f"/conversations/{talk.id}/board/moves").text
        assert "decided by people since" in page
        step = queries.last_steps(talk)[0]
        desk.send(f"/conversations/{talk.id}/board/steps/{step.id}/undoing")
        assert db.session.scalars(select(Verdict)).all() == []

    def test_what_was_unsorted_goes_back_there(self, desk, make, talk, themes):
        analysis = analyse(talk)
        opinion = queries.opinions([db.session.scalars(select(Membership)).first().opinion_id])[0]
        there = db.session.scalars(select(Membership.theme_id).filter_by(opinion_id=opinion.id))
        move = make.save(
            Move(analysis_id=analysis.id, opinion_id=opinion.id, left=[], joined=list(there))
        )
        desk.send(f"/conversations/{talk.id}/board/moves/{move.id}/undoing")
        assert themes_of(opinion) == set()

    def test_only_planners_and_only_on_this_board(self, app, make, people, talk, moved):
        path = f"/board/moves/{moved[0].id}/undoing"
        browser = app.test_client().sign_in(people.mira)
        assert browser.send(f"/conversations/{talk.id}{path}").status_code == 403
        desk = app.test_client().sign_in(people.paul)
        other = make.conversation()
        assert desk.send(f"/conversations/{other.id}{path}").status_code == 404
        moved[0].opinion.hide(people.mira, "other", "x")
        db.session.commit()
        assert desk.send(f"/conversations/{talk.id}{path}").status_code == 404
        assert moved[0].opinion.text not in desk.get(f"/conversations/{talk.id}/board/moves").text

    def test_the_number_of_queries_does_not_grow(self, desk, make, talk, themes, count_queries):
        def spent():
            with count_queries() as log:
                assert desk.get(f"/conversations/{talk.id}/board/moves").status_code == 200
            return len(log)

        def fill(count):
            analysis = analyse(talk)
            for number in range(count):
                opinion = make.opinion(f"Elkerült innen, {number}", talk)
                ids = [theme.id for theme in themes.values()]
                values = {"left": ids[:1], "joined": ids[1:], "words": ["innen"]}
                make.save(Move(analysis_id=analysis.id, opinion_id=opinion.id, **values))

        fill(2)
        few = spent()
        fill(6)
        assert spent() == few


def test_whatever_people_did_survives_a_refresh(talk, make, people, themes):
    """Names, moves, merges, splits, rejections: all of them, after new data and new words."""
    opinions = {o.text: o for o in queries.opinions([m.opinion_id for m in _members(talk)])}
    padot, pad, dog = opinions[TEXTS[0]], opinions[TEXTS[1]], opinions[TEXTS[3]]
    names = {"name_hu": "ülőhelyek", "name_en": "seats"}
    operations.rename(talk, themes["padok"], people.paul, names)
    operations.judge(talk, dog, people.paul, {themes["kutyák"].id: False})
    new = operations.split(talk, themes["padok"], [pad], people.paul, {"name_hu": "megállók"})
    operations.merge(talk, themes["világítás"], themes["kutyák"], people.paul)
    proposal = make.save(Proposal(conversation_id=talk.id, key="k1", label="x", words=["avas"]))
    operations.reject(talk, proposal, people.paul)
    operations.judge(talk, padot, people.paul, {new.id: True})
    db.session.commit()
    for number in range(12):
        make.opinion(f"A {number}. házhoz pad vagy lámpa kell.", talk)
    for _run in range(2):
        analyse(talk)
        assert themes["padok"].name_hu == "ülőhelyek"
        assert "kutyák" not in themes_of(dog)
        assert themes_of(pad) == {"megállók"} == themes_of(padot)
        assert themes["világítás"].merged_into_id == themes["kutyák"].id
        assert db.session.get(Proposal, proposal.id).state == "rejected"
        assert not {"világítás"} & {n for o in opinions.values() for n in themes_of(o)}
        themes["padok"].edit(people.paul, {"seeds": ["pad", "szék"]})
        db.session.commit()


def _members(talk):
    rows = select(Membership).where(Membership.conversation_id == talk.id)
    return db.session.scalars(rows).all()
