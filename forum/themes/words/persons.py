"""Names of people in Hungarian and English texts, found by short lists and by what stands beside.

A list cannot hold every name and some names are words too; so a name is believed from a title
beside it (néni, úr, dr., Mrs), from a family name beside a given name in any spelling, or from a
given name written as one. Streets, squares and houses named after somebody are not people.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from forum.themes.language import fold

_GIVEN = """
adam adel adrienn agi agnes agota akos albert alexandra alice aliz anasztazia andi andras andrea
andrew andris anett aniko anita anna annamaria antal anthony aranka arpad attila balazs balint
barbara barnabas bea beata bela bence benedek bernadett bertalan bianka boglarka boldizsar botond
brian brigitta cecilia charles charlotte christopher csaba csenge csilla dani daniel david denes
denis dezso diana dominik domonkos dora dori dorina dorottya edina edit edua edward elek elemer
eleonora elisabeth elizabeth elvira emese emilia emily emma endre eniko eric erik erika erno ervin
erzsebet erzsi eszter etelka eva evelin evi fanni ferenc feri ferko flora frigyes fruzsina gabi
gabor gabriella gaspar gellert george gergely gergo gertrud geza gizella gusztav gyongyi gyorgy
gyozo gyula gyuri hajnalka hanna hannah hans hedvig heike henriett henrik henry ibolya ildi ildiko
ilka ilona imre ines iren irma istvan ivett izabella jack james jane janka janos jennifer jeno
jessica joci joe john jolan jolanda jonas jonathan joseph joska jozsef jozsi judit julcsi juli
julia julianna juliska jurgen kalman kamilla karcsi karen kari karola karoly kata katalin kate
kati katie katinka katka kevin kinga klara klari klaudia klaus kornel kornelia kristof kriszta
krisztian krisztina laci lajos laszlo laura lehel lenke levente lidia lili liliana lilla linda
livia lorand lorant luca lujza magda magdolna manyi marcell marci margaret margit margo marianna
marika marko marta martha marton mary mate matild matthew matyas melinda melitta michael mihaly
mike miklos milan mira miranda misi moni monika nancy nandor natalia niki nikolett nikoletta noemi
nora norbert odon olga oliver olivia orsi orsolya oszkar otto pali palma patricia patrik paul
paula peter peti petra piroska pista rachel ramona rebecca rebeka regina reka renata richard rita
robert robi roland roman rozalia rozsi rudolf sandor sanyi sara sarah sarolta simon sofia stefan
steven susan szabina szabolcs szandra szilard szilvi szilvia szonja tamara tamas terez terezia
terka thomas tibi tibor timea timi tivadar tomi tunde ursula valentin valeria vanda vendel vera
veronika vica viktor viktoria vili vilma vilmos vince vivien william wolfgang zalan zita zoe zoli
zoltan zsanett zsigmond zsofi zsofia zsolt zsombor zsuzsa zsuzsanna zsuzsi
"""
_FAMILY = """
antal bakos balazs balint balogh banyai barta bartha benko berki biro bodnar bogdan bognar borbely
boros brown budai csonka csordas deak denes dobos dudas erdei erdelyi fabian farkas fazekas feher
fekete fischer fodor fulop gal galyas gaspar gulyas gyori hajdu halasz hegedus hegyi herczeg
horvat horvath illes jakab jonas jones juhasz kadar kalman katona kelemen kerekes kertesz kis kiss
kocsis kovacs kozma kun lakatos laszlo lengyel lorincz lukacs magyar major marton mate mayer
meszaros meyer miklos mohacsi molnar muller nagy nemes nemeth novak olah orban orosz oroszi orsos
pal palfi pap papp pasztor peter pinter puskas rac racz rigo sandor santa sarkozi schmidt
schneider simon sipos smith somogyi soos szabo szalai szalay szanto szekely szekeres szilagyi
szoke szucs takacs tamas taylor torok toth urban vadasz varadi varga vass vegh veres vida vincze
virag voros weber wilson zsiga
"""


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


LONGEST = 40  # letters of a word that are looked at; no name with its ending is longer
GIVEN, FAMILY = _words(_GIVEN), _words(_FAMILY)
#: Given names that begin sentences as words, or that are words of a city: they need a neighbour.
WEAK = _words(
    """
ibolya olga roman paula kari vera mira major virag simon balint peti
"""
)
#: Endings a folded name may carry: Jánosnak, Évát, Katival, Petiék.
_ENDING = re.compile(
    r"(?:k[ae])?(?:[aeo]?t|n[ae]k|[a-z]?[ae]l|val|vel|hoz|hez|tol|rol|ra|re|nal|nel|ban|ben|ert|ig|kent|on|en|n"
    r"|ek|e|ne|nek|neval|nenek|ekn[ae]k|eket|ekkel|ektol|i|om|am|em|unk|s|'s|a|ja|aval|javal)?"
)
#: What stands after a name of a place: Petőfi Sándor utca, Szent Anna templom, Herman Ottó Múzeum.
PLACES = _words(
    """
utca utcai utcan utcaban ut uti uton u ter teri teren terrol terre tere krt korut koruti setany
sor fasor koz hid park parkban parkja parkba liget iskola iskolaban altalanos gimnazium
gimnaziumban szakkozep muzeum muzeumban templom szobor szobra szobranal haz hazban konyvtar
szinhaz szinhazban egyetem korhaz rendelo ovoda ovodaban lakotelep kollegium kilato barlang
forras allomas palyaudvar kapu dij emlekmu emlekhaz technikum stadion csarnok uszoda furdo to
kut street square road school museum
"""
)
_TITLES = _words(
    """
neni nenit neninek nenivel nenik bacsi bacsit bacsinak bacsival bacsiek ur urat urnak urral
urtol asszony asszonyt asszonynak kisasszony doktor doktorno doktornot
"""
)
_BEFORE = _words(
    """
dr doktor mr mrs ms miss ifj id ozv
"""
)
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*\.?")


def names_somebody(text: str) -> bool:
    """Tell whether a text seems to name a person; names of streets and houses do not count."""
    words = _WORD.findall(text)
    plain = [fold(word[:LONGEST].rstrip(".")) for word in words]
    return any(_is_person(words, plain, place) for place in range(len(words)))


def _is_person(words: Sequence[str], plain: Sequence[str], at: int) -> bool:
    """Whether the word is a name of somebody, by itself or by what stands beside it."""
    written = _written_as_name(words[at])
    after = plain[at + 1] if at + 1 < len(plain) else ""
    if written and at and plain[at - 1] in _BEFORE and len(plain[at]) > 2:
        return not _before_place(plain, at)
    if (
        after in _TITLES
        and ((written and at) or _is_of(plain[at], GIVEN | FAMILY))
        and plain[at] not in _SAID
    ):
        return True
    if _is_of(plain[at], GIVEN) and at and plain[at - 1] in FAMILY:
        return not _before_place(plain, at)
    if _is_of(plain[at], FAMILY) and at and plain[at - 1] in GIVEN - FAMILY and written:
        return not _before_place(plain, at)
    if not written or _before_place(plain, at) or (at and plain[at - 1] == "szent"):
        return False
    if re.fullmatch(r".+ne", plain[at]) and plain[at][:-2] in FAMILY:
        return True
    given = _is_of(plain[at], GIVEN)
    beside = bool(at) and _written_as_name(words[at - 1]) and not words[at - 1].endswith(".")
    return given and (beside or not _is_of(plain[at], WEAK))


#: Before "úr" or "néni" these are people's offices, not names: polgármester úr, kedves néni.
_SAID = _words(
    """
polgarmester jegyzo igazgato elnok kepviselo idos kedves tisztelt a egy szomszed
"""
)


def _written_as_name(word: str) -> bool:
    return word[:1].isupper() and (len(word) < 3 or not word[1:].isupper() or len(word) > 4)


def _is_of(folded: str, names: frozenset[str]) -> bool:
    """Whether a folded word is one of the names, bare or with an ending."""
    if folded in names:
        return True
    for length in range(len(folded) - 1, 2, -1):
        if folded[:length] in names and _ENDING.fullmatch(folded[length:]):
            return True
    return False


def _before_place(plain: Sequence[str], at: int) -> bool:
    """Whether what follows within two words makes it the name of a place."""
    return any(word in PLACES for word in plain[at + 1 : at + 3])
