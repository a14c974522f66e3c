"""The board as planners meet it: pages, buttons, two planners at once, hostile words."""

import re

import pytest
from sqlalchemy import select

from forum.core.db import db
from forum.themes.models import Analysis, BoardStep, Membership, Proposal, Theme, Verdict

HOSTILE = '"><img src=x onerror=alert(1)><svg onload=alert(1)>'
TABS = ("board", "board/check", "board/unsorted", "board/copies", "board/steps")


@pytest.fixture
def talk(make):
    return make.conversation()


@pytest.fixture
def benches(make):
    return make.theme("padok", name_en="benches", seeds=["pad"])


@pytest.fixture
def shade(make):
    return make.theme("árnyék")


@pytest.fixture
def desk(client, people):
    """Paul's browser."""
    return client.sign_in(people.paul)


def test_the_board_is_for_planners(app, people, talk):
    for who, status in ((None, 302), ("ana", 403), ("mira", 403), ("paul", 200)):
        browser = app.test_client()
        if who:
            browser.sign_in(getattr(people, who))
        for tab in TABS:
            assert browser.get(f"/conversations/{talk.id}/{tab}").status_code == status, (who, tab)


def test_everything_on_the_board_leads_to_opinions(desk, make, talk, benches):
    opinions = [make.opinion(f"Padot ide is, a {n}. megállóba!", talk) for n in range(6)]
    for opinion in opinions:
        make.membership(opinion, benches, words=["Padot"])
    words = {str(benches.id): {"often": ["padot"]}}
    make.save(Analysis(conversation_id=talk.id, finished_at=talk.created_at, words=words))
    page = desk.get(f"/conversations/{talk.id}/board").text
    theme = f"/conversations/{talk.id}/board/themes/{benches.id}"
    assert f'href="{theme}#opinions"' in page
    assert f'href="{theme}?neighbourhood=0#opinions"' in page
    assert re.search(r'<figcaption><a href="/opinions/\d+">', page)
    assert "<li>padot</li>" in page


def test_the_page_of_a_theme_shows_how_sure_and_why(desk, make, talk, benches):
    opinion = make.opinion("Több padot kérünk!", talk)
    make.membership(opinion, benches, confidence=0.42, words=["padot"])
    page = desk.get(f"/conversations/{talk.id}/board/themes/{benches.id}").text
    assert "program, 42%" in page
    assert "<b>padot</b>" in page


def test_a_part_of_a_theme_can_be_listed(desk, make, talk, benches):
    avas = make.neighbourhood("Avas")
    here = make.opinion("Avasi padot!", talk, neighbourhood_id=avas.id)
    there = make.opinion("Máshol is padot!", talk)
    for opinion in (here, there):
        make.membership(opinion, benches)
    address = f"/conversations/{talk.id}/board/themes/{benches.id}"
    page = desk.get(f"{address}?neighbourhood={avas.id}").text
    assert "Avasi padot!" in page
    assert f'value="{there.id}" form="split"' not in page
    rest = desk.get(f"{address}?neighbourhood=0").text
    assert f'value="{there.id}" form="split"' in rest
    assert f'value="{here.id}" form="split"' not in rest


class TestSorting:
    def judge(self, desk, opinion, **data):
        path = f"/conversations/{opinion.conversation_id}/opinions/{opinion.id}/verdicts"
        return desk.send(path, data)

    def test_one_click_confirms_and_goes_back(self, desk, make, talk, benches):
        opinion = make.opinion("Padot!", talk)
        make.membership(opinion, benches, confidence=0.4)
        back = f"/conversations/{talk.id}/board/check"
        answer = self.judge(desk, opinion, act="yes", seen=benches.id, next=back)
        assert (answer.status_code, answer.location) == (303, back)
        assert db.session.scalars(select(Membership.by_staff)).all() == [True]

    def test_a_second_click_on_the_same_changes_nothing_more(self, desk, make, talk, benches):
        opinion = make.opinion("Padot!", talk)
        for _click in range(2):
            self.judge(desk, opinion, act="yes", seen=benches.id)
        assert len(db.session.scalars(select(Verdict)).all()) == 1
        assert len(db.session.scalars(select(Membership)).all()) == 1

    def test_moving_is_one_click(self, desk, make, talk, benches, shade):
        opinion = make.opinion("Fát!", talk)
        make.membership(opinion, benches)
        self.judge(desk, opinion, act="move", seen=benches.id, theme=shade.id)
        assert db.session.scalars(select(Membership.theme_id)).all() == [shade.id]

    def test_the_way_back_stays_on_this_site(self, desk, make, talk, benches):
        opinion = make.opinion("Padot!", talk)
        for target in ("https://evil.example/", "//evil.example", "/\\evil.example"):
            answer = self.judge(desk, opinion, act="yes", seen=benches.id, next=target)
            assert answer.location == f"/conversations/{talk.id}/board"

    def test_nonsense_is_refused_kindly(self, desk, make, talk):
        opinion = make.opinion("Padot!", talk)
        for data in (
            {},
            {"act": "yes"},
            {"act": "move", "theme": "x"},
            {"act": "yes", "seen": "999999"},
        ):
            assert self.judge(desk, opinion, **data).status_code == 422, data

    def test_hidden_and_foreign_opinions_are_not_there(self, desk, make, people, talk, benches):
        hidden, foreign = make.opinion("Padot!", talk), make.opinion("Padot!")
        hidden.hide(by=people.mira, reason="abuse", because="Sértő.")
        db.session.commit()
        assert self.judge(desk, hidden, act="yes", seen=benches.id).status_code == 404
        path = f"/conversations/{talk.id}/opinions/{foreign.id}/verdicts"
        assert desk.send(path, {"act": "yes", "seen": benches.id}).status_code == 404

    def test_others_cannot_sort(self, app, people, make, talk, benches):
        opinion = make.opinion("Padot!", talk)
        for who, status in ((None, 302), ("ana", 403), ("mira", 403)):
            browser = app.test_client()
            if who:
                browser.sign_in(getattr(people, who))
            answer = self.judge(browser, opinion, act="yes", seen=benches.id)
            assert answer.status_code == status
        assert db.session.scalars(select(Verdict)).all() == []

    def test_two_planners_on_one_opinion(self, app, make, people, talk, benches):
        opinion = make.opinion("Padot!", talk)
        for who, act in ((people.paul, "yes"), (people.adam, "no")):
            self.judge(app.test_client().sign_in(who), opinion, act=act, seen=benches.id)
        assert db.session.scalars(select(Verdict.belongs)).all() == [False]
        assert len(db.session.scalars(select(BoardStep)).all()) == 2


class TestChecking:
    @pytest.fixture
    def asked(self, make, people, talk, benches, shade):
        self.opinions = [make.opinion(f"Padot a fa alá, {n}!", talk) for n in range(3)]
        for opinion in self.opinions:
            make.membership(opinion, benches, confidence=0.3)
        return make.save(
            Analysis(
                conversation_id=talk.id,
                finished_at=talk.created_at,
                to_check=[opinion.id for opinion in self.opinions],
            )
        )

    def test_one_opinion_at_a_time_with_keys(self, desk, talk, asked):
        page = desk.get(f"/conversations/{talk.id}/board/check").text
        assert "Padot a fa alá, 0!" in page
        assert "Padot a fa alá, 1!" not in page
        for key in ("y", "n", "0", "1"):
            assert f'data-key="{key}"' in page

    def test_skipping_shows_the_next(self, desk, talk, asked):
        page = desk.get(f"/conversations/{talk.id}/board/check?skip=1").text
        assert "Padot a fa alá, 1!" in page

    def test_nonsense_in_the_address_does_no_harm(self, desk, talk, asked):
        for skip in ("-5", "x", "99999"):
            path = f"/conversations/{talk.id}/board/check?skip={skip}"
            assert desk.get(path).status_code == 200, skip

    def test_with_two_suggestions_each_can_be_unticked(self, desk, make, talk, asked):
        children = make.theme("gyerekek", facet="whom")
        make.membership(self.opinions[0], children, confidence=0.2)
        page = desk.get(f"/conversations/{talk.id}/board/check").text
        assert page.count('name="right"') == 2
        assert 'value="ticked"' in page

    def test_at_the_end_one_can_sort_again(self, desk, people, make, talk, asked, benches):
        for opinion in self.opinions:
            desk.send(
                f"/conversations/{talk.id}/opinions/{opinion.id}/verdicts",
                {"act": "yes", "seen": benches.id},
            )
        page = desk.get(f"/conversations/{talk.id}/board/check").text
        assert f'action="/conversations/{talk.id}/analyses"' in page


class TestAnalysing:
    def test_the_button_starts_one_and_the_page_tells(self, desk, make, talk, benches, run_jobs):
        make.opinion("Több padot!", talk)
        number = talk.id
        for _click in range(2):
            assert desk.send(f"/conversations/{number}/analyses").status_code == 303
        assert len(db.session.scalars(select(Analysis)).all()) == 1
        page = desk.get(f"/conversations/{number}/board").text
        assert f'data-progress="/conversations/{number}/board/progress"' in page
        assert '<noscript><meta http-equiv="refresh"' in page
        assert desk.get(f"/conversations/{number}/board/progress").json["over"] is False
        run_jobs()
        assert desk.get(f"/conversations/{number}/board/progress").json["over"] is True
        page = desk.get(f"/conversations/{number}/board").text
        assert "data-progress" not in page
        assert "padok" in page

    def test_a_failure_is_told(self, desk, make, talk):
        make.save(Analysis(conversation_id=talk.id, failed=True, finished_at=talk.created_at))
        desk.set_cookie("language", "en")
        page = desk.get(f"/conversations/{talk.id}/board")
        assert "The last attempt to sort failed" in page.text

    def test_what_came_since_is_told(self, desk, make, talk):
        make.save(Analysis(conversation_id=talk.id, finished_at=talk.created_at))
        make.opinion("Padot!", talk)
        desk.set_cookie("language", "en")
        page = desk.get(f"/conversations/{talk.id}/board")
        assert "1 opinion has just come." in page.text


class TestThemesOnTheBoard:
    def path(self, talk, theme, verb):
        return f"/conversations/{talk.id}/themes/{theme.id}/{verb}"

    def test_renaming(self, desk, talk, benches):
        answer = desk.send(self.path(talk, benches, "name"), {"name_hu": "ülőhelyek"})
        assert answer.status_code == 303
        assert benches.name_hu == "ülőhelyek"

    def test_a_bad_name_comes_back_with_what_was_typed(self, desk, talk, benches, shade):
        for name in ("", "   ", "x" * 121, "ÁRNYÉK"):
            answer = desk.send(self.path(talk, benches, "name"), {"name_hu": name})
            assert answer.status_code == 422, name
            assert f'value="{name.strip()}"' in answer.text
        db.session.refresh(benches)
        assert benches.name_hu == "padok"

    def test_merging_leads_to_the_theme_that_stays(self, desk, make, talk, benches, shade):
        make.membership(make.opinion("Fát!", talk), shade)
        answer = desk.send(self.path(talk, shade, "merger"), {"into": benches.id})
        assert answer.location == f"/conversations/{talk.id}/board/themes/{benches.id}"
        assert desk.get(f"/conversations/{talk.id}/board/themes/{shade.id}").status_code == 404

    def test_merging_into_nothing_is_refused(self, desk, talk, benches):
        for into in ("", "x", "999999"):
            assert desk.send(self.path(talk, benches, "merger"), {"into": into}).status_code == 422

    def test_splitting(self, desk, make, talk, benches):
        opinions = [make.opinion(f"Padot, {n}!", talk) for n in range(2)]
        for opinion in opinions:
            make.membership(opinion, benches)
        sent = {"new-name_hu": "megállók", "chosen": [opinions[0].id, 999999]}
        assert desk.send(self.path(talk, benches, "split"), sent).status_code == 303
        new = db.session.scalars(select(Theme).where(Theme.name_hu == "megállók")).one()
        where = select(Membership.opinion_id).where(Membership.theme_id == new.id)
        assert db.session.scalars(where).all() == [opinions[0].id]

    def test_splitting_nothing_is_refused(self, desk, talk, benches):
        answer = desk.send(self.path(talk, benches, "split"), {"new-name_hu": "megállók"})
        assert answer.status_code == 422
        assert 'value="megállók"' in answer.text

    def test_a_theme_of_another_project_is_not_on_this_board(self, desk, make, talk):
        foreign = make.theme("más", project=make.project())
        talk.project = make.project()
        db.session.commit()
        assert desk.get(f"/conversations/{talk.id}/board/themes/{foreign.id}").status_code == 404


class TestProposed:
    @pytest.fixture
    def proposal(self, make, talk):
        opinion = make.opinion("Kutyafuttatót!", talk)
        make.save(Analysis(conversation_id=talk.id, finished_at=talk.created_at))
        return make.save(
            Proposal(
                conversation_id=talk.id,
                key="k",
                label="kutyafuttató",
                words=["kutya"],
                opinion_ids=[opinion.id],
                example_ids=[opinion.id],
            )
        )

    def test_it_is_shown_with_its_opinions_and_can_be_named(self, desk, talk, proposal):
        page = desk.get(f"/conversations/{talk.id}/board").text
        assert "Kutyafuttatót!" in page
        path = f"/conversations/{talk.id}/proposals/{proposal.id}/acceptance"
        assert desk.send(path, {"name_hu": "kutyák"}).status_code == 303
        assert db.session.scalars(select(Theme.name_hu)).all() == ["kutyák"]

    def test_without_a_name_nothing_happens(self, desk, talk, proposal):
        path = f"/conversations/{talk.id}/proposals/{proposal.id}/acceptance"
        desk.send(path, {"name_hu": " "})
        assert db.session.scalars(select(Theme)).all() == []
        assert proposal.state == "open"

    def test_rejecting_twice_says_so(self, desk, talk, proposal):
        path = f"/conversations/{talk.id}/proposals/{proposal.id}/rejection"
        assert desk.send(path).status_code == 303
        assert desk.send(path).status_code == 409


class TestSteps:
    def test_the_last_step_can_be_undone_from_the_board(self, desk, make, talk, benches):
        opinion = make.opinion("Padot!", talk)
        path = f"/conversations/{talk.id}/opinions/{opinion.id}/verdicts"
        desk.send(path, {"act": "yes", "seen": benches.id})
        step = db.session.scalars(select(BoardStep)).one()
        listed = desk.get(f"/conversations/{talk.id}/board/steps").text
        assert opinion.reference in listed
        assert "Padot!" not in listed
        undoing = f"/conversations/{talk.id}/board/steps/{step.id}/undoing"
        assert desk.send(undoing).status_code == 303
        assert db.session.scalars(select(Membership)).all() == []
        again = desk.send(undoing, follow_redirects=True)
        assert (again.status_code, "message-error" in again.text) == (200, True)

    def test_a_step_of_another_board_is_not_there(self, desk, make, people, talk):
        step = make.save(
            BoardStep(conversation_id=make.conversation().id, by_id=people.paul.id, kind="rename")
        )
        path = f"/conversations/{talk.id}/board/steps/{step.id}/undoing"
        assert desk.send(path).status_code == 404


def test_hostile_words_stay_words(desk, make, talk):
    theme = make.theme(HOSTILE[:100], description_hu=HOSTILE, seeds=[HOSTILE])
    for number in range(5):
        opinion = make.opinion(f"{HOSTILE} {number}", talk)
        make.membership(opinion, theme, words=[HOSTILE])
    make.save(
        Proposal(
            conversation_id=talk.id,
            key="k",
            label=HOSTILE,
            words=[HOSTILE],
            opinion_ids=[opinion.id],
            example_ids=[opinion.id],
        )
    )
    make.save(
        Analysis(
            conversation_id=talk.id,
            finished_at=talk.created_at,
            to_check=[opinion.id],
            copies={str(opinion.id): opinion.id - 1},
        )
    )
    pages = [f"/conversations/{talk.id}/{tab}" for tab in TABS]
    pages += [
        f"/conversations/{talk.id}/board/themes/{theme.id}",
        "/codebook",
        f"/codebook/{theme.id}",
        f"/conversations/{talk.id}/themes/{theme.id}/decision",
        f"/conversations/{talk.id}/themes/{theme.id}",
    ]
    for path in pages:
        page = desk.get(path).text
        assert "<img src=x" not in page, path
        assert "<svg onload" not in page, path


def test_the_number_of_queries_does_not_grow(desk, make, talk, benches, count_queries):
    def spent():
        found = []
        for where in ("", f"/themes/{benches.id}", "/unsorted", "/check"):
            with count_queries() as log:
                assert desk.get(f"/conversations/{talk.id}/board{where}").status_code == 200
            found.append(len(log))
        return found

    def fill(count):
        for number in range(count):
            opinion = make.opinion(
                f"Padot, {number}!",
                talk,
                neighbourhood_id=make.neighbourhood(f"hely {count} {number}").id,
            )
            make.membership(opinion, benches, confidence=0.5)
            make.membership(opinion, make.theme(f"téma {count} {number}", facet="whom"))
            make.opinion(f"Besorolatlan, {number}", talk)

    make.save(Analysis(conversation_id=talk.id, finished_at=talk.created_at))
    fill(2)
    few = spent()
    fill(6)
    assert spent() == few
