"""The folders of privacy know only what they need, so that each can be read without the others."""

from forum import ROOT
from tests.test_house import imports_of

PRIVACY = ROOT / "forum/privacy"
#: Erasing is asked for by its owner or by the calendar; these two do not know each other.
KNOWN = {"erasing": set(), "retention": {"erasing"}, "own": {"erasing"}}
#: What stands above and is meant for the folders; it knows none of them.
COMMON = {"cli", "keepsakes", "pages"}


def parts_of(path):
    """The parts of the room that a module imports."""
    imported = (name.split(".") for name in imports_of(path))
    return {name[2] for name in imported if name[:2] == ["forum", "privacy"]}


def test_they_are_all_named():
    assert {path.parent.name for path in PRIVACY.glob("*/__init__.py")} == set(KNOWN)


def test_each_imports_only_what_it_may_know():
    for folder, known in KNOWN.items():
        for path in sorted((PRIVACY / folder).rglob("*.py")):
            assert parts_of(path) <= {folder, *known, *COMMON}, path.relative_to(ROOT)


def test_what_is_common_knows_none_of_them():
    assert set().union(*(parts_of(PRIVACY / f"{name}.py") for name in COMMON)) == set()
