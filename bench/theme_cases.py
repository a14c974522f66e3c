"""The texts, codebooks and right answers the theme engine is measured with."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from forum.themes.records import Facet, Opinion, Theme

DEMO = Path(__file__).resolve().parent.parent / "forum" / "demo" / "content"
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
SIB_ENGLISH = {
    "entertainment": "film, music, actor, singer, concert, television, series, star, album, "
    "theatre, artist, show, game",
    "geography": "mountain, river, island, sea, ocean, desert, climate, area, coast, valley, lake, "
    "volcano, continent",
    "health": "disease, doctor, hospital, virus, patient, medicine, treatment, infection, vaccine, "
    "epidemic, symptom, death, injury",
    "politics": "government, president, election, minister, parliament, law, party, vote, war, "
    "country, king, protest, constitution",
    "science/technology": "researcher, scientist, computer, research, space, atom, energy, "
    "internet, theory, star, experiment, discovery",
    "sports": "team, match, player, championship, goal, ball, olympics, race, football, victory, "
    "coach, medal, league",
    "travel": "traveller, tourist, hotel, airport, plane, visa, holiday, ticket, passport, "
    "visitor, accommodation, trip, train",
}


@dataclass(frozen=True)
class Case:
    """Texts to sort, the codebook, and the right theme of each opinion (0 for none)."""

    name: str
    opinions: list[Opinion]
    themes: list[Theme]
    right: dict[int, int]
    scored: frozenset[int]  # ids of the opinions the figures are about


def cases(folder: Path) -> list[Case]:
    """Everything that can be measured with this folder; the demo's own texts when it holds none."""
    if (folder / "miskolc/opinions.csv").exists():
        found = [miskolc(folder / "miskolc/opinions.csv"), demo(folder / "miskolc/opinions.csv")]
        for part in ("train", "dev"):
            for tongue, seeds in (("hun_Latn", SIB), ("eng_Latn", SIB_ENGLISH)):
                if (folder / "sib-200" / tongue).exists():
                    found.append(sib(folder / "sib-200" / tongue, seeds, part))
        return found
    own = folder if (folder / "opinions-programs.csv").exists() else DEMO
    return [demo(own / "opinions-programs.csv")]


def miskolc(file: Path) -> Case:
    """Resident opinions with the seed words above."""
    themes = [
        Theme(i, name, _facet(name), seeds=tuple(seeds.split(", ")))
        for i, (name, seeds) in enumerate(MISKOLC.items(), start=1)
    ]
    return _case("Miskolc, seeds above", themes, _rows(file, ","))


def demo(file: Path) -> Case:
    """Resident opinions with the demo city's codebook of 17 themes."""
    entries = tomllib.loads((DEMO / "codebook.toml").read_text(encoding="utf-8"))["themes"]
    themes = [
        Theme(i, e["name_hu"], e["facet"], e["description_hu"], tuple(e["seeds"]))
        for i, e in enumerate(entries, start=1)
    ]
    return _case("Miskolc, demo codebook", themes, _rows(file, ","))


def sib(folder: Path, seeds: Mapping[str, str], part: str) -> Case:
    """Sentences of SIB-200: all are sorted together, those of one part are scored."""
    rows = [r | {"part": p} for p in ("train", "dev") for r in _rows(folder / f"{p}.tsv", "\t")]
    themes = []
    for number, (name, line) in enumerate(seeds.items(), start=1):
        title, words = line.split(": ") if ": " in line else (name.replace("/", " and "), line)
        themes.append(Theme(number, title, "what", seeds=tuple(words.split(", "))))
    titles = dict(zip(seeds, themes, strict=True))
    named = [r | {"theme": titles[r["category"]].name} for r in rows]
    case = _case(f"SIB-200 {folder.name[:3]} {part}", themes, named)
    scored = frozenset(i for i, row in enumerate(rows, start=1) if row["part"] == part)
    return Case(case.name, case.opinions, case.themes, case.right, scored)


def _case(name: str, themes: list[Theme], rows: list[dict[str, str]]) -> Case:
    number = {theme.name: theme.id for theme in themes}
    opinions = [Opinion(i, row["text"], i) for i, row in enumerate(rows, start=1)]
    right = {i: number.get(row["theme"], 0) for i, row in enumerate(rows, start=1)}
    return Case(name, opinions, themes, right, frozenset(right))


def _facet(name: str) -> Facet:
    return "whom" if name in AUDIENCES else "what"


def _rows(file: Path, delimiter: str) -> list[dict[str, str]]:
    with open(file, encoding="utf-8", newline="") as lines:
        if delimiter == "\t":
            return list(csv.DictReader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE))
        return list(csv.DictReader(lines))
