"""Campaigns: copies are one voice with a number of people, and move no theme and no opinion."""

import json

import pytest

from bench import campaign as bench
from forum.core.db import now
from forum.themes.analysis import analyse
from forum.themes.runs.models import Analysis
from forum.themes.statistics import theme_figures
from forum.themes.texts import duplicates
from forum.themes.voices import Said, places, voices, weight
from forum.themes.words.manners import matter, one_slip
from tests.themes.sample import HOSTILE, OPINIONS, THEMES, opinion

TEXT = "Több árnyékos pad kellene a Szentpéteri kapuban"


@pytest.mark.parametrize(
    "copy",
    [
        TEXT.upper(), "Tobb arnyekos pad kellene a Szentpeteri kapuban!!!", f"Jó napot kívánok! {TEXT}.",
        f"Tisztelt Polgármester Úr! {TEXT}. Előre is köszönöm szépen!", f"{TEXT} Tisztelettel",
        TEXT.replace("pad ", "apd "), TEXT.replace("kellene", "kelene"), f"Kérem, {TEXT}. Üdv",
        TEXT.replace("árnyékos", "ányrékos"),
    ],
)  # fmt: skip
def test_a_changed_copy_is_the_same_voice(copy):
    assert duplicates.copies([opinion(TEXT, 1), opinion(copy, 2)], 0.75) == {2: 1}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kell a pad a térre", "Nem kell a pad a térre"),
        ("A 30-as busz mindig késik reggel", "A 31-es busz mindig késik reggel"),
        ("Kell egy park a házak elé", "Kell egy bolt a házak elé"),
        ("Köszönöm szépen", "Jó napot kívánok"),
        ("Több pad kell", "Több pap kell"),
    ],
)
def test_another_sense_is_another_voice(one, other):
    assert duplicates.copies([opinion(one, 1), opinion(other, 2)], 0.75) == {}


def test_manners_are_left_out_unless_there_is_nothing_else():
    assert matter("Tisztelt Cím! Sötét az utca. Köszönöm!") == ["sotet", "az", "utca"]
    assert matter("Dear Sir or Madam, the street is dark. Thank you very much!")[0] == "the"
    assert matter("Köszönöm szépen!") == ["koszonom", "szepen"]
    assert all(isinstance(matter(text), list) for text in HOSTILE)


def test_a_slip_is_one_wrong_letter_in_one_long_word():
    words = ["ritkan", "jar", "a", "busz"]
    assert one_slip(words, ["ritkan", "jra", "a", "busz"])
    assert one_slip(words, ["ritkann", "jar", "a", "busz"])
    assert not one_slip(words, ["ritkan", "jar", "a", "bus1"])
    assert not one_slip(words, ["ritkan", "var", "a", "busz"])
    assert not one_slip(words, ["gyakran", "jar", "a", "villamos"])


def test_a_wording_is_one_voice_with_its_people():
    said = [Said(n, person=n, wording=1) for n in range(1, 201)]
    (voice,) = voices([*said, Said(999, 999, 999)])
    assert (voice.people, len(voice.opinions)) == (200, 200)
    assert weight(said) == 200


def test_three_people_with_two_hundred_copies_weigh_as_the_one_voice_they_repeat():
    before = [Said(1, person=1, wording=1), Said(2, person=2, wording=2)]
    flood = [Said(10 + n, person=100 + n % 3, wording=1) for n in range(200)]
    assert weight([*before, *flood]) == weight(before) == 2
    assert weight(flood) == 1


def test_what_else_a_sender_said_counts_and_a_flood_silences_nobody():
    honest = [Said(n, person=n, wording=1) for n in range(1, 41)]
    flood = [Said(100 + n, person=99, wording=1) for n in range(2000)]
    assert weight([*honest, *flood]) == 40
    assert weight([*flood, Said(5000, person=99, wording=5000)]) == 1


def test_a_few_repeats_are_only_human():
    assert weight([Said(n, person=1, wording=1) for n in range(3)]) == 1


def test_equal_weights_share_a_place():
    assert places({1: 9, 2: 5, 3: 5, 4: 1}) == {1: 1, 2: 2, 3: 2, 4: 4}


def test_copies_change_no_other_opinion():
    sent = next(o for o in OPINIONS if len(o.text.split()) > 5)
    copies = bench.campaign(OPINIONS, sent, 60, 3)
    before, after = analyse(OPINIONS, THEMES), analyse([*OPINIONS, *copies], THEMES)
    mine = {o.id for o in OPINIONS}
    assert [a for a in after.assignments if a.opinion_id in mine] == list(before.assignments)
    assert all(copy.id in after.copies for copy in copies)


@pytest.fixture
def files(tmp_path):
    """A small table and a codebook."""
    rows = [
        ("pad", "Kérünk padot a parkba, mert nincs hova leülni"),
        ("pad", "A tó mellett jó volna néhány új pad"),
        ("pad", "Törött a pad a templom előtt, javítsák meg"),
        ("lámpa", "A lámpa nem világít este az utcánkban"),
        ("lámpa", "Sötét a lépcső, oda is lámpa kellene"),
        ("busz", "A busz mindig késik reggel a megállóban"),
    ]
    data = tmp_path / "data.csv"
    data.write_text(
        "text,theme\n" + "".join(f'"{text}",{theme}\n' for theme, text in rows), "utf-8"
    )
    book = tmp_path / "codebook.toml"
    seeds = {
        "pad": ["pad", "leül"],
        "lámpa": ["lámpa", "világít"],
        "busz": ["busz", "késik", "megálló"],
    }
    book.write_text(
        "".join(f'["{k}"]\nseeds = {json.dumps(v)}\n' for k, v in seeds.items()), "utf-8"
    )
    return str(data), str(book)


def test_the_bench_prints_one_object(files, capsys):
    assert bench.main([*files, "--copies", "40", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["copies"], told["people"], told["campaigns"]) == (40, 3, 3)
    assert told["max_rank_move"] <= 1
    assert told["recognised"] == 1.0
    assert told["others_changed"] == 0
    assert bench.main(list(files)) == 0
    assert "places moved" in capsys.readouterr().out


@pytest.mark.parametrize("more", [["--copies", "0"], ["--people", "-1"]])
def test_the_bench_refuses_what_makes_no_campaign(files, capsys, more):
    assert bench.main([*files, *more]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_the_bench_says_what_is_wrong_with_a_file(tmp_path, capsys):
    assert bench.main([str(tmp_path / "no.csv"), str(tmp_path / "no.toml")]) == 2
    assert "no.csv" in capsys.readouterr().err


@pytest.fixture
def town(make):
    """Two themes: five people want benches, four want lamps; the lamps have a campaign."""
    talk = make.conversation("speak")
    benches, lamps = make.theme("padok"), make.theme("lámpák")
    for number in range(5):
        make.membership(make.opinion(f"A {number}. padot is kérem a parkba", talk), benches)
    for number in range(4):
        make.membership(make.opinion(f"Sötét van, {number} lámpa kellene ide", talk), lamps)
    return talk, benches, lamps


def flood(make, talk, theme, count, people):
    """Send one opinion again ``count`` times, from ``people`` people, and note the copies."""
    senders = [make.person() for _ in range(people)]
    first = make.opinion("Legyen világos az utca végén este is", talk)
    said = [
        first,
        *(
            make.opinion("Legyen világos az utca végén este is!", talk, senders[n % people])
            for n in range(count)
        ),
    ]
    for each in said:
        make.membership(each, theme)
    copies = {str(each.id): first.id for each in said[1:]}
    make.save(Analysis(conversation_id=talk.id, finished_at=now(), copies=copies))


def test_a_handful_of_senders_lifts_no_theme(make, town):
    talk, benches, lamps = town
    flood(make, talk, lamps, 24, 2)
    first, second = theme_figures(talk)
    assert (first.theme.id, first.people, first.weight) == (benches.id, 5, 5)
    assert (second.people, second.opinions, second.weight) == (7, 29, 5)
    (voice,) = second.voices
    assert (voice.people, len(voice.opinions)) == (3, 25)


def test_many_senders_lift_it_as_one_voice_of_many_people(make, town):
    talk, _benches, lamps = town
    flood(make, talk, lamps, 6, 6)
    first, _second = theme_figures(talk)
    assert (first.theme.id, first.people, first.weight) == (lamps.id, 11, 11)
    assert [(voice.people, len(voice.opinions)) for voice in first.voices] == [(7, 7)]


def test_the_board_shows_people_not_posts(make, town, client, people):
    talk, _benches, lamps = town
    flood(make, talk, lamps, 24, 2)
    client.sign_in(people.paul)
    page = client.get(f"/conversations/{talk.id}/board").text
    assert page.index("padok") < page.index("lámpák")
    assert '<p class="theme-count" aria-hidden="true">7</p>' in page
    assert "24 másolat · 3 ember" in client.get(f"/conversations/{talk.id}/board/copies").text
