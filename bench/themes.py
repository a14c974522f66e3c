"""Measure the theme engine: `python bench/themes.py DATA_FOLDER` prints the table of the docs.

DATA_FOLDER holds miskolc/opinions.csv and, if there, sib-200/hun_Latn/{train,dev}.tsv. The seed
words below come from the theme names and general knowledge; those for Miskolc were revised after
some sixty of the texts had been read.
"""

from __future__ import annotations

import csv
import pickle
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from forum.themes import sorting
from forum.themes.analysis import analyse
from forum.themes.language import fold
from forum.themes.records import Facet, Opinion, Theme, Verdict

AUDIENCES = {"ifjúsági programok", "idősek programjai"}
MISKOLC = {
    "játszótér": "hinta, csúszda, homokozó, mászóka, libikóka, kisgyerek, gyerek, ovis, babakocsi, "
    "anyuka, trambulin, unoka",
    "köztisztaság": "szemét, kuka, hulladék, takarít, kosz, piszok, mocsok, lomtalanítás, "
    "szelektív, kutya, csikk, büdös",
    "közvilágítás": "lámpa, sötét, világít, kiégett, fény, izzó, villanyoszlop, este, éjszaka, "
    "korom, kivilágítás, világos",
    "sportpálya": "foci, kosárlabda, futópálya, kondi, edzés, műfű, tenisz, röplabda, öltöző, "
    "sport, pálya, torna",
    "ifjúsági programok": "fiatal, kamasz, tini, tinédzser, diák, ifjúság, középiskola, "
    "egyetemista, buli, koncert, suli, gimnazista",
    "társasjáték klub": "társas, sakk, kártya, römi, catan, játék, dominó, malom, ulti, bridzs, "
    "kvíz, logikai",
    "buszmenetrend": "busz, járat, menetrend, megálló, villamos, csatlakozás, sofőr, késik, "
    "bérlet, átszállás, utas, jegy",
    "helytörténeti séta": "történelem, múlt, idegenvezető, műemlék, régi épület, vár, legenda, "
    "séta, temető, múzeum, honismeret, emlék",
    "közbiztonság": "rendőr, lop, betör, félek, kamera, drog, verekedés, bűnöző, járőr, garázda, "
    "részeg, rabló",
    "idősek programjai": "idős, nyugdíjas, szépkorú, nagymama, nagypapa, idősebb, öreg, időskor, "
    "szenior, néni, bácsi, magányos",
    "közlekedésbiztonság": "zebra, gyalogátkelő, gyalogos, sebesség, fekvőrendőr, gyorshajtás, "
    "baleset, kereszteződés, autó, járda, kerékpár, bicikli",
    "kézműves foglalkozás": "agyag, kerámia, fonás, varrás, horgolás, kötés, festés, gyöngy, "
    "nemezelés, hímzés, faragás, ékszer",
}
SIB = {
    "entertainment": "szórakozás: film, zene, színész, énekes, koncert, televízió, sorozat, sztár, "
    "album, színház, művész, előadás, játék",
    "geography": "földrajz: hegy, folyó, sziget, tenger, óceán, sivatag, éghajlat, terület, part, "
    "völgy, tó, vulkán, kontinens",
    "health": "egészség: betegség, orvos, kórház, vírus, beteg, gyógyszer, kezelés, fertőzés, "
    "vakcina, járvány, tünet, halál, sérülés",
    "politics": "politika: kormány, elnök, választás, miniszter, parlament, törvény, párt, "
    "szavazás, háború, ország, király, tüntetés, alkotmány",
    "science/technology": "tudomány és technológia: kutató, tudós, számítógép, kutatás, űr, atom, "
    "energia, internet, elmélet, csillag, kísérlet, felfedezés",
    "sports": "sport: csapat, mérkőzés, játékos, bajnokság, gól, labda, olimpia, verseny, futball, "
    "győzelem, edző, érem, liga",
    "travel": "utazás: utazó, turista, szálloda, repülőtér, repülőjárat, vízum, nyaralás, jegy, "
    "útlevél, látogató, szállás, kirándulás, vonat",
}
Case = tuple[list[Opinion], list[Theme], dict[int, int]]


def miskolc(folder: Path, one_list: bool = False) -> Case:
    """Opinions, themes, and the right theme of each opinion (0 for none)."""
    with open(folder / "miskolc/opinions.csv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    number = {name: i for i, name in enumerate(MISKOLC, start=1)}
    themes = []
    for name, seeds in MISKOLC.items():
        facet: Facet = "whom" if name in AUDIENCES and not one_list else "what"
        themes.append(Theme(number[name], name, facet, seeds=tuple(seeds.split(", "))))
    opinions = [Opinion(i, row["text"], i) for i, row in enumerate(rows, start=1)]
    return opinions, themes, {i: number.get(r["theme"], 0) for i, r in enumerate(rows, start=1)}


def sib(folder: Path) -> Case:
    rows = []
    for part in ("train", "dev"):
        with open(folder / f"sib-200/hun_Latn/{part}.tsv", encoding="utf-8") as file:
            rows += list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    number = {name: i for i, name in enumerate(SIB, start=1)}
    themes = []
    for name, line in SIB.items():
        title, seeds = line.split(": ")
        themes.append(Theme(number[name], title, "what", seeds=tuple(seeds.split(", "))))
    opinions = [Opinion(i, row["text"], i) for i, row in enumerate(rows, start=1)]
    return opinions, themes, {i: number[r["category"]] for i, r in enumerate(rows, start=1)}


def accuracy(case: Case, verdicts: list[Verdict], told: set[int]) -> dict[str, float]:
    """Shares (0..1) over the opinions people were not asked about."""
    opinions, themes, right = case
    facet = {theme.id: theme.facet for theme in themes}
    found = sorting.fit(opinions, themes, verdicts).sort(opinions, said=False)
    hits: dict[str, list[bool]] = {}
    for one in found:
        theme, placed = right[one.opinion_id], [a.theme_id for a in one.assignments]
        if one.opinion_id in told:
            continue
        if not theme:
            hits.setdefault("off-topic unsorted", []).append(not placed)
            continue
        mine = [t for t in placed if facet[t] == facet[theme]]
        if facet[theme] == "what":
            hits.setdefault("best what-theme", []).append(one.best == theme)
        hits.setdefault(f"first {facet[theme]}-theme given", []).append(mine[:1] == [theme])
        hits.setdefault("among those given", []).append(theme in placed)
        hits.setdefault("unsorted", []).append(not placed)
    return {name: sum(values) / len(values) for name, values in hits.items()}


def coverage(case: Case) -> dict[str, float]:
    """How far seed words reach: texts with one, and the best what-theme with and without."""
    opinions, themes, right = case
    what = {theme.id for theme in themes if theme.facet == "what"}
    mine = [o for o in opinions if right[o.id] in what]
    sorter = sorting.fit(opinions, themes, [])
    model, texts = sorter.models["what"], sorting.Texts([o.text for o in mine])
    worded = model.evidence(texts.rows(sorter.space)).max(axis=1) > 0
    hits = [s.best == right[s.opinion_id] for s in sorter.sort(mine, said=False)]
    split = {
        kind: [h for h, w in zip(hits, worded, strict=True) if w == kind] for kind in (True, False)
    }
    return {
        "with a seed word": float(worded.mean()),
        "right with": sum(split[True]) / len(split[True]),
        "right without": sum(split[False]) / len(split[False]),
    }


def missing(case: Case) -> str:
    """How many themes, taken away, come back as a proposal at least 40 % theirs."""
    opinions, themes, right = case
    back = 0
    for gone in themes:
        found = analyse(opinions, [t for t in themes if t.id != gone.id]).proposals
        shares = [
            sum(right[i] == gone.id for i in p.opinion_ids) / len(p.opinion_ids) for p in found
        ]
        back += max(shares, default=0) >= 0.4
    return f"{back} of {len(themes)}"


def show(title: str, figures: dict[str, float]) -> None:
    print(f"{title:38s}", "  ".join(f"{name} {value:.3f}" for name, value in figures.items()))


def mixes(texts: list[str], size: int) -> Iterator[str]:
    """Deterministic mixes of clauses of two texts, with typos and lost accents."""
    draw = Random(7)
    for _ in range(size):
        first, second = draw.choice(texts).split(), draw.choice(texts).split()
        words = first[: draw.randint(2, 12)] + second[-draw.randint(2, 12) :]
        if draw.random() < 0.3:
            words = [fold(word) for word in words]
        for i, word in enumerate(words):
            if len(word) > 3 and draw.random() < 0.1:
                place = draw.randrange(len(word) - 1)
                words[i] = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        yield " ".join(words)


def scale(folder: Path, size: int) -> None:
    """Time and peak memory of one whole analysis, in a process of its own."""
    opinions, themes, _ = miskolc(folder)
    texts = [opinion.text for opinion in opinions]
    many = [Opinion(i, text, i) for i, text in enumerate(mixes(texts, size), start=1)]
    start = time.perf_counter()
    result = analyse(many, themes)
    seconds = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{size:7d} opinions: {seconds:5.1f} s, {memory:5.0f} MB, {len(result.unsorted)} unsorted, "
        f"{len(result.copies)} copies, {len(result.proposals)} proposals"
    )


def one_more(case: Case) -> None:
    opinions, themes, _ = case
    sorter = sorting.fit(opinions, themes, [])
    times = []
    for opinion in opinions[:100]:
        start = time.perf_counter()
        sorter.sort_one(opinion)
        times.append(time.perf_counter() - start)
    times.sort()
    size = len(pickle.dumps(sorter)) / 1e6
    print(
        f"one more opinion: median {times[50] * 1000:.1f} ms, 95th {times[95] * 1000:.1f} ms,",
        end="",
    )
    print(f" sorter {size:.1f} MB pickled")


def main(folder: Path) -> None:
    case = miskolc(folder)
    show("miskolc, two facets", accuracy(case, [], set()))
    show("miskolc, one list of 12", accuracy(miskolc(folder, one_list=True), [], set()))
    order = [i for i, theme in sorted(case[2].items()) if theme]
    Random(1).shuffle(order)
    for count in (60, 140):
        verdicts = [Verdict(i, case[2][i], True, n) for n, i in enumerate(order[:count], start=1)]
        show(f"miskolc, {count} decisions", accuracy(case, verdicts, set(order[:count])))
    if (folder / "sib-200").exists():
        show("sib-200 hungarian (train + dev)", accuracy(sib(folder), [], set()))
        show("sib-200, seed words", coverage(sib(folder)))
    show("miskolc, seed words", coverage(case))
    print("miskolc, a theme taken away is proposed again:", missing(case))
    one_more(case)
    for size in (4000, 36000):
        subprocess.run([sys.executable, __file__, str(folder), str(size)], check=True)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        scale(Path(sys.argv[1]), int(sys.argv[2]))
    elif len(sys.argv) == 2:
        main(Path(sys.argv[1]))
    else:
        sys.exit(__doc__)
