"""Fields no form asks for: whatever else is sent along with a form changes nothing."""

import ast
import re
from collections.abc import Iterator

import pytest

from forum import ROOT
from forum.core.db import db
from tests.attacks.pages import filled

#: A number, a word and a day nobody would come by otherwise.
NUMBER, WORD, DAY = 31337, "betolakodo", "1903-03-03"
#: Columns that people fill in themselves, under these very names.
OFTEN = ("title", "text", "name", "email", "id")


def columns() -> dict[str, object]:
    """A hostile value for every column any table has, and for its wordings."""
    values: dict[str, object] = {}
    for table in db.metadata.sorted_tables:
        for column in table.columns:
            kind = str(column.type).upper()
            numeric = any(word in kind for word in ("INT", "BOOL", "FLOAT", "NUMERIC"))
            values[column.name] = str(NUMBER) if numeric else DAY if "DATE" in kind else WORD
    for word in ("role", "is_admin", "is_staff", "official", "status", "admin", "staff", "author"):
        values.setdefault(word, WORD)
    return values


def traces() -> set[tuple[str, str]]:
    """Return the columns in which a hostile value stands now."""
    found = set()
    for table in db.metadata.sorted_tables:
        for row in db.session.execute(table.select()).mappings():
            for name, value in row.items():
                told = str(value)
                if value == NUMBER or WORD in told or told.startswith(DAY):
                    found.add((table.name, name))
    return found


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
@pytest.mark.parametrize("role", ["visitor", "resident", "facilitator", "planner", "administrator"])
def test_nobody_gives_themselves_more_than_the_form_asks(world, intruder, people, role):
    roles = {person.id: person.role for person in vars(people).values() if hasattr(person, "role")}
    someone, also, accepted = intruder(role), columns(), 0
    for form in someone.forms(world.shown()):
        more = {name: value for name, value in also.items() if name not in form.inputs}
        for sent in filled(form, "Több padot szeretnék"):
            accepted += someone.send(form, {**more, **sent}).status_code in {302, 303}
    assert accepted >= {"visitor": 15, "resident": 20}.get(role, 40)
    assert traces() == set()
    if role != "administrator":
        db.session.expire_all()
        assert {number: db.session.get(type(people.ana), number).role for number in roles} == roles


#: What a browser or a program sends, by whatever names it likes.
SENT = re.compile(r"request\.(form|values|args|json|get_json)\b(?!\.get\()")
#: Calls that would hand all of it on.
HANDING_ON = {"setattr", "vars", "dict", "map", "filter", "list", "set", "sorted", "zip", "update"}
#: Read by name, and only counted or compared.
READ = {
    "forum/events/attending/views_sheets.py: request.form",
    "forum/meetings/writing/views_minuting.py: request.form.getlist('came')",
}


def handed_on(source: str) -> Iterator[str]:
    """Yield the expressions of a program that take fields by the names they came under."""
    for node in ast.walk(ast.parse(source)):
        spots: list[ast.expr] = []
        if isinstance(node, ast.keyword) and node.arg is None:
            spots = [node.value]
        elif isinstance(node, ast.For | ast.comprehension):
            spots = [node.iter]
        elif isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            spots = [node] if name == "populate_obj" else node.args if name in HANDING_ON else []
        yield from (words for words in map(ast.unparse, spots) if SENT.search(words))
        yield from (words for words in map(ast.unparse, spots) if "populate_obj" in words)


def test_no_program_hands_on_fields_by_the_names_they_came_under():
    """Every form and the API name what they take; also where no test can send a whole form."""
    found = {
        f"{path.relative_to(ROOT)}: {words}"
        for path in (ROOT / "forum").rglob("*.py")
        for words in handed_on(path.read_text(encoding="utf-8"))
    }
    assert found == READ


@pytest.mark.parametrize(
    "source",
    [
        "Person(**request.form)",
        "person.change(**request.get_json())",
        "form.populate_obj(person)",
        "for name in request.values: setattr(person, name, request.values[name])",
        "values = {name: text for name, text in request.form.items()}",
        "vars(person).update(request.json)",
    ],
)
def test_such_a_program_would_be_found(source):
    assert list(handed_on(source))
