"""Opinions find their themes, people have the last word."""

import pickle

import numpy as np

from forum.themes.records import Verdict
from forum.themes.sorting import placing
from forum.themes.sorting import sorter as sorting
from tests.themes.sample import (
    BUS,
    ELDERLY,
    HOSTILE,
    LIGHT,
    OPINIONS,
    PLAYGROUND,
    RIGHT,
    THEMES,
    opinion,
)


def sorter(verdicts=(), opinions=OPINIONS, themes=THEMES):
    return sorting.fit(opinions, themes, verdicts)


def ids(assignments):
    return [assignment.theme_id for assignment in assignments]


def test_seed_words_are_enough_to_begin():
    found = sorter().sort(OPINIONS)
    told = [one for one in found if RIGHT[one.opinion_id]]
    right = [one for one in told if RIGHT[one.opinion_id] in ids(one.assignments)]
    assert len(right) >= 0.85 * len(told)


def test_neighbours_of_the_seeds_speak_too():
    placed = sorter().sort_one(opinion("A libikóka és a trambulin is elkelne"))
    assert ids(placed) == [PLAYGROUND.id]


def test_an_english_opinion_meets_hungarian_seeds():
    said = {
        "We would like a new slide and a swing for the children": PLAYGROUND,
        "There are no lights on our street, it is dark": LIGHT,
        "The bus is always late and the timetable is wrong": BUS,
    }
    english = [opinion(text, 3000 + n) for n, text in enumerate(said)]
    found = sorter(opinions=[*OPINIONS, *english]).sort(english)
    assert [ids(one.assignments)[0] for one in found] == [theme.id for theme in said.values()]


def test_a_german_opinion_meets_hungarian_seeds():
    said = {
        "Wir brauchen eine neue Rutsche und eine Schaukel für die Kinder": PLAYGROUND,
        "In unserer Straße ist die Laterne kaputt, es ist dunkel": LIGHT,
        "Der Bus hat immer Verspätung und der Fahrplan stimmt nicht": BUS,
    }
    german = [opinion(text, 3000 + n) for n, text in enumerate(said)]
    found = sorter(opinions=[*OPINIONS, *german]).sort(german)
    assert [ids(one.assignments)[0] for one in found] == [theme.id for theme in said.values()]


def test_seeds_reach_the_whole_family_softly():
    sport = THEMES[0].__class__(9, "sport", "what", seeds=("foci", "tenisz", "kosárlabda", "torna"))
    told = [
        *OPINIONS,
        opinion("Vívás és ökölvívás is lehetne, karddal", 3001),
        opinion("Foci kellene", 3002),
    ]
    found = sorter(opinions=told, themes=[*THEMES, sport])
    assert ids(found.sort_one(told[-2]))[:1] == [sport.id]


def test_a_stranger_stays_unsorted_beside_one_chance_word():
    chatter = [
        "Szép napot mindenkinek", "Hajrá Diósgyőr", "Köszönöm a lehetőséget", "Ez mi ez",
        "Nem tudom mit írjak ide", "Üdvözlet a szomszédoknak", "Semmi különös",
    ]  # fmt: skip
    strange = [opinion(text, 3000 + n) for n, text in enumerate(chatter)]
    found = sorter(opinions=[*OPINIONS, *strange]).sort(strange)
    assert all(one.assignments == () for one in found)


def test_a_theme_nobody_speaks_of_stays_empty():
    ships = THEMES[0].__class__(9, "hajózás", "what", seeds=("hajó", "kikötő", "vitorla", "evezés"))
    placed = [ids(one.assignments)[:1] for one in sorter(themes=[*THEMES, ships]).sort(OPINIONS)]
    assert [ships.id] not in placed


def test_confidence_follows_the_lead():
    scores = np.array([[0.9, 0.1, 0.0], [0.5, 0.45, 0.4], [0.3, 0.3, 0.3]])
    sure = placing.confidence(scores)
    assert sure[0, 0] > sure[1, 0] > sure[1, 1] > sure[1, 2]
    assert sure[0, 0] > 0.9
    assert np.all(sure[2] < 0.5)
    assert placing.confidence(np.array([[0.7], [0.1]]))[0, 0] > 0.9


def test_an_opinion_may_have_a_matter_and_an_audience():
    placed = ids(sorter().sort_one(opinion("Éjszakai busz a nyugdíjasoknak")))
    assert {BUS.id, ELDERLY.id} == set(placed)


def test_two_matters_in_one_text_are_both_seen():
    placed = ids(sorter().sort_one(opinion("Hinta és lámpa kellene a térre")))
    assert {PLAYGROUND.id, LIGHT.id} <= set(placed)


def test_a_long_post_carries_the_themes_of_its_sentences():
    filler = "Régóta élünk itt és sok mindent láttunk már ezen a környéken az évek alatt. "
    text = filler * 3 + "A csúszda és a hinta eltört a játszótéren. " + filler * 2
    text += "A busz menetrendje rossz, mindig késik a járat a megállóban."
    assert {PLAYGROUND.id, BUS.id} <= set(ids(sorter().sort_one(opinion(text))))


def test_weak_evidence_stays_unsorted():
    assert sorter().sort_one(opinion("Nyerjünk végre a lottón!")) == ()
    assert sorting.fit([], [], []).sort_one(opinion("Hinta")) == ()


def test_the_deciding_words_are_shown_as_written():
    (first, *_) = sorter().sort_one(opinion("Forró a Csúszda nyáron"))
    assert first.theme_id == PLAYGROUND.id
    assert first.words[0] == "csúszda"
    assert 0 < first.confidence <= 1


def test_a_yes_is_certain_and_settles_its_facet():
    (said,) = sorter([Verdict(1, BUS.id, True, 1)]).sort_one(OPINIONS[0])
    assert (said.theme_id, said.confidence) == (BUS.id, 1.0)


def test_a_no_is_final_and_the_newest_word_counts():
    assert PLAYGROUND.id not in ids(sorter([Verdict(1, 1, False, 1)]).sort_one(OPINIONS[0]))
    changed = [Verdict(1, 1, True, 2), Verdict(1, 1, False, 1)]
    assert ids(sorter(changed).sort_one(OPINIONS[0])) == [PLAYGROUND.id]


def test_decisions_teach():
    dogs = THEMES[2].__class__(9, "ebek", "what")
    about = [o for o in OPINIONS if "kutyafuttató" in o.text.lower()]
    verdicts = [Verdict(o.id, dogs.id, True, n) for n, o in enumerate(about[:4], start=1)]
    taught = sorter(verdicts, themes=[*THEMES, dogs])
    assert dogs.id in ids(taught.sort_one(opinion("Nincs kutyafuttató a közelben")))


def test_examples_teach_too():
    dogs = THEMES[2].__class__(9, "ebek", "what", examples=("Kutyafuttató kellene ide",))
    taught = sorter(themes=[*THEMES, dogs])
    assert dogs.id in ids(taught.sort_one(opinion("Nincs kutyafuttató a közelben")))


def test_a_sorter_can_be_kept():
    kept, fresh = pickle.loads(pickle.dumps(sorter())), sorter()
    assert kept.sort_one(OPINIONS[0]) == fresh.sort_one(OPINIONS[0])
    assert all(kept.sort_one(one) is not None for one in OPINIONS)


def test_no_text_is_too_strange():
    strange = [opinion(text, 2000 + n) for n, text in enumerate(HOSTILE)]
    for one in sorting.fit([*OPINIONS, *strange], THEMES, []).sort(strange):
        assert all(0 <= a.confidence <= 1 for a in one.assignments)
    assert len(sorting.fit(strange, THEMES, []).sort(strange)) == len(strange)


def test_an_opinion_alone_is_sorted_as_among_others(monkeypatch):
    fitted, strange = sorter(), [opinion(text, 2000 + n) for n, text in enumerate(HOSTILE)]
    among = fitted.sort([*OPINIONS, *strange])
    assert [fitted.sort([one])[0] for one in [*OPINIONS, *strange]] == among
    monkeypatch.setattr(sorting, "BLOCK", 7)
    assert fitted.sort([*OPINIONS, *strange]) == among


def test_very_many_are_learnt_from_by_their_content_alone(monkeypatch):
    monkeypatch.setattr(sorting, "MOST_LEARNT", 12)
    chosen = {OPINIONS[row].text for row in sorting.evenly(OPINIONS, {2})}
    other = [opinion(o.text, 100 - o.id) for o in reversed(OPINIONS)]
    again = {other[row].text for row in sorting.evenly(other, {98})}
    assert chosen == again
    assert OPINIONS[1].text in chosen
    assert 12 <= len(chosen) <= 13
