"""A small town's opinions and themes, written for these tests."""

from forum.themes.records import Opinion, Theme

LINES = {
    1: """Új hinta kellene a játszótérre.
A csúszda eltört a játszótéren, a gyerekek megsérülnek.
Homokozót kérünk a piciknek!
jatszoter kellene a lakotelepre
Nincs árnyék a játszótérnél, nyáron forró a csúszda.
Mászóka és hinta a nagyobb gyerekeknek.
Kerítést a játszótér köré, mert kiszaladnak az útra a kisgyerekek.""",
    2: """Nem ég a lámpa az utcánkban.
Sötét van este a buszmegállóban, kellene világítás.
Három hete kiégett a lámpa a ház előtt.
A park teljesen sötét, lámpákat kérünk.
Félhomály van a lépcsőnél, gyenge a közvilágítás.
lampa kellene a garazsokhoz""",
    3: """A busz mindig késik reggel.
Több buszjárat kellene este tíz után.
A menetrend nem olvasható a megállóban.
Vasárnap nincs busz a temetőhöz.
Ritkítják a járatokat, pedig tele vannak a buszok.
Legyen közvetlen busz a kórházhoz.""",
    4: """Sakk klub a nyugdíjasoknak a művelődési házban.
Az időseknek kevés a program.
Nyugdíjas torna délelőttönként.""",
    0: """Szép napot mindenkinek!
Kutyafuttató kellene a folyóparton.
Hol van kutyafuttató a belvárosban?
A kutyafuttató kerítése hiányzik.
Kutyásoknak kutyafuttatót kérünk.
Nagyobb kutyafuttató kéne a tó mellé.""",
}

TEXTS = [(theme, line) for theme, lines in LINES.items() for line in lines.splitlines()]
OPINIONS = [
    Opinion(number, text, person=number, neighbourhood=number % 3)
    for number, (_, text) in enumerate(TEXTS, start=1)
]
RIGHT = {number: theme for number, (theme, _) in enumerate(TEXTS, start=1)}
PLAYGROUND, LIGHT, BUS, ELDERLY = THEMES = [
    Theme(1, "játszótér", "what", seeds=("hinta", "csúszda", "homokozó", "gyerek", "mászóka")),
    Theme(2, "közvilágítás", "what", seeds=("lámpa", "sötét", "világítás", "fény")),
    Theme(3, "buszmenetrend", "what", seeds=("busz", "járat", "menetrend", "megálló", "késik")),
    Theme(4, "idősek", "whom", seeds=("nyugdíjas", "idős", "nagymama")),
]
HOSTILE = [
    "", " ", "a", "?", "😀😀😀", "👩‍👩‍👧", "1", "\x00\x07", "\ud800", "a" * 100_000, "ab " * 33_333,
    ". " * 50_000, "-" * 10_000, "שלום עולם, אין תאורה ברחוב", "مرحبا بالعالم", "公园里没有灯",
    "Nincs pad, no bench, keine Bank 😀", "<script>alert(1)</script>", "' OR 1=1 --", "\u202eabc",
    "I\u0307stanbul", "ﬁﬂ", "e\u0301" * 500, "a@b.hu " * 3000, "0" * 5000,
]  # fmt: skip


def opinion(text: str, id: int = 1000) -> Opinion:
    """One more opinion from somebody new."""
    return Opinion(id, text, person=id)
