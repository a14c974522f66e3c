"""What became of my word: by code, in one's account, and on the opinion's own page."""

import pytest

from forum.core import limits
from forum.core.codes import CODE_LETTERS
from forum.core.db import db
from forum.opinions import following
from forum.opinions.following import Step, chain, chains
from forum.opinions.models import AGREE, Opinion
from forum.opinions.operations import claim_code

NASTY = '<svg onload=alert(1)> "><img src=x>'
WRONG = "AAAA-BBBB-CC"


def follow(client, opinion, **kwargs):
    return client.get(f"/follow/{claim_code(opinion.submit_key)}", **kwargs)


@pytest.fixture
def steps_of_others():
    """Let a test add steps as the rooms above do, and take them away afterwards."""
    before = list(following._sources)
    yield following
    following._sources[:] = before


def test_the_form_leads_to_the_page_of_the_code(client, make):
    opinion = make.opinion("Több padot!")
    answer = client.get(f"/follow?code={claim_code(opinion.submit_key)}")
    assert answer.status_code == 303
    assert "Több padot!" in client.get(answer.location).text


def typed(code):
    """The same code as tired eyes and thumbs write it."""
    loose = code.replace("-", "").lower()
    misread = loose.replace("0", "o").replace("1", "l")
    return [loose, " ".join(loose), f"  {loose[:5]} - {loose[5:]} ", misread]


def test_a_code_is_understood_however_it_is_typed(client, make):
    opinion = make.opinion("Több padot!")
    for code in typed(claim_code(opinion.submit_key)):
        answer = client.get("/follow", query_string={"code": code}, follow_redirects=True)
        assert answer.status_code == 200, code
        assert "Több padot!" in answer.text


@pytest.mark.parametrize("code", ["", "K7P4", "x" * 200])
def test_what_is_not_a_code_is_told_so(client, code):
    answer = client.get("/follow", query_string={"code": code})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_an_unknown_code_comes_back_to_be_compared(client):
    answer = client.get(f"/follow/{WRONG}")
    assert answer.status_code == 404
    assert f'value="{WRONG}"' in answer.text


def test_hostile_codes_are_only_words(client):
    page = client.get("/follow", query_string={"code": NASTY}).text
    page += client.get(f"/follow/{NASTY}").text
    assert "<svg onload" not in page
    assert "<img src=x" not in page


def test_guessing_is_stopped_even_for_a_right_code(client, make, monkeypatch):
    monkeypatch.setattr(limits, "WRONG_CODES", 20)
    opinion = make.opinion()
    for letter in CODE_LETTERS[:20]:
        assert client.get(f"/follow/AAAA-BBBB-C{letter}").status_code == 404
    assert follow(client, opinion).status_code == 429
    elsewhere = {"REMOTE_ADDR": "10.0.0.9"}
    assert follow(client, opinion, environ_overrides=elsewhere).status_code == 200


def test_right_codes_are_never_counted(client, make):
    opinion = make.opinion()
    assert all(follow(client, opinion).status_code == 200 for _time in range(25))


def test_the_page_is_kept_nowhere_and_found_by_no_search_engine(client, make):
    answer = follow(client, make.opinion())
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert answer.headers["Referrer-Policy"] in {"no-referrer", "same-origin"}


def test_a_hidden_opinion_tells_its_author_why_and_whom_to_ask(client, make, people):
    make.city(office_hu="Részvételi iroda", contact_phone="+36 46 000 000")
    opinion = make.opinion("Sértő szöveg")
    opinion.hide(people.mira, "personal_data", "Egy szomszéd neve állt benne.")
    db.session.commit()
    page = follow(client, opinion, headers={"Accept-Language": "en"}).text
    assert "personal data of somebody" in page
    assert "Egy szomszéd neve állt benne." in page
    assert "tel:+3646000000" in page
    assert "Sértő szöveg" in page


def test_a_waiting_opinion_says_so(client, make):
    opinion = make.opinion(conversation=make.conversation(moderation="before"))
    page = follow(client, opinion, headers={"Accept-Language": "en"}).text
    assert "Waiting for a facilitator" in page


def test_the_chain_tells_what_is_still_ahead(make, people):
    opinion = make.opinion()
    assert [(step.kind, step.state) for step in chain(opinion)] == [
        ("opinion", "done"),
        ("weighing", "ahead"),
        ("theme", "ahead"),
        ("decision", "ahead"),
        ("summary", "ahead"),
    ]
    opinion.weigh(people.ana, AGREE)
    db.session.commit()
    assert chain(opinion)[1].done


def test_a_hidden_opinion_has_nothing_ahead(make, people):
    opinion = make.opinion()
    opinion.hide(people.mira, "abuse", "Sértő.")
    assert [step.state for step in chain(opinion)] == ["done", "stopped"]


def test_rooms_above_add_their_steps_in_the_order_of_the_story(make, steps_of_others):
    opinion = make.opinion()
    steps_of_others.add_steps(
        lambda opinions: {o.id: [Step("decision", "Megvalósítjuk")] for o in opinions}
    )
    steps_of_others.add_steps(lambda opinions: {o.id: [Step("theme", "Padok")] for o in opinions})
    titles = [step.title for step in chain(opinion) if step.done]
    assert titles[1:] == ["Padok", "Megvalósítjuk"]


def test_what_is_not_public_is_told_to_the_author_alone(client, make, people, steps_of_others):
    opinion = make.opinion(author=people.ana)
    steps_of_others.add_steps(
        lambda opinions: {o.id: [Step("theme", "Csak Önnek", public=False)] for o in opinions}
    )
    path = f"/opinions/{opinion.id}"
    assert "Csak Önnek" not in client.get(path).text
    assert "Csak Önnek" in follow(client, opinion).text
    assert "Csak Önnek" in client.sign_in(people.ana).get(path).text


def test_many_chains_need_no_more_questions_than_one(make, people, count_queries):
    opinions = [make.opinion(f"{number}. vélemény") for number in range(6)]
    for opinion in opinions[:3]:
        opinion.hide(people.mira, "abuse", "Sértő.")
    db.session.commit()
    with count_queries() as log:
        chains(opinions)
    assert len([line for line in log if "FROM hiding" in line]) == 1


def test_a_signed_in_person_takes_a_visitors_opinion_into_the_account(client, make, people):
    talk = make.conversation()
    make.opinion("Az enyém", talk, people.ana)
    opinion = make.opinion("Ez is az enyém", talk)
    opinion.weigh(people.mira, AGREE)
    db.session.commit()
    assert talk.people_count == 2
    client.sign_in(people.ana)
    code = claim_code(opinion.submit_key)
    answer = client.send(f"/follow/{code}/claim", follow_redirects=True)
    assert "Ez is az enyém" in answer.text
    db.session.refresh(opinion)
    db.session.refresh(talk)
    assert (opinion.author_id, opinion.agrees, talk.people_count) == (people.ana.id, 1, 1)
    assert client.send(f"/follow/{code}/claim").status_code == 303


def test_an_opinion_of_another_account_cannot_be_taken(client, make, people):
    opinion = make.opinion(author=people.ana)
    client.sign_in(make.person("resident", "Tolvaj"))
    assert client.send(f"/follow/{claim_code(opinion.submit_key)}/claim").status_code == 409
    db.session.refresh(opinion)
    assert opinion.author_id == people.ana.id
    assert client.send(f"/follow/{WRONG}/claim").status_code == 404


def test_a_visitor_signs_in_before_claiming(client, make):
    opinion = make.opinion()
    code = claim_code(opinion.submit_key)
    assert "/sign-in" in client.send(f"/follow/{code}/claim").location
    assert f"next=/follow/{code}" in follow(client, opinion).text.replace("%2F", "/")


def test_claiming_works_behind_tls(client, make, people):
    """The page's referrer policy lets our own forms be checked under HTTPS."""
    opinion = make.opinion()
    client.sign_in(people.ana)
    path = f"https://localhost/follow/{claim_code(opinion.submit_key)}"
    assert client.get(path).headers["Referrer-Policy"] != "no-referrer"
    assert client.send(f"{path}/claim", headers={"Referer": path}).status_code == 303


def test_my_opinions_are_mine_alone_hidden_ones_too(client, make, people):
    mine, other = make.opinion("Az enyém", author=people.ana), make.opinion("Másé")
    mine.hide(people.mira, "off_topic", "Nem ide tartozik.")
    db.session.commit()
    page = client.sign_in(people.ana).get("/account/opinions").text
    assert "Az enyém" in page
    assert "Nem ide tartozik." in page
    assert other.text not in page


def test_my_opinions_are_empty_with_a_way_on(client, people):
    client.set_cookie("language", "en")
    page = client.sign_in(people.ana).get("/account/opinions").text
    assert "You have not said anything yet" in page
    assert 'href="/conversations"' in page


def test_my_opinions_ask_the_database_a_fixed_number_of_times(client, make, people, count_queries):
    client.sign_in(people.ana)
    talk = make.conversation()

    def asked():
        with count_queries() as log:
            client.get("/account/opinions")
        return sum(not line.startswith("BEGIN") for line in log)

    make.opinion("Első", talk, people.ana)
    one = asked()
    for number in range(5):
        make.opinion(f"{number}.", talk, people.ana).hide(people.mira, "abuse", "Sértő.")
    db.session.commit()
    assert asked() <= one + 2  # the hidings, and the count of pages


def test_the_opinions_own_page_is_public_and_told_whole(client, make):
    avas, old = make.neighbourhood("Avas"), make.age_band("65+")
    opinion = make.opinion(
        "Több padot!",
        neighbourhood_id=avas.id,
        age_band_id=old.id,
        signature="Juli néni",
        channel="paper",
    )
    page = client.get(f"/opinions/{opinion.id}", headers={"Accept-Language": "hu"}).text
    for word in ("Több padot!", opinion.reference, "Juli néni", "papíron"):
        assert word in page
    for word in ("Avas", "65+"):  # one person of a place is not told, an age never
        assert word not in page
    assert "csrf_token" not in page


def test_the_kept_page_follows_what_happens_to_the_opinion(client, make, people):
    opinion = make.opinion("Több padot!", author=people.ana)
    path = f"/opinions/{opinion.id}"
    assert client.get(path).headers["ETag"]
    opinion.edit(people.ana, "Sok padot!")
    db.session.commit()
    assert "Sok padot!" in client.get(path).text
    opinion.hide(people.mira, "abuse", "Sértő.")
    db.session.commit()
    assert client.get(path).status_code == 404


def test_a_hidden_opinion_is_there_for_its_author_and_staff_alone(app, client, make, people):
    opinion = make.opinion("Titok", author=people.ana)
    opinion.hide(people.mira, "abuse", "Sértő hangnem.")
    db.session.commit()
    path = f"/opinions/{opinion.id}"
    assert client.get(path).status_code == 404
    assert app.test_client().sign_in(make.person("resident")).get(path).status_code == 404
    for who in (people.ana, people.mira):
        answer = app.test_client().sign_in(who).get(path)
        assert "Sértő hangnem." in answer.text
        assert answer.headers["Cache-Control"] == "no-store"


def test_hostile_words_stay_words_on_every_page(app, make, people):
    talk = make.conversation("both")
    opinion = make.opinion(NASTY, talk, people.ana, signature=NASTY)
    opinion.flag(people.paul, "other", NASTY)
    opinion.edit(people.ana, NASTY + "2")
    opinion.hide(people.mira, "other", NASTY)
    db.session.commit()
    pages = [
        f"/opinions/{opinion.id}",
        "/account/opinions",
        "/moderation?show=hidden",
        f"/moderation/opinion/{opinion.id}/restoring",
        f"/follow/{claim_code(opinion.submit_key)}",
    ]
    for who in (people.ana, people.mira):
        browser = app.test_client().sign_in(who)
        text = "".join(browser.get(path).text for path in pages)
        assert "<svg onload" not in text
        assert "<img src=x" not in text


def test_a_visitor_is_led_to_weighing_and_a_known_one_weighs_here(app, client, make, people):
    opinion = make.opinion(conversation=make.conversation("both"))
    path = f"/opinions/{opinion.id}"
    assert f"/weigh?opinion={opinion.id}" in client.get(path).text
    browser = app.test_client().sign_in(people.ana)
    assert 'aria-pressed="false"' in browser.get(path).text
    browser.send(f"{path}/reaction", {"value": "1", "next": path})
    assert 'aria-pressed="true"' in browser.get(path).text


def test_nobody_weighs_their_own_opinion_here(client, make, people):
    opinion = make.opinion(conversation=make.conversation("both"), author=people.ana)
    assert "reaction" not in client.sign_in(people.ana).get(f"/opinions/{opinion.id}").text


def test_an_opinions_page_asks_the_database_a_fixed_number_of_times(
    client, make, people, count_queries
):
    opinion = make.opinion(conversation=make.conversation("both"))
    client.sign_in(people.ana)
    path = f"/opinions/{opinion.id}"

    def asked():
        db.session.expunge_all()
        with count_queries() as log:
            client.get(path)
        return sum(not line.startswith("BEGIN") for line in log)

    before = asked()
    opinion = db.session.get(Opinion, opinion.id)
    for number in range(5):
        opinion.weigh(make.person("visitor"), AGREE)
        make.opinion(f"{number}.", opinion.conversation)
    db.session.commit()
    assert asked() == before
