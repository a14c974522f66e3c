"""The agenda each type of forum begins with, in both languages; everything can be changed."""

from typing import NamedTuple

from forum.meetings.models import AgendaItem


class Point(NamedTuple):
    """One item of a template."""

    guide: str
    minutes: int
    title_hu: str
    title_en: str
    aim_hu: str
    aim_en: str
    at_tables: bool = False


WELCOME = Point(
    "welcome",
    10,
    "Köszöntő és a mai találkozó rendje",
    "Welcome and the plan for today",
    "Mindenki tudja, miért vagyunk itt, mi fog történni, és mikor végzünk.",
    "Everybody knows why we are here, what will happen and when we finish.",
)
NEXT_STEPS = Point(
    "next",
    10,
    "Hogyan tovább: feladatok és határidők",
    "What comes next: tasks and dates",
    "Minden vállalásnak van gazdája és határideje.",
    "Every promise has a name and a date.",
)

TEMPLATES = {
    "opening": (
        WELCOME,
        Point(
            "inform",
            15,
            "Miről szól a beszélgetés?",
            "What is the conversation about?",
            "Mindenki ismeri a tényeket: mi dőlt már el, és mi az, amiről még lehet dönteni.",
            "Everybody knows the facts: what is decided already, and what is still open.",
        ),
        Point(
            "tables",
            35,
            "Asztalmunka: mi működik jól, és mi hiányzik?",
            "At the tables: what works well, and what is missing?",
            "Mindenki elmondja a maga tapasztalatát, az is, aki nagy körben nem szólalna meg.",
            "Everybody tells what they know, also those who would not speak before a full hall.",
            True,
        ),
        Point(
            "report",
            20,
            "Az asztalok beszámolói",
            "What the tables found",
            "Látjuk, miben értünk egyet, és miben nem.",
            "We see what we agree on, and what we do not.",
        ),
        Point(
            "open_floor",
            20,
            "Kérdések és hozzászólások",
            "Questions and comments",
            "Elhangzik az is, ami az asztaloknál nem került szóba.",
            "What did not come up at the tables is said as well.",
        ),
        NEXT_STEPS,
    ),
    "walk": (
        Point(
            "welcome",
            10,
            "Gyülekező és az útvonal",
            "Gathering and the route",
            "Mindenki tudja, merre megyünk, hol állunk meg, és kihez fordulhat segítségért.",
            "Everybody knows where we go, where we stop and whom to ask for help.",
        ),
        Point(
            "stop",
            20,
            "Első megálló",
            "First stop",
            "A helyszínen mondjuk el, mi jó, mi zavar, és min változtatnánk.",
            "We say on the spot what is good, what disturbs us and what we would change.",
            True,
        ),
        Point(
            "stop",
            20,
            "Második megálló",
            "Second stop",
            "Más szemével is nézzük: babakocsival, kerekesszékkel, gyerekként, sötétben.",
            "We look with the eyes of others: with a pram, in a wheelchair, as a child, at night.",
            True,
        ),
        Point(
            "stop",
            20,
            "Harmadik megálló",
            "Third stop",
            "Kiderül, mit lehetne gyorsan megoldani, és mihez kell több idő.",
            "We find out what could be mended quickly, and what needs more time.",
            True,
        ),
        Point(
            "report",
            15,
            "Visszaérkezés: mit láttunk?",
            "Back again: what did we see?",
            "Megnevezzük a három legfontosabb dolgot, amin változtatni kell.",
            "We name the three most important things to change.",
        ),
        NEXT_STEPS,
    ),
    "table": (
        WELCOME,
        Point(
            "inform",
            15,
            "Mit mondtak a lakók, és miből gazdálkodhatunk?",
            "What residents have said, and what there is to work with",
            "A javaslatok a lakók szavaiból indulnak, és beleférnek a keretbe.",
            "Proposals start from what residents said, and fit what there is.",
        ),
        Point(
            "tables",
            40,
            "Asztalmunka: javaslatok kidolgozása",
            "At the tables: working out proposals",
            "Minden asztal egy-két megvalósítható javaslatot készít.",
            "Each table makes one or two proposals that can be done.",
            True,
        ),
        Point(
            "report",
            20,
            "Az asztalok javaslatai",
            "What the tables propose",
            "Mindenki érti, melyik javaslat kinek segít, és mibe kerül.",
            "Everybody understands whom each proposal helps, and what it costs.",
        ),
        Point(
            "choose",
            20,
            "Rangsor és megállapodás",
            "Choosing and agreeing",
            "Leírjuk, mit javasol a fórum, és mi volt a többi vélemény.",
            "We write down what the forum proposes, and what the others thought.",
        ),
        NEXT_STEPS,
    ),
    "closing": (
        Point(
            "welcome",
            10,
            "Köszöntő: honnan indultunk, hová jutottunk?",
            "Welcome: where we began, and where we are",
            "Felidézzük, mit kérdeztünk, és hányan válaszoltak.",
            "We recall what we asked, and how many answered.",
        ),
        Point(
            "account",
            25,
            "Mit mondtak a lakók, és mi lett belőle?",
            "What residents said, and what became of it",
            "Minden témáról elhangzik, hogy megvalósult, tervbe került, vagy miért nem lehetett.",
            "Every theme is told: done, planned, or why it could not be.",
        ),
        Point(
            "open_floor",
            25,
            "Kérdések és visszajelzés",
            "Questions and what you think of it",
            "Mindenki elmondhatja, elfogadja-e a választ.",
            "Everybody can say whether the answer is good enough.",
        ),
        Point(
            "tables",
            15,
            "Asztalmunka: mit csináljunk legközelebb jobban?",
            "At the tables: what should be better next time?",
            "Összegyűjtjük, mit tanultunk a közös munkából.",
            "We collect what we have learned from working together.",
            True,
        ),
        NEXT_STEPS,
    ),
}


def agenda_of(type_of_forum: str) -> list[AgendaItem]:
    """Return the items a forum of this type begins with."""
    points = TEMPLATES.get(type_of_forum, ())
    return [AgendaItem(position=n, **point._asdict()) for n, point in enumerate(points)]
