"""The rooms of moderation point one way, so that each can be read without the later ones."""

import ast
import re

from forum import ROOT
from tests.test_house import imports_of

MODERATION = ROOT / "forum/moderation"
#: Rules look at a text and fill the queue, which asks them again: these two know each other.
ORDER = ({"assigning"}, {"covering"}, {"decisions"}, {"rules", "review"}, {"figures"})


def test_they_are_all_named():
    folders = {path.parent.name for path in MODERATION.glob("*/__init__.py")}
    assert folders == set().union(*ORDER)


def test_each_imports_only_those_before_it():
    wrong = []
    for number, rooms in enumerate(ORDER):
        later = set().union(*ORDER[number + 1 :])
        for path in (path for room in rooms for path in sorted((MODERATION / room).rglob("*.py"))):
            for name in imports_of(path):
                if any(f"{name}.".startswith(f"forum.moderation.{room}.") for room in later):
                    wrong.append(f"{path.relative_to(ROOT)} imports {name}")
    assert wrong == []


#: What Jinja reads as a constant, or means by itself in a loop or a macro.
TAKEN = {"true", "false", "none", "loop", "self", "super", "caller", "varargs", "kwargs", "_"}


def test_no_page_is_given_a_name_that_jinja_reads_otherwise():
    """``{% if true %}`` is always so, whatever the view called ``true``."""
    wrong = []
    for path in sorted((ROOT / "forum").rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text())):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "render_template":
                given = {each.arg for each in call.keywords}
                wrong += [f"{path.relative_to(ROOT)}: {name}" for name in given & TAKEN]
    for path in sorted((ROOT / "templates").rglob("*.html")):
        named = re.findall(r"{%-? *(?:set|for) +(\w+)", path.read_text())
        wrong += [f"{path.relative_to(ROOT)}: {name}" for name in set(named) & TAKEN]
    assert wrong == []
