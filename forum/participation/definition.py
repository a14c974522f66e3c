"""What is counted, and how: the one written definition, in both languages.

The public page and the first sheet of every export show these words and no others.
"""

from forum.core.i18n import language

TITLE = {"hu": "Mit számolunk, és hogyan?", "en": "What we count, and how"}

#: A short name for each paragraph, and the paragraph; the kinds stand in the order of the registry.
PARAGRAPHS: tuple[tuple[dict[str, str], dict[str, str]], ...] = (
    (
        {"hu": "Részvétel", "en": "Participation"},
        {
            "hu": "Egy részvétel azt jelenti, hogy egy ember egy dologban egyszer részt vett. "
            "Kilencféle dolgot számolunk. Leadott jelentkezés: valaki nevet, elérhetőséget vagy "
            "fiókot megadva jelentkezett egy eseményre, és nem mondta le. Eseményen való részvétel: "
            "valaki ott volt, mert megérkezését feljegyezték, megszámolták, vagy aláírta a jelenléti "
            "ívet. Felszólalás egy városbeszélgetésben, akárhány véleménnyel. Mérlegelés egy "
            "városbeszélgetésben, akárhány véleményt mérlegelt valaki. Programötlet javaslása; ha a "
            "város egy ötletet szétválaszt, az nem új javaslat. Egy ötlet támogatása, amíg valaki "
            "vissza nem vonja; az összevont ötletek támogatóit ott számoljuk, ahol támogattak. "
            "Csatlakozás egy közösséghez vagy az érdeklődők listájához, amíg valaki tagja. "
            "Visszajelzés egy programról, alkalmanként egyszer. Leadott szavazólap egy évad "
            "programjairól, akkor is egyszer, ha valaki módosította.",
            "en": "A participation is one person taking part in one thing once. We count nine "
            "kinds. A form handed in: somebody registered for an event with a name, a contact or "
            "an account, and did not cancel. An event attended: somebody was there, because they "
            "were checked in, counted, or signed the sheet. A conversation spoken in, with however "
            "many opinions. A conversation weighed in, however many opinions somebody weighed. A "
            "program idea proposed; a part the city makes of one is no new proposal. An idea "
            "supported, unless somebody took it back; of ideas that were put together, support is "
            "counted where it was given. A community or its interest list joined, while somebody "
            "belongs to it. Feedback on a program, once for each session. A ballot on the programs "
            "of a season, once even if somebody changed it.",
        },
    ),
    (
        {"hu": "Például", "en": "For example"},
        {
            "hu": "Aki jelentkezik egy fórumra, el is jön, papíron lead egy véleményt, és az "
            "interneten mérlegeli a többiekét, az egy résztvevő négy részvétellel. Aki jelentkezik, "
            "de nem jön el, annak csak a jelentkezését számoljuk. Ezért minden összeg mellett ott "
            "áll, hogy miből mennyi van benne.",
            "en": "Whoever registers for a forum, comes to it, hands in an opinion on paper and "
            "weighs the others’ online is one participant with four participations. Of whoever "
            "registers and does not come, only the form is counted. That is why beside every total "
            "stands how much of it is of which kind.",
        },
    ),
    (
        {"hu": "Résztvevő", "en": "Participant"},
        {
            "hu": "A résztvevő egy ember, amennyire a nyomok alapján tudható. Két nyomot ismerünk: a "
            "fiókot, amelynek e-mail-címét megerősítették, és a megadott e-mail-címet vagy "
            "telefonszámot. Ugyanaz a cím vagy szám mindenütt ugyanaz az ember, a fiókja címe is. "
            "Ha valaki a fiókjából vagy a böngészőjéből csak magát jelentkeztette, a kettő egy "
            "ember. A nyilvántartásban sem név, sem cím, sem telefonszám nincs: csak egy lenyomat, "
            "amelyből nem fejthető vissza.",
            "en": "A participant is one person as far as the evidence tells. There are two kinds of "
            "evidence: an account whose e-mail address was confirmed, and an e-mail address or "
            "telephone number that was told. The same address or number is the same person "
            "everywhere, and so is the address of an account. Whoever registered only themselves "
            "from an account or a browser is one person with it. The ledger holds no name, address "
            "or number: only a fingerprint from which nobody can tell them.",
        },
    ),
    (
        {"hu": "Mikor mondunk két számot?", "en": "Why two numbers?"},
        {
            "hu": "Sokan úgy vesznek részt, hogy nem mondják meg, kicsodák. Az ő részvételüket is "
            "számoljuk, de hogy hány különböző ember, azt senki nem tudja. Ezért két számot mondunk. "
            "Legfeljebb ennyien: mintha mindegyikük új ember volna. Legalább ennyien: mintha egyikük "
            "sem volna új. De annál soha nem mondunk kevesebbet, ahányan egyetlen eseményen együtt "
            "voltak, mert ők biztosan különböző emberek.",
            "en": "Many people take part without telling who they are. Their participations count "
            "too, but how many different people they are nobody knows. So we tell two numbers. At "
            "most: as if each of them were somebody new. At least: as if none of them were new. But "
            "never fewer than were together at one event, because those are surely different people.",
        },
    ),
    (
        {"hu": "Elrejtett szavak", "en": "Hidden words"},
        {
            "hu": "Aki felszólalt vagy ötletet javasolt, az részt vett, akkor is, ha a szavait később "
            "elrejtették: az elrejtés a szavakról szól, nem az emberről.",
            "en": "Whoever spoke or proposed an idea took part, also when their words were hidden "
            "later: hiding is about the words, not about the person.",
        },
    ),
    (
        {"hu": "Javítások", "en": "Corrections"},
        {
            "hu": "A nyilvántartásból semmit nem törlünk, és semmit nem írunk át. Ha valami "
            "megváltozik, az új sorként, javításként kerül be. Lezárt időszak számai nem változnak: "
            "amit később tudunk meg róla, azt a nyitott időszakban javításként könyveljük.",
            "en": "Nothing is deleted from the ledger and nothing is rewritten. What changes is "
            "added as a new line, a correction. The figures of a closed period do not change: what "
            "is found out later is booked in the open period, as a correction.",
        },
    ),
    (
        {"hu": "Mit nem mutatunk?", "en": "What we do not show"},
        {
            "hu": "A nyilvános táblázatokban nem áll olyan szám, amely mögött ötnél kevesebb ember "
            "van, sem olyan, amelyből az ilyen kiszámolható. A táblázatokat havonta egyszer, a hónap "
            "elején készítjük, és egész hónapokat fednek le, hogy egyik napról a másikra se lehessen "
            "következtetni senkire. Az összegek és a fajták szerinti bontásuk naprakészek.",
            "en": "The public tables hold no number behind which there are fewer than five people, "
            "nor one from which such a number could be worked out. They are made once a month, at "
            "its beginning, and cover whole months, so that nothing can be concluded about anybody "
            "from one day to the next. The totals and their split by kind are up to date.",
        },
    ),
)


def title() -> str:
    """Return the heading of the definition in the language of the page."""
    return TITLE[language()]


def paragraphs() -> list[tuple[str, str]]:
    """Return the definition in the language of the page: pairs of a name and a paragraph."""
    return [(name[language()], text[language()]) for name, text in PARAGRAPHS]
