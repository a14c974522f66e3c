"""Finding words: whatever their accents and endings, and only what everybody may read."""

import pytest

from forum.core import excerpts, search
from forum.core.db import db
from forum.core.search import Findable


@pytest.fixture
def index(app):
    """Put texts into the index: ``index("Több padot!", "Kevesebb autót!")``."""

    def put(*texts, kind="opinion", scope_id=1):
        start = getattr(put, "count", 0)
        for number, text in enumerate(texts, start=start + 1):
            search.add(Findable(kind, number, f"T{number}", text, "/", scope_id))
        put.count = start + len(texts)
        db.session.commit()

    return put


def found(app, text, kind=None):
    with app.test_request_context("/search"):
        page = search.find(text, kind)
        return None if page is None else [entry.excerpt for entry in page.items]


@pytest.mark.parametrize(
    ("asked", "written"),
    [
        ("bucsu", "Legyen búcsú a téren!"),
        ("BÚCSÚ", "legyen bucsu"),
        ("pad", "Több padot kérünk!"),
        ("padok", "Kellene egy pad."),
        ("játszótereket", "A játszótér rossz."),
        ("játszóterek", "Több játszóteret!"),
        ("busz", "Új buszmegálló kellene"),
        ("lámpák", "nem ég a lámpa"),
        ("2026", "A 2026 évi terv"),
    ],
)
def test_accents_endings_and_beginnings_of_compounds_do_not_matter(app, index, asked, written):
    index(written, "Egészen más szöveg.")
    assert found(app, asked) == [written]


def test_every_word_must_be_there(app, index):
    index("Több padot a parkba!", "Több padot!", "Szép a park.")
    assert found(app, "pad park") == ["Több padot a parkba!"]


def test_the_exact_word_comes_before_longer_ones(app, index):
    index("padlizsán leves lesz", "Egy pad kellene.", "padlizsán")
    assert found(app, "pad")[0] == "Egy pad kellene."


def test_what_speaks_of_it_more_comes_first_then_the_newer(app, index):
    index("park", "park park park", "park")
    assert found(app, "park")[0] == "park park park"


def test_short_words_are_met_exactly(app, index):
    index("Az E5 busz", "E55 út")
    assert found(app, "E5") == ["Az E5 busz"]


def test_kinds_are_told_apart_and_counted(app, index):
    index("padok")
    index("padok mindenütt", kind="conversation")
    assert found(app, "pad", "conversation") == ["padok mindenütt"]
    assert search.count_kinds("pad") == {"opinion": 1, "conversation": 1}
    assert search.count_kinds("nincs ilyen szó") == {}


@pytest.mark.parametrize("nothing", ["", " ", "?!", "a az és", "%", "_", "\x00", "'; --", "((("])
def test_without_words_nothing_is_searched(app, index, nothing):
    index("Több padot!")
    assert found(app, nothing) is None
    assert search.count_kinds(nothing) == {}


@pytest.mark.parametrize(
    "wild", ["pa%", "p_d", "pad*", "pad OR 1=1", "🎡", "\ud83d", "a" * 5000, "x " * 3000]
)
def test_wildcards_and_nonsense_are_only_words(app, index, wild):
    index("Több padot!")
    assert found(app, wild) in (None, [], ["Több padot!"])


def test_a_thing_is_in_the_index_once(app):
    for text in ("alma fa", "körte fa"):
        search.add(Findable("opinion", 1, title="T", text=text, path="/"))
        db.session.commit()
    assert found(app, "alma") == []
    assert found(app, "körte") == ["körte fa"]


def test_what_is_removed_leaves_no_word_behind(app, index):
    index("Több padot!")
    search.remove("opinion", 1)
    db.session.commit()
    assert found(app, "pad") == []
    assert db.session.query(search.SearchTerm).count() == 0


def test_similar_things_share_most_words_and_stay_in_their_scope(app, index):
    index("Több padot kérünk a parkba", "Padot és kukát a parkba", "Kutyás játszótér")
    index("Több padot kérünk a parkba máshol", scope_id=2)
    assert search.similar("padot kérünk a parkba", "opinion", 1) == [1, 2]
    assert search.similar("", "opinion", 1) == []


def test_a_search_is_one_page_whatever_it_finds(app, index, count_queries):
    index(*(f"pad száma {number}" for number in range(45)))
    with app.test_request_context("/search?page=3"), count_queries() as log:
        page = search.find("pad")
        assert (len(page.items), page.total) == (5, 45)
    assert len([statement for statement in log if statement.startswith("SELECT")]) <= 2


def text_of(pieces):
    return "".join(f"[{piece.text}]" if piece.marked else piece.text for piece in pieces)


def test_found_words_are_marked_as_they_were_written(app):
    wanted = search.recogniser("padok bucsu")
    assert text_of(excerpts.mark("A Padokat a BÚCSÚra!", wanted)) == "A [Padokat] a [BÚCSÚra]!"


def test_marking_keeps_every_character(app):
    text = '<b>pad</b> & "pad" 🎡 pad-pad\n'
    pieces = excerpts.mark(text, search.recogniser("pad"))
    assert "".join(piece.text for piece in pieces) == text


def test_an_excerpt_shows_the_place_where_the_word_is(app):
    text = "eleje " * 100 + "itt van a pad amiről szó van " + "vége " * 100
    shown = text_of(excerpts.excerpt(text, search.recogniser("pad")))
    assert "[pad]" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < 300


def test_a_short_text_is_shown_whole(app):
    assert text_of(excerpts.excerpt("Több padot!", search.recogniser("pad"))) == "Több [padot]!"


def test_a_text_without_the_word_begins_at_its_beginning(app):
    assert text_of(excerpts.excerpt("alma " * 100, search.recogniser("körte"))).startswith("alma")


def test_one_endless_word_is_cut(app):
    assert len(text_of(excerpts.excerpt("x" * 4000, search.recogniser("y")))) <= 260
