"""The sentences that open a theme's chapter: fixed patterns, right endings, true numbers."""

from types import SimpleNamespace

import pytest
from flask_babel import force_locale

from forum.core.db import db, now
from forum.opinions.models import Opinion
from forum.opinions.operations import Saying, take_in
from forum.reports.dossier import Stamp, compile_dossier
from forum.reports.drafting import draft
from forum.reports.evidence import gather
from forum.reports.ledger import Entry, read_ledger
from forum.reports.reading import read
from forum.reports.sentences import capital, chosen, the
from forum.themes.models import Analysis, Membership

AVAS = {"place_hu": "az Avason", "source_hu": "az Avasról", "place_en": "in Avas"}


@pytest.fixture
def city(make, people):
    """Two neighbourhoods; the benches come up on the hill, hardly anywhere else."""
    talk, theme = make.conversation("read"), make.theme("padok", name_en="benches")
    hill = make.neighbourhood("Avas", **AVAS)
    valley = make.neighbourhood("Szirma")
    said = [
        *(
            Saying(f"A {n}. lépcsőnél pad kellene a dombra.", neighbourhood_id=hill.id)
            for n in range(24)
        ),
        *(Saying(f"A {n}. sorban szól a zene.", neighbourhood_id=hill.id) for n in range(6)),
        *(Saying(f"Völgyben is jó volna {n} pad.", neighbourhood_id=valley.id) for n in range(6)),
        *(Saying(f"Szirmán a {n}. buszra várok.", neighbourhood_id=valley.id) for n in range(50)),
    ]
    ids = take_in(talk, said, people.mira, "lista")
    benches = [*ids[:24], *ids[30:36]]
    db.session.add_all(
        Membership(opinion_id=i, theme=theme, conversation_id=talk.id) for i in benches
    )
    db.session.commit()
    return SimpleNamespace(talk=talk, theme=theme, hill=hill, benches=benches, paul=people.paul)


def sentences(city, code="hu"):
    """The opening of the theme, by kind."""
    opening = gather(city.talk).themes[city.theme.id]["opening"]
    return {each["kind"]: each["text"][code] for each in opening}


def test_people_and_opinions_are_counted(city):
    assert sentences(city)["people"] == "30 ember beszélt erről."
    assert sentences(city, "en")["people"] == "30 people spoke about this."


def test_who_speaks_twice_is_one_of_the_people(city):
    first, second = (db.session.get(Opinion, i) for i in city.benches[:2])
    second.author_id = first.author_id
    db.session.commit()
    assert sentences(city)["people"] == "29 ember beszélt erről, 30 véleményben."
    assert sentences(city, "en")["people"] == "29 people spoke about this, in 30 opinions."


def test_of_a_small_group_it_is_told_that_it_is_there_not_how_many(city):
    for opinion_id in city.benches[:2]:
        db.session.get(Opinion, opinion_id).channel = "phone"
    for opinion_id in city.benches[2:9]:
        db.session.get(Opinion, opinion_id).channel = "paper"
    db.session.commit()
    told = sentences(city)["ways"]
    assert told == "A 30 ember így szólalt meg: 21 online, a többiek más módon."


def test_the_ways_of_speaking_are_told_with_the_article(city):
    assert sentences(city)["ways"] == "A 30 ember így szólalt meg: 30 online."
    assert sentences(city, "en")["ways"] == "How the 30 people spoke: 30 online."


def test_a_place_is_named_with_its_ending_where_the_difference_is_one(city):
    assert sentences(city)["more_often"] == "Az Avason gyakrabban került szóba, mint másutt."
    told = sentences(city, "en")["more_often"]
    assert told == "In Avas this came up more often than elsewhere."  # and no number of a place


def test_a_place_without_a_form_is_named_stiffly(city):
    city.hill.place_hu = city.hill.place_en = ""
    db.session.commit()
    assert sentences(city)["more_often"].startswith("Az Avas városrészben gyakrabban")
    assert sentences(city, "en")["more_often"].startswith("In Avas this")


def test_no_difference_is_claimed_where_there_is_none(city):
    for number, opinion_id in enumerate(city.benches):
        db.session.get(Opinion, opinion_id).neighbourhood_id = None if number % 2 else city.hill.id
    for opinion in db.session.scalars(db.select(Opinion)):
        if opinion.id not in city.benches:
            opinion.neighbourhood_id = None if opinion.id % 2 else city.hill.id
    db.session.commit()
    assert "more_often" not in sentences(city)


def test_a_place_whose_number_is_small_is_not_named(city):
    for opinion_id in city.benches[3:]:
        db.session.get(Opinion, opinion_id).neighbourhood_id = None
    db.session.commit()
    assert "more_often" not in sentences(city)


def test_a_campaign_is_one_voice_with_its_people(city):
    copies = {str(i): city.benches[0] for i in city.benches[1:12]}
    done = Analysis(conversation_id=city.talk.id, finished_at=now(), copies=copies)
    db.session.add(done)
    db.session.commit()
    assert sentences(city)["same_words"] == (
        "12 ember szinte ugyanazokkal a szavakkal szólt: egy hangként olvastuk, és 12 emberként "
        "számoltuk."
    )


def test_what_is_agreed_on_is_quoted_once_with_its_counts(city):
    first = db.session.get(Opinion, city.benches[0])
    first.agrees, first.disagrees, first.passes = 40, 2, 1
    db.session.commit()
    told = sentences(city)["agreed"]
    assert (
        told
        == f"Ezzel a többség egyetért: „{first.text}” (40 egyetért, 2 nem ért egyet, 1 kihagyta)."
    )
    page = reading(city, "hu")
    chapter = next(c for c in page["chapters"] if c["kind"] == "theme")
    assert all(first.text != quote["text"] for part in chapter["lists"] for quote in part["quotes"])
    sentence = next(
        s for s in chapter["opening"] if s["quote"] and s["quote"]["text"] == first.text
    )
    assert sentence["quote"]["path"] == f"/opinions/{first.id}"


def test_an_insult_is_never_printed_however_many_agree(city):
    first = db.session.get(Opinion, city.benches[0])
    first.text, first.agrees = "Hülye aki nem ért egyet a padokkal.", 60
    db.session.commit()
    theme = gather(city.talk).themes[city.theme.id]
    assert theme["agreed"] == []
    assert all("Hülye" not in quote["text"] for quote in theme["quotes"])


def reading(city, code):
    """The summary as it is read."""
    summary = draft(city.talk, city.paul)
    return read(compile_dossier(summary, gather(city.talk), Stamp(now())), code)


@pytest.mark.parametrize("code", ["hu", "en"])
def test_the_page_opens_each_theme_with_them(city, code):
    chapter = next(c for c in reading(city, code)["chapters"] if c["kind"] == "theme")
    words = " ".join(s["before"] for s in chapter["opening"])
    assert ("30 ember beszélt" if code == "hu" else "30 people spoke") in words
    assert ("Az Avason" if code == "hu" else "In Avas") in words


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (1, "az 1"),
        (5, "az 5"),
        (41, "a 41"),
        (50, "az 50"),
        (1000, "az 1\xa0000"),
        (12345, "a 12\xa0345"),
    ],
)
def test_a_number_has_the_article_it_is_said_with(app, number, told):
    with force_locale("hu"):
        assert the(number) == told
    with force_locale("en"):
        assert the(5) == "the 5"


def test_a_sentence_begins_with_a_capital():
    assert (capital("az Avason"), capital("ömlik"), capital("")) == ("Az Avason", "Ömlik", "")


def test_numbers_choose_their_opinions(city):
    rows = list(read_ledger(city.talk).values())
    assert all(isinstance(row, Entry) for row in rows)
    mine = [row for row in rows if city.theme.id in row.themes]
    assert chosen({"theme": True}, mine, rows) == mine
    assert chosen({"theme": False, "channel": rows[0].channel}, mine, rows)
    assert len(chosen({"opinions": [rows[0].reference, "2020-99999"]}, mine, rows)) == 1
