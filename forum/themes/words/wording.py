"""The words of texts as people wrote them: what a label may be made of, and what it may not."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from forum.themes.language import LONGEST_TOKEN, TOKEN, Language, fold, language_of, stem
from forum.themes.words import persons
from forum.themes.words.private import EMAIL

SHORTEST = 3  # letters of a word that can stand in a label
READ = 4000  # characters of a text that are read for its label
NAME_SHARE = 0.5  # written with a capital inside a sentence this often, a word is a name
WEB = ("http", "www")
DOTTED = frozenset(
    ["hu", "com", "eu", "org", "net", "info", "html", "php", "de", "at", "uk", "gov"]
)
_STREETS = """
utca utcai utcaban utcan utcat ut uti uton utja ter teren terre teri korut korutja koruton krt
setany sor fasor lakotelep telep koz hid street road avenue lane drive square boulevard st rd ave
blvd strasse str platz allee gasse brucke ring
"""
STREETS = frozenset(_STREETS.split())  # the word before one of these is a name
_GENERIC = """
város városi városban városunk városunkban városrész városrészben kerület kerületi kerületben hely
helyen helyek helyet helyre terület területen területek területe rész részen része részek program
programok programot ügy ügyek ügyben probléma problémák problémát kérdés dolog alkalom időpont
lehetőség lehetőségek lehetőséget utca utcában utcán utcák út úton utak úttest tér téren körút sarok
sarkán sarkon oldal oldalon oldalán ház házak háznál előtti melletti mögötti közötti szám számú óra
órakor perc percet hét héten hete hónap hónapja hónapok reggel délután délelőtt délben este esti
hétfő kedd szerda csütörtök péntek szombat vasárnap január február március április május június
július augusztus szeptember október november december ide oda jelenleg régóta állapot állapotban
állapota bejelentés bejelentésem bejelentem bejelentő mellékelt fotó fotón kép képen látható található
lakó lakók lakos lakosok lakosság lakossági polgár kér mond megy jön lát néz áll állnak van lenne
nálunk lásd felé felől irány irányba irányában során alapján például fontos lehetséges megfelelő adott
közösség közösségi környék környékén környéken forint millió folyamatosan rendszeresen többször
city town area areas place places part parts program programs programme people person resident
residents citizen citizens community problem problems issue issues question time times day days week
month year years way ways lot kind type side street streets road roads number local county state
country stadt ort orte bereich teil strasse straße strassen straßen weg platz
seite stelle stellen problem probleme frage zeit tag tage jahr jahre woche leute mensch menschen
bürger richtung höhe ecke beispiel grund fall euro meter km use used using work make
makes bring keep help see look come means well go going know say said says take give show include including
become provide allow continue create add put able focus available able work
need many bring must want every sollte sollten gibt geht steht kommt macht
"""
PEOPLE = persons.GIVEN - persons.WEAK
GENERIC = frozenset(fold(word) for word in _GENERIC.split())


@dataclass(frozen=True, slots=True)
class Word:
    """A word in the form to show, its stem (empty for words of grammar), and how it stands."""

    written: str
    term: str
    follows: bool  # only a space parts it from the word before
    raised: bool  # with a capital inside a sentence, where that means something
    capital: bool  # with a capital anywhere


def read(text: str, language: Language | None = None) -> list[Word]:
    """The words of a text in reading order, without addresses of mail and web."""
    plain = unicodedata.normalize("NFC", text[:READ])
    plain = EMAIL.sub(" . ", plain) if "@" in plain else plain
    tongue = language or language_of(plain)
    telling = tongue != "de" and not plain.isupper()  # in German every noun has a capital
    found: list[Word] = []
    end, web = 0, False
    for match in TOKEN.finditer(plain):
        gap, token = plain[end : match.start()], match.group()
        web = fold(token).startswith(WEB) or (web and " " not in gap and "\n" not in gap)
        web = web or (gap == "." and fold(token) in DOTTED)
        end = match.end()
        if web:
            continue
        folded = fold(token)[:LONGEST_TOKEN]
        inside = bool(found) and gap in (" ", ", ") and not found[-1].written.isdigit()
        raised = inside and telling and token[0].isupper()
        form = token if tongue == "de" else _shown(token)
        found.append(Word(form, stem(folded, tongue), gap == " ", raised, token[0].isupper()))
    return found


def names(texts: Iterable[Sequence[Word]]) -> frozenset[str]:
    """The stems written like names: with a capital inside a sentence, or before a street."""
    seen: Counter[str] = Counter()
    raised: Counter[str] = Counter()
    for words in texts:
        shouting = sum(w.raised for w in words) > len(words) / 2
        for place, word in enumerate(words):
            seen[word.term] += 1
            after = words[place + 1] if place + 1 < len(words) else None
            beside = word.capital and after is not None and after.follows and _named_by(after)
            person = word.capital and fold(word.written) in PEOPLE
            raised[word.term] += (word.raised and not shouting) or beside or person
    return frozenset(t for t, n in raised.items() if t and n >= NAME_SHARE * seen[t])


def _named_by(after: Word) -> bool:
    """Whether the word before this one is a name: Petőfi utca, Kovács János."""
    folded = fold(after.written)
    return folded in STREETS or (after.capital and folded in PEOPLE)


def usable(word: Word, named: frozenset[str]) -> bool:
    """Whether a label may hold this word."""
    folded = fold(word.written)
    if not word.term or len(folded) < SHORTEST or not folded.isalpha() or folded in GENERIC:
        return False
    if word.term in GENERIC or word.term in named or folded in STREETS:
        return False
    # avasi, győri: "of" a named place
    return not (folded.endswith("i") and folded[:-1] in named)


@dataclass(frozen=True)
class Forms:
    """How often each term, and each pair of neighbours, was written in which form."""

    words: Mapping[str, Counter[str]]
    pairs: Mapping[tuple[str, str], Counter[tuple[str, str]]]
    texts: Counter[str]  # in how many texts a term stands


def forms(texts: Iterable[Sequence[Word]], named: frozenset[str]) -> Forms:
    """The written forms of the words a label of these texts may hold."""
    words: dict[str, Counter[str]] = {}
    pairs: dict[tuple[str, str], Counter[tuple[str, str]]] = {}
    spread: Counter[str] = Counter()
    for text in texts:
        met = [usable(word, named) for word in text]
        spread.update({w.term for w, good in zip(text, met, strict=True) if good})
        own: set[tuple[str, str, str, str]] = set()
        for place, word in enumerate(text):
            if not met[place]:
                continue
            words.setdefault(word.term, Counter())[word.written] += 1
            if place and met[place - 1] and word.follows:
                before = text[place - 1]
                own.add((before.term, word.term, before.written, word.written))
        for first, second, one, other in own:
            pairs.setdefault((first, second), Counter())[one, other] += 1
    return Forms(words, pairs, spread)


def _shown(written: str) -> str:
    """A word as a label shows it: without capitals, but LED stays LED."""
    return written if 1 < len(written) < 5 and written.isupper() else written.lower()
