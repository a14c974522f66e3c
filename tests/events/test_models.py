"""An event: its state, what it says of itself, and what can be done with it when."""

from datetime import timedelta

import pytest

from forum.core.db import db, now
from forum.core.errors import Refused
from forum.core.extending import ExtendedPage
from forum.core.holding import Stale
from forum.events import extensions, queries
from forum.events.changing import edit
from forum.events.models import Event


@pytest.mark.parametrize("state", ["draft", "coming", "now", "past"])
def test_the_state_follows_the_announcement_and_the_clock(make, state):
    assert make.event(state).state == state


def test_called_off_is_a_state_of_its_own(make, people):
    event = make.event()
    event.cancel(by=people.mira, because="Nincs fűtés.")
    assert (event.state, event.sequence, event.registration_is_open) == ("cancelled", 1, False)
    with pytest.raises(Refused):
        event.cancel(by=people.mira, because="Megint.")


@pytest.mark.parametrize("state", ["draft", "past"])
def test_only_what_is_to_come_is_called_off(make, people, state):
    with pytest.raises(Refused):
        make.event(state).cancel(by=people.mira, because="Nincs fűtés.")


def test_it_ends_after_it_begins(make, people):
    event = make.event()
    with pytest.raises(Refused):
        edit(event, people.mira, {"ends_at": event.starts_at})
    db.session.rollback()
    moment = now()
    with pytest.raises(Refused):
        Event().draft(people.mira, {"title_hu": "x", "starts_at": moment, "ends_at": moment})


def test_registration_opens_and_closes(make):
    hour = timedelta(hours=1)
    assert make.event().registration_is_open
    assert not make.event(registration_opens_at=now() + hour).registration_is_open
    assert make.event(registration_opens_at=now() + hour).registration_has_yet_to_open
    assert not make.event(registration_closes_at=now() - hour).registration_is_open
    assert not make.event(takes_registrations=False).registration_is_open
    assert make.event("now").registration_is_open


def test_drafts_are_seen_by_facilitators_only(make, people):
    draft = make.event("draft")
    assert queries.visible_event(people.ana, draft.id) is None
    assert queries.visible_event(people.mira, draft.id) is draft


def test_an_edit_that_somebody_else_overtook_is_stale(make, people):
    event = make.event()
    assert edit(event, people.mira, {"title_hu": "Egy"}, seen=0) == ["title_hu"]
    with pytest.raises(Stale):
        edit(event, people.paul, {"title_hu": "Kettő"}, seen=0)
    assert edit(event, people.paul, {"title_hu": "Kettő"}) == ["title_hu"]
    assert (event.version, event.sequence) == (2, 2)
    assert edit(event, people.paul, {"title_hu": "Kettő"}, seen=2) == []


def test_a_new_title_is_what_the_search_finds(client, make, people):
    event = make.event()
    edit(event, people.mira, {"title_hu": "Sakkdélután"})
    db.session.commit()
    assert "Sakkdélután" in client.get("/search?q=sakkdelutan&kind=event").text.replace(
        "<mark>", ""
    )


class TestExtensions:
    """Other rooms add to the page of an event without being known."""

    @pytest.fixture(autouse=True)
    def _own_registries(self, monkeypatch):
        for name in ("_sections", "_tools", "_stamps"):
            monkeypatch.setattr(extensions.page, name, getattr(extensions.page, name).copy())

    def test_a_section_is_included_with_what_it_needs(self, client, make):
        shown = {"template": "events/_markup.html"}
        extensions.add_section(lambda person, event: shown)
        extensions.add_section(lambda person, event: None)
        path = f"/events/{make.event().id}"
        assert client.get(path).text.count('itemprop="startDate"') == 2

    def test_a_tab_is_for_those_who_may_use_it_and_only_if_its_page_is_there(
        self, client, make, people
    ):
        extensions.add_tool("events.cancelling", "Asztal", "events:manage", 5)
        extensions.add_tool("events.not_there", "Semmi", "events:manage", 6)
        path = f"/events/{make.event().id}"
        assert "Asztal" not in client.get(path).text
        staff = client.sign_in(people.mira).get(path).text
        assert "Asztal" in staff
        assert "Semmi" not in staff

    def test_a_stamp_makes_the_kept_page_anew(self, app):
        counter = [0]
        extensions.add_stamp(lambda event_id: counter[0])
        before = extensions.stamps(1)
        counter[0] = 1
        assert extensions.stamps(1) != before

    def test_pages_of_different_things_do_not_mix(self):
        one, other = ExtendedPage("one_id"), ExtendedPage("other_id")
        one.add_section(lambda person, thing: {"template": "x"})
        assert other.sections(None, None) == []
