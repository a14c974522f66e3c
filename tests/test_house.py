"""The rules of the house, so that nobody has to remember them (docs/architecture.md)."""

import ast
import re
from itertools import pairwise
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from click import Group
from markupsafe import Markup

from forum import ROOMS, ROOT
from forum.audit.models import ACTS
from forum.config import SETTINGS
from forum.core.access import PERMISSIONS

FORUM, TEMPLATES, DOCS = ROOT / "forum", ROOT / "templates", ROOT / "docs"
#: Rooms from the ground up; each may import those before it.
ORDER = ["core", *(room.__name__.removeprefix("forum.") for room in ROOMS), "serve", "cli"]
#: Modules of the whole, which any room may be imported by.
TOP = {"__init__", "config", "cli", "serve"}
#: Endpoints the framework brings.
GIVEN = {"static"}
#: Doors of the house that every room may point at.
DOORS = {"pages.home", "pages.privacy", "accounts.sign_in", "opinions.follow"}


def modules():
    return sorted(FORUM.rglob("*.py"))


def room_of(path: Path) -> str:
    return path.relative_to(FORUM).parts[0].removesuffix(".py")


def imports_of(path: Path) -> set[str]:
    """The names a module imports, as full dotted paths."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found


def test_imports_point_towards_core():
    wrong = []
    for path in modules():
        here = room_of(path)
        if here in TOP:
            continue
        for name in imports_of(path):
            parts = name.split(".")
            if parts[0] != "forum" or len(parts) < 2:
                continue
            there = parts[1]
            if there not in ORDER or ORDER.index(there) > ORDER.index(here):
                wrong.append(f"{path.relative_to(ROOT)} imports {name}")
    assert wrong == []


def test_siblings_know_nothing_of_each_other():
    siblings = ("opinions", "ideas", "meetings", "programs")
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in modules()
        for name in imports_of(path)
        for here, there in [(room_of(path), f"{name}.".split(".")[1])]
        if here in siblings and there in siblings and here != there
    ]
    assert wrong == []


def test_the_rooms_of_planning_point_one_way():
    order = ["fair", "needs", "ballots", "seasons", "you_said"]
    wrong = [
        f"{path.relative_to(ROOT)} imports {name}"
        for here in order
        for path in sorted((FORUM / "planning" / here).rglob("*.py"))
        for name in imports_of(path)
        for there in order[order.index(here) + 1 :]
        if name.startswith(f"forum.planning.{there}.")
    ]
    assert wrong == []


def test_no_room_names_the_pages_of_a_higher_one():
    rooms, wrong = set(ORDER), []
    for path in [*modules(), *sorted(TEMPLATES.rglob("*.html"))]:
        here = path.parts[len(ROOT.parts) + 1]
        if here not in rooms or (path.suffix == ".py" and room_of(path) in TOP):
            continue
        for room, name in re.findall(r"""['"]([a-z]+)\.([a-z_]+)['"]""", path.read_text()):
            above = room in rooms and ORDER.index(room) > ORDER.index(here)
            if above and f"{room}.{name}" not in DOORS:
                wrong.append(f"{path.relative_to(ROOT)} names {room}.{name}")
    assert wrong == []


def test_only_one_module_imports_nltk():
    users = [p.name for p in modules() if any(n.split(".")[0] == "nltk" for n in imports_of(p))]
    assert users == ["language.py"]


def pure_modules():
    """What is typed strictly is the engine: it knows no web and no database."""
    declared = re.search(r"files = \[(.*?)\]", (ROOT / "pyproject.toml").read_text(), re.S)
    engines = r'"(forum/(?:themes|planning/fair|core/cells)[^"]*)"'
    places = [ROOT / name for name in re.findall(engines, declared.group(1))]
    return {
        file for place in places for file in (place.rglob("*.py") if place.is_dir() else [place])
    }


def test_the_pure_modules_know_no_flask_and_no_database():
    pure = pure_modules()
    names = {".".join(path.relative_to(ROOT).with_suffix("").parts) for path in pure}
    packages = {name.removesuffix(".__init__") for name in names}
    assert len(pure) > 50
    for path in pure:
        for imported in imports_of(path):
            root = imported.split(".")[0]
            assert root not in {"flask", "sqlalchemy", "flask_sqlalchemy", "flask_babel"}, path
            if root == "forum":
                known = imported in packages or imported.rpartition(".")[0] in packages
                assert known, f"{path.relative_to(ROOT)} leaves the engine for {imported}"


def test_the_engine_is_named_whole():
    engine = ("charting", "discovering", "measuring", "sorting", "texts", "votes", "words")
    folders = {
        path.name for path in (FORUM / "themes").iterdir() if (path / "__init__.py").exists()
    }
    web = {"board", "pictures", "runs", "weighings"}
    assert folders == {*engine, *web}
    assert all(any(folder in path.parts for path in pure_modules()) for folder in engine)


def test_no_module_grows_beyond_reading():
    longest = {path: len(path.read_text().splitlines()) for path in modules()}
    assert [str(path.relative_to(ROOT)) for path, lines in longest.items() if lines > 300] == []


def test_nothing_below_the_views_asks_who_is_there():
    ambient = re.compile(r"\bcurrent_(user|person)\b")
    allowed = {"access.py", "i18n.py", "errors.py", "navigation.py", "__init__.py", "guests.py"}
    wrong = [
        str(path.relative_to(ROOT))
        for path in modules()
        if ambient.search(path.read_text())
        and path.name not in allowed
        and not path.name.startswith("views")
        and "views" not in path.parts
        and room_of(path) not in {"pages", "api"}
    ]
    assert wrong == []


def test_every_route_has_a_known_permission(house):
    for endpoint, view in house.view_functions.items():
        if endpoint not in GIVEN:
            assert getattr(view, "permission", None) in PERMISSIONS, endpoint


def test_every_permission_and_act_tells_its_sentence(app):
    for permission in PERMISSIONS.values():
        assert str(permission.sentence)
    for act in ACTS.values():
        assert str(act.sentence)


def templates_named_in(path: Path) -> set[str]:
    return set(re.findall(r'"(\w[\w/-]*\.(?:html|txt|typ|xml))"', path.read_text()))


def test_templates_mirror_the_rooms():
    wrong = []
    for path in modules():
        for name in templates_named_in(path):
            if not (TEMPLATES / name).exists() and "/" in name:
                wrong.append(f"{path.relative_to(ROOT)}: {name} is missing")
            elif "/" in name and name.split("/")[0] not in {room_of(path), "shared"}:
                wrong.append(f"{path.relative_to(ROOT)} draws {name}")
    assert wrong == []


def test_no_template_is_an_orphan():
    sources = [*modules(), *TEMPLATES.rglob("*.html")]
    named = "\n".join(path.read_text() for path in sources)
    orphans = [
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*")
        if path.is_file() and str(path.relative_to(TEMPLATES)) not in named
    ]
    assert orphans == []


@pytest.mark.parametrize(
    "pattern",
    [
        r"\sstyle=",
        r"<style",
        r"\son[a-z]+=\"",
        r"<script",  # {{ script('name') }} writes it, with the nonce of the page
        r"https?://(?!www\.w3\.org)",
    ],
)
def test_pages_hold_nothing_the_content_policy_forbids(pattern):
    wrong = [
        f"{path.relative_to(TEMPLATES)}: {line.strip()[:80]}"
        for path in TEMPLATES.rglob("*.html")
        for line in path.read_text().splitlines()
        if re.search(pattern, line)
    ]
    assert wrong == []


def messages():
    """Every sentence the sources hold."""
    keywords = {"_": None, "_l": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
    places = ((FORUM, [("**.py", "python")]), (TEMPLATES, [("**.html", "jinja2")]))
    for folder, methods in places:
        options = {"**.html": {"trimmed": "true"}}
        for _file, _line, message, _comments, _context in extract_from_dir(
            folder, methods, options, keywords
        ):
            yield message[0] if isinstance(message, tuple) else message


def test_every_sentence_is_translated():
    with (ROOT / "translations/hu/LC_MESSAGES/messages.po").open("rb") as file:
        catalogue = read_po(file, locale="hu")
    known = {}
    for message in catalogue:
        single = message.id if isinstance(message.id, str) else message.id[0]
        known[single] = (
            message.string if isinstance(message.string, str) else "".join(message.string)
        )
    missing = sorted({message for message in messages() if message and not known.get(message)})
    assert missing == []
    # a sentence marked as fuzzy is left out when the catalogue is compiled
    assert [message.id for message in catalogue if message.id and message.fuzzy] == []


def test_translations_keep_their_placeholders():
    holes = re.compile(r"%\((\w+)\)[sd]")
    with (ROOT / "translations/hu/LC_MESSAGES/messages.po").open("rb") as file:
        for message in read_po(file, locale="hu"):
            ids = [message.id] if isinstance(message.id, str) else list(message.id)
            told = [message.string] if isinstance(message.string, str) else list(message.string)
            for text in filter(None, told):
                extra = set(holes.findall(text)) - set(holes.findall(" ".join(ids)))
                assert not extra, message.id


def test_docs_name_every_setting():
    text = (DOCS / "settings.md").read_text()
    assert [setting.name for setting in SETTINGS if f"`{setting.name}`" not in text] == []


def test_docs_name_every_command(house):
    text = (DOCS / "commands.md").read_text()
    ours = {
        name: c
        for name, c in house.cli.commands.items()
        if name not in {"run", "shell", "routes", "db"}
    }
    for name, command in ours.items():
        names = (
            [f"{name} {sub}" for sub in command.commands] if isinstance(command, Group) else [name]
        )
        for each in names:
            assert f"`flask --app wsgi {each}" in text, each


def test_docs_name_every_room():
    text = (DOCS / "architecture.md").read_text()
    assert [room for room in ORDER if f"`{room}" not in text and f"{room}/" not in text] == []


def test_links_in_the_docs_lead_somewhere():
    for path in [*DOCS.glob("*.md"), ROOT / "README.md"]:
        for target in re.findall(r"\]\(([^)#:]+?)(?:#[^)]*)?\)", path.read_text()):
            assert (path.parent / target).exists(), f"{path.name}: {target}"


def test_every_test_the_docs_name_exists():
    """docs/security.md promises them; a test that was renamed must not leave a promise behind."""
    text = "".join(path.read_text() for path in DOCS.rglob("*.md"))
    named = set(re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", text))
    assert len(named) > 20
    missing = [
        f"{file}::{name}"
        for file, name in sorted(named)
        if not (ROOT / file).exists() or (name and f"def {name}(" not in (ROOT / file).read_text())
    ]
    assert missing == []


def test_numbers_of_migrations_are_a_chain():
    names = sorted(path.name for path in (ROOT / "migrations/versions").glob("*.py"))
    for former, later in pairwise(names):
        text = (ROOT / "migrations/versions" / later).read_text()
        assert re.search(rf"down_revision = ['\"]{former[:4]}['\"]", text), later


def test_residents_words_are_escaped_where_they_are_written():
    from forum.core.rendering import render

    assert "<script" not in render("<script>alert(1)</script>")
    assert Markup(render("a & b")) == "<p>a &amp; b</p>"
