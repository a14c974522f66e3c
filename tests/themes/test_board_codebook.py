"""The codebook: themes people write, change, retire; what they were is kept."""

import pytest
from sqlalchemy import select

from forum.audit.models import AuditEntry
from forum.core.db import db
from forum.core.errors import Refused
from forum.themes.models import Theme, ThemeVersion

ENTRY = {
    "name_hu": "padok",
    "name_en": "benches",
    "facet": "what",
    "seeds": "pad, ülőhely\npad\n\n leülni ",
    "examples": "Több padot!\nKevés a pad.",
    "description_hu": "Ülőhelyek.",
    "description_en": "",
    "parent_id": "",
}


@pytest.fixture
def desk(client, people):
    return client.sign_in(people.paul)


def test_only_planners_keep_it(app, make, people):
    theme = make.theme()
    for who, status in ((None, 302), ("ana", 403), ("mira", 403), ("paul", 200)):
        browser = app.test_client()
        if who:
            browser.sign_in(getattr(people, who))
        for path in ("/codebook", "/codebook/new", f"/codebook/{theme.id}"):
            assert browser.get(path).status_code == status, (who, path)


def test_a_theme_is_written_down_in_the_newest_project(desk, make):
    make.project()
    newest = make.project()
    assert desk.send("/codebook/new", ENTRY).status_code == 303
    theme = db.session.scalars(select(Theme)).one()
    assert (theme.project_id, theme.name_en) == (newest.id, "benches")
    assert theme.seeds == ["pad", "ülőhely", "leülni"]
    assert theme.examples == ["Több padot!", "Kevés a pad."]
    assert "padok" in desk.get("/codebook").text


def test_older_projects_keep_their_own(desk, make):
    old, new = make.project(name_hu="Régi projekt"), make.project(name_hu="Új projekt")
    make.theme("régi téma", project=old)
    assert "régi téma" not in desk.get("/codebook").text
    page = desk.get(f"/codebook?project={old.id}").text
    assert "régi téma" in page
    assert f"project={new.id}" in page


WRONG = (
    {"name_hu": ""},
    {"name_hu": "x" * 121},
    {"facet": "other"},
    {"description_hu": "x" * 1001},
    {"seeds": "\n".join(f"szó{n}" for n in range(81))},
    {"seeds": "x" * 61},
    {"examples": "x" * 501},
    {"parent_id": "999999"},
    {"name_hu": "Árnyék"},
    {"name_hu": "SHADE"},
)


def test_what_cannot_be_saved_comes_back(desk, make):
    make.theme("árnyék", name_en="shade")
    for wrong in WRONG:
        answer = desk.send("/codebook/new", {**ENTRY, **wrong})
        assert answer.status_code == 422, wrong
        assert "error-summary" in answer.text
        typed = next(iter(wrong.values()))
        assert typed in answer.text or "facet" in wrong or "parent_id" in wrong
    assert len(db.session.scalars(select(Theme)).all()) == 1


def test_changing_keeps_what_it_was(desk, make, people):
    theme = make.theme("padok", seeds=["pad"])
    assert desk.send(f"/codebook/{theme.id}", {**ENTRY, "name_hu": "ülőhelyek"}).status_code == 303
    version = db.session.scalars(select(ThemeVersion)).one()
    assert (version.before["name_hu"], version.before["seeds"]) == ("padok", ["pad"])
    assert version.by_id == people.paul.id
    assert "padok" in desk.get(f"/codebook/{theme.id}").text


def test_saving_without_a_change_is_no_version(desk, make):
    desk.send("/codebook/new", ENTRY)
    theme = db.session.scalars(select(Theme)).one()
    desk.send(f"/codebook/{theme.id}", ENTRY)
    assert db.session.scalars(select(ThemeVersion)).all() == []


def test_out_of_use_and_back(desk, make):
    theme = make.theme("padok")
    assert desk.send(f"/codebook/{theme.id}/retirement").status_code == 303
    assert not theme.in_use
    assert desk.send(f"/codebook/{theme.id}/retirement").status_code == 409
    assert desk.send(f"/codebook/{theme.id}/return").status_code == 303
    assert theme.in_use
    assert desk.send(f"/codebook/{theme.id}/return").status_code == 409
    acts = db.session.scalars(select(AuditEntry.act).order_by(AuditEntry.id)).all()
    assert acts == ["theme.retired", "theme.revived"]


def test_the_log_can_hold_a_long_name(make, people):
    theme = make.theme("hosszú " * 17)
    theme.retire(by=people.paul)
    db.session.commit()
    assert len(db.session.scalars(select(AuditEntry.reference)).one()) <= 60


class TestWiderThemes:
    def test_a_theme_can_be_part_of_a_wider_one(self, desk, make):
        wide = make.theme("közterek")
        desk.send("/codebook/new", {**ENTRY, "parent_id": wide.id})
        theme = db.session.scalars(select(Theme).where(Theme.name_hu == "padok")).one()
        assert theme.parent_id == wide.id

    def test_only_of_the_same_facet(self, desk, make):
        wide = make.theme("idősek", facet="whom")
        assert desk.send("/codebook/new", {**ENTRY, "parent_id": wide.id}).status_code == 422

    def test_only_one_level_deep(self, make, people):
        wide = make.theme("közterek")
        middle = make.theme("padok", parent_id=wide.id)
        narrow = make.theme("támlás padok")
        with pytest.raises(Refused):
            narrow.edit(people.paul, {"parent_id": middle.id})
        with pytest.raises(Refused):
            wide.edit(people.paul, {"parent_id": narrow.id})
        with pytest.raises(Refused):
            narrow.edit(people.paul, {"parent_id": narrow.id})


def test_the_list_costs_the_same_for_many(desk, make, count_queries):
    def spent():
        with count_queries() as log:
            desk.get("/codebook")
        return len(log)

    wide = make.theme("közterek")
    make.theme("egy", parent_id=wide.id)
    few = spent()
    for number in range(8):
        make.theme(f"téma {number}", parent_id=make.theme(f"tág {number}").id)
    assert spent() == few
