"""The whole analysis: nothing is lost, nobody is overruled, nothing depends on chance."""

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from random import Random

from forum.themes.analysis import analyse
from forum.themes.records import Opinion, Rejected, Settings, Verdict, input_hash
from forum.themes.sorting import sorter as sorting
from forum.themes.words import lexicon
from tests.themes.sample import (
    BUS,
    HOSTILE,
    LIGHT,
    OPINIONS,
    PLAYGROUND,
    RIGHT,
    THEMES,
    opinion,
)

ROOT = Path(__file__).resolve().parents[2]
# The engine is pure: it runs under bare packages, without the rest of the house being imported.
SCRIPT = """
import sys, types
for name in ("forum", "forum.themes"):
    sys.modules[name] = types.ModuleType(name)
    sys.modules[name].__path__ = [name.replace(".", "/")]
from tests.themes import sample
from forum.themes.analysis import analyse
from forum.themes.records import Verdict
print(analyse(sample.OPINIONS, sample.THEMES, [Verdict(3, 1, True, 1), Verdict(9, 2, True, 10)]))
"""


def everybody(result):
    return {a.opinion_id for a in result.assignments} | set(result.unsorted)


def test_every_opinion_is_accounted_for_once():
    result = analyse(OPINIONS, THEMES)
    assert everybody(result) == {o.id for o in OPINIONS}
    assert not {a.opinion_id for a in result.assignments} & set(result.unsorted)


def test_the_order_of_the_input_changes_nothing():
    verdicts = [Verdict(o.id, RIGHT[o.id], True, o.id) for o in OPINIONS[:12]]
    first = analyse(OPINIONS, THEMES, verdicts)
    for seed in (1, 2):
        draw = Random(seed)
        mixed = [draw.sample(part, len(part)) for part in (OPINIONS, THEMES, verdicts)]
        assert analyse(*mixed) == first


def test_neither_process_nor_hash_seed_nor_threads_change_anything():
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


def test_people_are_never_overruled():
    verdicts = [Verdict(o.id, 1 + o.id % 4, o.id % 3 > 0, o.id) for o in OPINIONS]
    result = analyse(OPINIONS, THEMES, verdicts)
    placed = {(a.opinion_id, a.theme_id): a.confidence for a in result.assignments}
    for verdict in verdicts:
        pair = (verdict.opinion_id, verdict.theme_id)
        assert placed.get(pair) == (1.0 if verdict.belongs else None)


def decisions(held=()):
    return [
        Verdict(o.id, RIGHT[o.id], True, o.id, held=o.id in held) for o in OPINIONS if RIGHT[o.id]
    ]


def test_what_was_drawn_by_lot_measures_the_sorting():
    result = analyse(OPINIONS, THEMES, decisions(held={3, 9}))
    assert result.sorting_checked == 2
    assert 0 <= result.sorting_agreed <= 2
    assert analyse(OPINIONS, THEMES, decisions()).sorting_checked == 0
    assert analyse(OPINIONS, THEMES).sorting_checked == 0


def test_what_was_drawn_by_lot_teaches_nothing_and_neither_do_its_copies():
    wrong = [Verdict(1, BUS.id, True, 1, held=True), Verdict(1, PLAYGROUND.id, False, 1, held=True)]
    copy = opinion("Új hinta kellene a játszótérre!!", 501)
    said = [*wrong, Verdict(501, BUS.id, True, 2)]
    kept = []
    result = analyse([*OPINIONS, copy], THEMES, said, keep_sorter=kept.append)
    first = kept[0].sort(OPINIONS[:1], said=False)[0]
    assert first.assignments[0].theme_id == PLAYGROUND.id
    assert (result.sorting_agreed, result.sorting_checked) == (0, 1)
    assert kept[0].models["what"].classifier is None


def test_a_refused_theme_disagrees_when_it_is_given():
    given = {(a.opinion_id, a.theme_id) for a in analyse(OPINIONS, THEMES).assignments}
    assert (8, LIGHT.id) in given
    refused = [Verdict(8, theme.id, False, 1, held=True) for theme in THEMES]
    result = analyse(OPINIONS, THEMES, refused)
    assert (result.sorting_agreed, result.sorting_checked) == (0, 1)


def test_every_tenth_question_is_drawn_by_lot():
    settings = Settings(check_count=10)
    result = analyse(OPINIONS, THEMES, settings=settings)
    assert len(result.samples) == 1
    assert set(result.samples) <= set(result.to_check)
    held = decisions(held=result.samples)
    asked = [v for v in held if v.opinion_id in result.to_check]
    again = analyse(OPINIONS, THEMES, asked, settings)
    assert not set(again.to_check) & {v.opinion_id for v in asked}
    assert analyse(OPINIONS[::-1], THEMES, settings=settings).samples == result.samples


def test_counts_follow_what_people_said():
    counts = {c.theme_id: c for c in analyse(OPINIONS, THEMES, decisions()).counts}
    for theme in (PLAYGROUND, LIGHT, BUS):
        true = sum(right == theme.id for right in RIGHT.values())
        assert counts[theme.id].low <= true <= counts[theme.id].high
    nobody = analyse(OPINIONS, THEMES)
    assert {c.theme_id for c in nobody.counts} == {theme.id for theme in THEMES}
    width = {c.theme_id: c.high - c.low for c in nobody.counts}
    assert all(counts[i].high - counts[i].low <= width[i] for i in (1, 2, 3))
    assert set(nobody.counts_in) == {0, 1, 2}


def test_a_missing_theme_is_proposed_in_words_people_wrote():
    result = analyse(OPINIONS, THEMES)
    (dogs, *_) = [p for p in result.proposals if "kutyafuttató" in p.label]
    texts = {o.id: o.text.lower() for o in OPINIONS}
    well_sorted = {a.opinion_id for a in result.assignments if a.confidence >= Settings().likely}
    assert set(dogs.examples) <= set(dogs.opinion_ids)
    assert not set(dogs.opinion_ids) & well_sorted
    for word in dogs.words:
        assert any(word in texts[i] for i in dogs.opinion_ids)


def test_a_rejected_proposal_does_not_come_back():
    (first, *_) = analyse(OPINIONS, THEMES).proposals
    for refusal in (Rejected(first.key), Rejected("other", first.words)):
        again = analyse(OPINIONS, THEMES, rejected=[refusal]).proposals
        assert first.key not in {p.key for p in again}


def test_copies_share_the_theme_and_the_decision():
    copies = [
        opinion("Új hinta kellene a játszótérre!!", 501),
        opinion("uj hinta kellene a jatszoterre", 502),
    ]
    result = analyse([*OPINIONS, *copies], THEMES, [Verdict(1, 3, True, 1)])
    assert result.copies == {501: 1, 502: 1}
    assert {a.theme_id for a in result.assignments if a.opinion_id in (1, 501, 502)} == {3}


def test_what_is_asked_is_undecided_and_differently_worded():
    verdicts = [Verdict(o.id, 1, True, o.id) for o in OPINIONS[:7]]
    asked = analyse(OPINIONS, THEMES, verdicts, Settings(check_count=5)).to_check
    assert len(asked) == len(set(asked)) == 5
    assert not set(asked) & {v.opinion_id for v in verdicts}


def test_progress_is_told_and_ends_complete():
    steps = []
    analyse(OPINIONS, THEMES, progress=lambda done, total: steps.append((done, total)))
    assert steps[0][0] == 0
    assert steps[-1][0] == steps[-1][1]


def test_the_fingerprint_follows_the_content_alone():
    settings = Settings()
    first = input_hash(OPINIONS, THEMES, [], settings)
    assert input_hash(OPINIONS[::-1], THEMES[::-1], [], settings) == first
    assert input_hash(OPINIONS[1:], THEMES, [], settings) != first
    assert input_hash(OPINIONS, THEMES, [], Settings(seed=1)) != first


def test_strange_input_is_sorted_or_left():
    strange = [opinion(text, 2000 + n) for n, text in enumerate(HOSTILE)]
    result = analyse(
        [*OPINIONS, *strange], THEMES, [Verdict(99999, 1, True, 1), Verdict(1, 77, True, 2)]
    )
    assert everybody(result) == {o.id for o in [*OPINIONS, *strange]}
    assert analyse([], []).assignments == ()
    assert set(analyse(strange, []).unsorted) == {o.id for o in strange}
    assert analyse([], THEMES).unsorted == ()


def test_very_many_opinions_give_the_same_result_in_any_order(monkeypatch):
    monkeypatch.setattr(sorting, "MOST_LEARNT", 15)
    verdicts = [Verdict(o.id, RIGHT[o.id], True, o.id) for o in OPINIONS[:5]]
    first = analyse(OPINIONS, THEMES, verdicts)
    assert everybody(first) == {o.id for o in OPINIONS}
    assert analyse(OPINIONS[::-1], THEMES, verdicts[::-1]) == first


def test_the_fingerprint_is_that_of_the_canonical_json():
    odd = [*OPINIONS[:3], opinion('"\\\u2028\ud800é', -5), Opinion(7, "x", 1, None, 4, 1, 2, 3)]
    settings = Settings()
    parts = {
        "opinions": sorted(map(plain, odd)),
        "themes": sorted(map(plain, THEMES)),
        "verdicts": [],
        "settings": plain(settings),
        "fields": json.dumps(lexicon.fingerprint()),
    }
    lists = {k: f"[{','.join(v)}]" if isinstance(v, list) else v for k, v in parts.items()}
    text = "{" + ",".join(f'"{name}":{lists[name]}' for name in sorted(lists)) + "}"
    assert input_hash(odd, THEMES, [], settings) == hashlib.sha256(text.encode()).hexdigest()


def plain(record):
    return json.dumps(asdict(record), sort_keys=True, separators=(",", ":"))
