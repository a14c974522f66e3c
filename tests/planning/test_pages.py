"""Pages of decisions: the planner's form, the public page of a theme, the list."""

import pytest
from sqlalchemy import select

from forum.core.db import db
from forum.core.kept import forget_pages
from forum.planning.models import Decision, decide
from forum.themes.models import Membership

SENT = {
    "choice": "adapt",
    "heard_hu": "Kevés a pad.",
    "will_hu": "Húsz padot teszünk ki.",
    "why_hu": "Olcsó és gyors.",
    "will_en": "We put out twenty benches.",
    "seen": "",
}
WORDS = {name: text for name, text in SENT.items() if name.endswith(("_hu", "_en"))}


@pytest.fixture
def talk(make):
    return make.conversation()


@pytest.fixture
def benches(make, talk):
    theme = make.theme("padok", name_en="benches", description_hu="Ülőhelyek.")
    for number in range(3):
        make.membership(make.opinion(f"Több padot, {number}!", talk), theme)
    return theme


@pytest.fixture
def form(talk, benches):
    return f"/conversations/{talk.id}/themes/{benches.id}/decision"


@pytest.fixture
def page(talk, benches):
    return f"/conversations/{talk.id}/themes/{benches.id}"


@pytest.fixture
def desk(client, people):
    return client.sign_in(people.paul)


@pytest.fixture
def decided(talk, benches, people):
    decision = decide(talk, benches, people.paul, "adopt", WORDS)
    db.session.commit()
    return decision


class TestTheForm:
    def test_only_planners_decide(self, app, people, form):
        for who, status in ((None, 302), ("ana", 403), ("mira", 403), ("paul", 200)):
            browser = app.test_client()
            if who:
                browser.sign_in(getattr(people, who))
            assert browser.get(form).status_code == status
            if status != 200:
                assert browser.send(form, SENT).status_code == status
        assert db.session.scalars(select(Decision)).all() == []

    def test_it_stands_beside_the_figures_and_quotes(self, desk, form):
        shown = desk.get(form).text
        assert 'class="quote"' in shown
        assert 'type="radio" value="decline"' in shown or 'value="decline"' in shown

    def test_deciding_leads_to_the_public_page(self, desk, form, page):
        answer = desk.send(form, SENT)
        assert (answer.status_code, answer.location) == (303, page)
        decision = db.session.scalars(select(Decision)).one()
        assert (decision.choice, decision.will_en) == ("adapt", "We put out twenty benches.")

    def test_what_cannot_be_saved_comes_back(self, desk, form):
        for wrong in (
            {"choice": ""},
            {"choice": "x"},
            {"heard_hu": " "},
            {"will_hu": ""},
            {"why_hu": "x" * 1001},
            {"why_en": "x" * 1001},
        ):
            answer = desk.send(form, {**SENT, **wrong})
            assert answer.status_code == 422, wrong
            assert "We put out twenty benches." in answer.text
        assert db.session.scalars(select(Decision)).all() == []

    def test_a_double_click_is_one_decision(self, desk, form):
        assert desk.send(form, SENT).status_code == 303
        assert desk.send(form, SENT).status_code == 303
        assert len(db.session.scalars(select(Decision)).all()) == 1

    def test_another_planners_decision_is_not_replaced_unseen(self, desk, form, decided):
        answer = desk.send(form, {**SENT, "why_hu": "Mert én így látom."})
        assert answer.status_code == 422
        assert "Mert én így látom." in answer.text
        assert f'name="seen" type="hidden" value="{decided.id}"' in answer.text
        again = desk.send(form, {**SENT, "why_hu": "Mert én így látom.", "seen": decided.id})
        assert again.status_code == 303
        assert db.session.get(Decision, decided.id).replaced_at is not None


class TestThePageOfATheme:
    def test_before_the_decision_it_is_for_planners_only(self, app, people, page):
        for who, status in ((None, 404), ("ana", 404), ("mira", 404), ("paul", 200)):
            browser = app.test_client()
            if who:
                browser.sign_in(getattr(people, who))
            assert browser.get(page).status_code == status, who

    def test_then_it_tells_everybody_what_why_and_whose_words(self, client, page, decided):
        shown = client.get(page).text
        for words in ("Kevés a pad.", "Húsz padot teszünk ki.", "Olcsó és gyors.", "Ülőhelyek."):
            assert words in shown
        assert shown.count('href="/opinions/') >= 3
        assert "csrf_token" not in shown

    def test_in_english_too(self, client, page, decided):
        client.set_cookie("language", "en")
        shown = client.get(page).text
        assert "<h1>Benches</h1>" in shown
        assert "We put out twenty benches." in shown

    def test_small_numbers_are_not_told(self, client, make, talk, benches, page, decided):
        avas, centre = make.neighbourhood("Avas"), make.neighbourhood("Belváros")
        for number in range(8):
            place = centre.id if number < 6 else None
            make.membership(make.opinion(f"Pad {number}", talk, neighbourhood_id=place), benches)
        few = make.opinion("Avasi pad!", talk, neighbourhood_id=avas.id)
        make.membership(few, benches)
        forget_pages()
        shown = client.get(page).text
        assert f"?neighbourhood={centre.id}#opinions" in shown
        assert f"?neighbourhood={avas.id}" not in shown
        part = client.get(f"{page}?neighbourhood={centre.id}").text
        assert few.reference not in part.split('id="opinions"')[1]
        whole = client.get(f"{page}?neighbourhood={avas.id}").text
        assert whole.split('id="opinions"')[1].count('<article class="opinion">') == 12

    def test_hidden_opinions_are_not_on_it(self, client, people, talk, benches, page, decided):
        hidden = db.session.scalars(select(Membership)).first().opinion
        hidden.hide(by=people.mira, reason="abuse", because="Sértő.")
        db.session.commit()
        assert hidden.reference not in client.get(page).text

    def test_the_kept_page_is_made_anew(self, client, talk, benches, people, page, decided):
        assert "Olcsó és gyors." in client.get(page).text
        newer = {**WORDS, "why_hu": "Elfogyott a pénz."}
        decide(talk, benches, people.paul, "later", newer, instead_of=decided.id)
        db.session.commit()
        shown = client.get(page).text
        assert "Elfogyott a pénz." in shown
        assert "Olcsó és gyors." in shown

    def test_a_drafts_theme_is_not_there(self, client, make, people):
        draft = make.conversation("draft")
        theme = make.theme("titkos")
        decide(draft, theme, people.paul, "adopt", WORDS)
        db.session.commit()
        assert client.get(f"/conversations/{draft.id}/themes/{theme.id}").status_code == 404
        assert "titkos" not in client.get("/decisions").text

    def test_queries_do_not_grow(self, client, make, talk, benches, page, decided, count_queries):
        def spent():
            forget_pages()
            db.session.rollback()
            with count_queries() as log:
                client.get(page)
            return len(log)

        spent()
        few = spent()
        for number in range(8):
            place = make.neighbourhood(f"hely {number}")
            opinion = make.opinion(f"Pad ide: {number}", talk, neighbourhood_id=place.id)
            make.membership(opinion, benches)
        assert spent() <= few + 1  # the neighbourhoods of the opinions listed


class TestTheList:
    def test_it_tells_the_newest_decisions_with_their_choice(self, client, decided, talk, benches):
        shown = client.get("/decisions").text
        assert "padok" in shown
        assert "Megvalósítjuk" in shown
        assert f'href="/conversations/{talk.id}/themes/{benches.id}"' in shown

    def test_empty_it_offers_a_way_on(self, client):
        assert 'href="/conversations"' in client.get("/decisions").text

    def test_replaced_ones_are_left_out(self, client, people, talk, benches, decided):
        decide(talk, benches, people.paul, "decline", WORDS, instead_of=decided.id)
        db.session.commit()
        shown = client.get("/decisions").text
        assert "Nem valósítjuk meg" in shown
        assert shown.count('class="card-title"') == 1

    def test_queries_do_not_grow(self, client, make, people, decided, count_queries):
        def spent():
            forget_pages()
            db.session.rollback()
            with count_queries() as log:
                client.get("/decisions")
            return len(log)

        spent()
        few = spent()
        for number in range(5):
            decide(make.conversation(), make.theme(f"t{number}"), people.paul, "adopt", WORDS)
        db.session.commit()
        assert spent() == few


def test_the_conversation_tells_its_decisions(client, talk, benches, decided):
    shown = client.get(f"/conversations/{talk.id}").text
    assert 'id="decisions"' in shown
    assert f'href="/conversations/{talk.id}/themes/{benches.id}"' in shown


def test_merging_a_decided_theme_away_is_refused_on_its_page(desk, talk, benches, make, decided):
    other = make.theme("árnyék")
    path = f"/conversations/{talk.id}/themes/{benches.id}/merger"
    answer = desk.send(path, {"into": other.id})
    assert answer.status_code == 422
    assert "error-summary" in answer.text


def test_the_board_says_what_is_decided(desk, talk, benches, make, decided):
    make.membership(make.opinion("Fát!", talk), make.theme("árnyék"))
    shown = desk.get(f"/conversations/{talk.id}/board").text
    assert "Új döntés" in shown
    assert shown.count('/decision"') == 2
