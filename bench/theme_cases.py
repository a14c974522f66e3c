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

# Themes no opinion of the set is labelled with, written like the others: a codebook of a city
# holds more than one conversation is about.
MORE = {
    "zöldterület": "park, fű, fűnyírás, virág, bokor, fa, faültetés, árnyék, zöld, liget, gaz, "
    "kaszálás",
    "parkolás": "parkoló, parkol, parkolóhely, garázs, autó, parkolóház, parkolójegy, behajtás, "
    "tilosban, övezet, lakossági engedély, mélygarázs",
    "állattartás": "kutya, macska, póráz, kutyafuttató, eb, kóbor állat, menhely, galamb, ugat, "
    "kutyapiszok, gazdi, állatvédelem",
    "egészségügy": "orvos, kórház, rendelő, háziorvos, gyógyszertár, beteg, szűrés, mentő, "
    "szakrendelés, fogorvos, ápoló, ügyelet",
    "oktatás, tanfolyamok": "iskola, tanfolyam, nyelvtanfolyam, tanár, számítógép, oktatás, "
    "óvoda, tanulás, képzés, angol, korrepetálás, internet",
    "kulturális programok": "színház, koncert, kiállítás, mozi, film, könyvtár, zene, "
    "fesztivál, előadás, könyv, irodalom, művelődési ház",
    "út- és járdahibák": "kátyú, aszfalt, járdahiba, burkolat, gödör, úthiba, járdaszegély, "
    "földút, töredezett, repedés, útfelújítás, lépcső",
    "csatorna és víz": "csatorna, víznyelő, eső, árok, csőtörés, vízvezeték, fedlap, akna, "
    "pocsolya, elönt, dugulás, ivóvíz",
}
# From the names of the eight codes and of their sub-codes in the study that made them.
CYCLING = {
    "traffic_lights": "Ampeln: Ampel, Ampelschaltung, Grünphase, Rotphase, Lichtsignalanlage, "
    "Wartezeit, Taster, Drücker, Bettelampel, grün, Schaltung, Signal",
    "lighting": "Beleuchtung: Beleuchtung, dunkel, Licht, Laterne, Lampe, Straßenlaterne, "
    "beleuchtet, unbeleuchtet, Dunkelheit, nachts, Leuchte, blendet",
    "signage": "Beschilderung und Markierung: Schild, Beschilderung, Wegweiser, "
    "Verkehrszeichen, Markierung, Fahrbahnmarkierung, Piktogramm, ausgeschildert, Linie, "
    "verblasst, Hinweisschild, markiert",
    "bicycle_parking": "Fahrradabstellanlagen: Fahrradständer, Abstellanlage, Fahrradbügel, "
    "abstellen, Stellplätze, Fahrradparkhaus, Fahrradbox, anschließen, Abstellplatz, "
    "Fahrradgarage, Radstation, Bügel",
    "obstacles": "Hindernisse: Hindernis, parken, Falschparker, zugeparkt, Poller, Mülltonnen, "
    "blockiert, Lieferverkehr, Umlaufsperre, Baustelle, versperrt, parkende Autos",
    "cycling_traffic_management": "Radverkehrsführung: Einbahnstraße, Fahrradstraße, Querung, "
    "Kreuzung, Radfahrstreifen, Schutzstreifen, Verkehrsführung, Gegenrichtung, "
    "Benutzungspflicht, Tempo 30, Radverbindung, Abbiegen",
    "cycle_path_quality": "Qualität der Radwege: Schlagloch, Wurzel, uneben, Belag, Asphalt, "
    "Risse, Bordstein, schmal, Breite, verschmutzt, holprig, Pflaster",
    "misc": "Sonstiges: Mängelmelder, Umfrage, Beteiligung, Kampagne, Leihräder, Bußgeld, "
    "Polizei, Kontrolle, Öffentlichkeitsarbeit, Verwaltung, Bus und Bahn, Lob",
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
        file = folder / "miskolc/opinions.csv"
        found = [miskolc(file), miskolc(file, MORE), demo(file)]
        for part in ("train", "dev"):
            for tongue, seeds in (("hun_Latn", SIB), ("eng_Latn", SIB_ENGLISH)):
                if (folder / "sib-200" / tongue).exists():
                    found.append(sib(folder / "sib-200" / tongue, seeds, part))
        if (folder / "egov2022-cycling-de/dataset.csv").exists():
            found.append(cycling(folder / "egov2022-cycling-de/dataset.csv"))
        return found
    own = folder if (folder / "opinions-programs.csv").exists() else DEMO
    return [demo(own / "opinions-programs.csv")]


def miskolc(file: Path, more: Mapping[str, str] | None = None) -> Case:
    """Resident opinions with the seed words above, and `more` themes nobody spoke of."""
    book = MISKOLC | dict(more or {})
    themes = [
        Theme(i, name, _facet(name), seeds=tuple(seeds.split(", ")))
        for i, (name, seeds) in enumerate(book.items(), start=1)
    ]
    return _case(f"Miskolc, {len(book)} themes", themes, _rows(file, ","))


def cycling(file: Path) -> Case:
    """What people of three German cities wrote about cycling; every second text is scored."""
    rows = _rows(file, ",")
    titles = {code: line.partition(": ")[::2] for code, line in CYCLING.items()}
    themes = [
        Theme(i, title, "what", seeds=tuple(seeds.split(", ")))
        for i, (title, seeds) in enumerate(titles.values(), start=1)
    ]
    named = [
        {
            "text": f"{row['title']}. {row['text']}".strip(),
            "theme": titles[row["main_category_level1"].removeprefix("level1_")][0],
        }
        for row in rows
    ]
    case = _case("Cycling, 8 codes", themes, named)
    return Case(case.name, case.opinions, case.themes, case.right, frozenset(list(case.right)[::2]))


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
