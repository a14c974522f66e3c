"""New themes: found in what fits none, named in words people wrote, never twice the same."""

import os
import subprocess
import sys
from pathlib import Path
from random import Random

import numpy as np
import pytest

from forum.themes.discovering import clustering, discovery, halving, labelling
from forum.themes.language import fold
from forum.themes.records import Opinion, Rejected, Settings
from forum.themes.texts import features
from forum.themes.texts.columns import Texts
from forum.themes.words import wording
from tests.themes.sample import HOSTILE, OPINIONS

ROOT = Path(__file__).resolve().parents[2]
SAID = {
    "játszótér": ["hinta", "csúszda", "homokozó", "mászóka", "játszótér"],
    "lámpa": ["lámpa", "sötét", "világítás", "izzó", "közvilágítás"],
    "busz": ["busz", "járat", "menetrend", "megálló", "sofőr"],
}
AROUND = ["kellene a {} a sarkon", "rossz a {} nálunk", "mikor lesz rendben a {}?", "a {} miatt"]
SCRIPT = """
import sys, types
for name in ("forum", "forum.themes"):
    sys.modules[name] = types.ModuleType(name)
    sys.modules[name].__path__ = [name.replace(".", "/")]
from tests.themes import test_discovery as t
print(t.propose(t.town()))
"""


def material(texts, people=None):
    said = [Opinion(n, text, person=n) for n, text in enumerate(texts, start=1)]
    read = Texts([o.text for o in said])
    space = features.fit(read.table, read.vocabulary, Settings())
    return discovery.Material(said, read, space, people or {})


def groups_of(texts, most, settings=None):
    one, rows = material(texts), np.arange(len(texts))
    return discovery.find(one, rows, most, settings or Settings()).of(one, rows)


def town(seed=0, each=24):
    """Texts about three matters, two words of the matter in each."""
    draw = Random(seed)
    return [
        f"{draw.choice(AROUND).format(' és a '.join(draw.sample(words, 2)))} {n}. hely"
        for words in SAID.values()
        for n in range(each)
    ]


def propose(texts, rejected=(), known=None, misfits=None):
    rows = range(len(texts)) if misfits is None else misfits
    return discovery.propose(
        material(texts), list(rows), known or discovery.Known(), rejected, Settings()
    )


def words_of(texts):
    return [wording.read(text) for text in texts]


def named(texts, everybody=None, taken=()):
    speech = labelling.speech(words_of(everybody or texts), {}, len(everybody or texts))
    return labelling.name(words_of(texts), speech, {}, taken)


def test_each_matter_people_speak_of_is_proposed():
    found = propose(town())
    for words in SAID.values():
        assert any(set(p.label.split(", ")) <= set(words) for p in found)
    assert all(len(p.examples) == min(discovery.EXAMPLES, len(p.opinion_ids)) for p in found)
    assert all(set(p.examples) <= set(p.opinion_ids) for p in found)


def test_proposals_do_not_overlap_and_each_label_is_another():
    found = propose(town())
    ids = [i for p in found for i in p.opinion_ids]
    assert len(ids) == len(set(ids))
    assert len({p.label for p in found}) == len(found)


def test_what_fits_well_is_not_proposed():
    texts = town()
    only_buses = range(48, 72)
    found = propose(texts, misfits=only_buses)
    assert found
    assert {i - 1 for p in found for i in p.opinion_ids} <= set(only_buses)


def test_a_rejected_proposal_does_not_return_by_key_or_by_words():
    first = propose(town())[0]
    for refusal in (Rejected(first.key), Rejected("other", first.words)):
        again = propose(town(), [refusal])
        assert first.key not in {p.key for p in again}
        assert first.label not in {p.label for p in again}


def test_a_label_is_never_the_name_of_a_theme():
    first = propose(town())[0]
    known = discovery.Known(names=[first.label.upper()])
    assert fold(first.label) not in {fold(p.label) for p in propose(town(), known=known)}


def test_many_people_come_before_many_posts():
    texts = town(each=12)
    people = {n: {1} for n in range(1, 13)}  # one person wrote everything about the playground
    found = discovery.propose(
        material(texts, people), list(range(36)), discovery.Known(), [], Settings()
    )
    about = [set(p.words) & set(SAID["játszótér"]) for p in found]
    assert about[0] == set()
    assert any(about)


def test_a_theme_with_two_centres_is_proposed_to_be_split():
    texts = town()
    mixed, plain = list(range(48)), list(range(48, 72))
    known = discovery.Known([7, 8], ["gyerekek és lámpák", "buszok"], None, {7: mixed, 8: plain})
    found = [p for p in propose(texts, known=known, misfits=[]) if p.splits]
    assert [p.splits for p in found] == [7]
    rows = {i - 1 for i in found[0].opinion_ids}
    assert rows <= set(range(24)) or rows <= set(range(24, 48))
    refused = [Rejected(found[0].key, found[0].words)]
    assert not propose(texts, refused, known, [])


def test_halves_that_share_their_words_stay_together():
    texts = [f"busz {n % 5} járat menetrend késik {n % 3} megálló {n}" for n in range(40)]
    one, rows = material(texts), np.arange(40)
    assert halving.halves(one.space(rows), one.touched(rows), Settings()) is None


def test_neither_hash_seed_nor_threads_change_a_proposal():
    runs = []
    for seed, threads in (("1", "1"), ("2", "2")):
        env = os.environ | {
            "PYTHONHASHSEED": seed, "OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads,
        }  # fmt: skip
        runs.append(
            subprocess.Popen(
                [sys.executable, "-c", SCRIPT], env=env, cwd=ROOT, stdout=subprocess.PIPE
            )
        )
    outputs = {run.communicate()[0] for run in runs}
    assert all(run.returncode == 0 for run in runs)
    assert len(outputs) == 1
    assert outputs.pop().strip() != b"()"


def test_beyond_the_limit_the_rest_joins_the_nearest():
    texts = town(each=40)
    groups = groups_of(texts, 4, Settings(discovery_limit=30))
    assert (groups == clustering.NONE).mean() < 0.1
    right = np.repeat([0, 1, 2], 40)
    most = sum(np.bincount(right[groups == g]).max() for g in set(groups.tolist()))
    assert most > 0.8 * len(texts)


@pytest.mark.parametrize("most", [1, 2, 7])
def test_strange_texts_are_grouped_or_left(most):
    groups = groups_of([*HOSTILE, *(o.text for o in OPINIONS)], most)
    assert groups.max() < most
    assert not propose([])
    assert not propose(["", " ", "?"])
    assert propose(HOSTILE) is not None


def test_a_label_prefers_the_plain_form_people_write():
    texts = ["Kevés a pad.", "A padok törtek.", "Padot a térre!", "Új padokat kérünk.", "pad kell"]
    assert named(texts).label == "pad"


def test_words_said_side_by_side_become_a_pair():
    texts = [f"Sok a hiányzó pad, {n} darab." for n in range(4)]
    assert named(texts).label.startswith("hiányzó pad")


def test_accents_come_back_from_those_who_write_them():
    texts = ["szokokut kellene", "a szokokut elromlott", "Szökőkút a parkba", "szokokut!"]
    assert "szökőkút" in named(texts).label


def test_names_of_people_and_places_and_addresses_make_no_label():
    texts = [
        f"Kovács János szerint a Petőfi utcai medence, lásd www.medence.hu vagy jani@posta.hu {n}"
        for n in range(6)
    ]
    words = " ".join(named(texts).words)
    assert "medence" in words
    assert not {"kovács", "jános", "petőfi", "www", "hu", "posta"} & set(words.split())


def test_words_of_grammar_and_empty_words_make_no_label():
    assert named(["kérem ezt és azt a városban", "ezt kérjük a városban"]) is None
    assert named(["", "😀"]) is None


def test_the_least_sure_third_is_looked_at_however_sure_all_are():
    said = [Opinion(n, "szöveg", n) for n in range(1, 10)]
    sure = {n: 0.8 + n / 100 for n in range(1, 10)}
    assert discovery.misfits(said, sure, Settings()) == [0, 1, 2]
    assert discovery.misfits(said, {**sure, 9: 0.2}, Settings()) == [0, 1, 8]
    assert discovery.misfits(said, {}, Settings()) == list(range(9))
