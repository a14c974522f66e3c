"""What a need rests on: added and removed by planners, shown to everybody without small cells."""

import pytest

from forum.audit.models import AuditEntry
from forum.core.db import db
from forum.core.kept import forget_pages
from forum.planning.needs import attaching, evidence
from forum.planning.needs.attaching import Source, attach
from forum.planning.needs.forms import read_source, write_source
from forum.planning.needs.models import Need, NeedIdea, NeedOpinion, NeedTheme


@pytest.fixture
def paul(client, people):
    """Paul's browser."""
    return client.sign_in(people.paul)


@pytest.fixture
def benches(make):
    """A conversation with a theme in which three people spoke."""
    talk, theme = make.conversation(), make.theme("padok")
    for text in ("Több padot a parkba!", "Kevés az ülőhely a téren.", "Hol pihenjek meg?"):
        make.membership(make.opinion(text, talk), theme)
    return talk, theme


def add(client, need, source, **more):
    """Send the plain form that adds something."""
    return client.send(f"/needs/{need.id}/evidence", {"source": source, **more})


def test_a_theme_an_idea_and_an_opinion_are_added_and_removed(paul, make, benches):
    """By plain forms; adding twice adds once, removing twice is no harm."""
    (talk, theme), idea, need = benches, make.idea("Sakk a téren"), make.need(public=False)
    opinion = make.opinion("Legyen árnyék!", talk)
    for source in (f"theme-{theme.id}-{talk.id}", f"idea-{idea.id}", f"idea-{idea.id}"):
        assert add(paul, need, source).status_code == 303
    assert add(paul, need, "", reference=f" {opinion.reference} ").status_code == 303
    found = evidence.evidence_of([need])[need.id]
    assert [len(found.themes), len(found.ideas), len(found.opinions)] == [1, 1, 1]
    assert (found.themes[0].opinions, found.themes[0].people, found.people) == (3, 3, 5)
    page = paul.get(f"/needs/{need.id}/evidence").text
    assert "padok" in page
    assert "Sakk a téren" in page
    assert "Legyen árnyék!" in page
    for _again in range(2):
        paul.send(f"/needs/{need.id}/evidence", {"remove": f"idea-{found.ideas[0].link_id}"})
    assert not evidence.evidence_of([need])[need.id].ideas
    acts = list(db.session.scalars(db.select(AuditEntry.act)))
    assert acts.count("need.evidence_added") == 3
    assert acts.count("need.evidence_removed") == 1


def test_the_log_holds_no_words_of_residents(paul, make, benches):
    """Kind and number only."""
    need, idea = make.need(public=False), make.idea("Titkos kert")
    add(paul, need, f"idea-{idea.id}")
    entry = db.session.scalars(db.select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert "Titkos" not in f"{entry.details}{entry.reference}"
    assert not entry.public


def test_another_needs_link_is_not_removed_from_here(paul, make):
    """The number of a link of another need changes nothing."""
    need, other, idea = make.need(), make.need(), make.idea()
    link = make.save(NeedIdea(need=other, idea=idea))
    paul.send(f"/needs/{need.id}/evidence", {"remove": f"idea-{link.id}"})
    assert db.session.get(NeedIdea, link.id) is not None


@pytest.mark.parametrize(
    "sent",
    [
        {"source": "idea-999999"},
        {"source": "theme-1"},
        {"source": "theme-1-999"},
        {"source": "person-1"},
        {"source": "idea-99999999999999"},
        {"source": "idea-²"},
        {"reference": "2026-99999"},
        {"reference": "<svg onload=alert(1)>"},
        {"reference": "=1+1"},
        {"remove": "idea-x"},
        {"remove": "person-1"},
        {},
    ],
)
def test_what_does_not_exist_is_refused_kindly(paul, make, sent):
    """Nothing is added, and the page comes back."""
    need = make.need()
    answer = paul.send(f"/needs/{need.id}/evidence", sent)
    assert answer.status_code in {303, 422}
    assert "<svg onload" not in answer.text
    assert evidence.evidence_of([need])[need.id].is_empty


def test_hidden_things_cannot_be_added(paul, make, people):
    """Neither a hidden opinion nor a hidden idea."""
    need, opinion = make.need(), make.opinion()
    opinion.hide(people.mira, "abuse", "Sértő.")
    idea = make.idea(visible=False)
    db.session.commit()
    assert add(paul, need, "", reference=opinion.reference).status_code == 422
    add(paul, need, f"opinion-{opinion.id}")
    add(paul, need, f"idea-{idea.id}")
    assert evidence.evidence_of([need])[need.id].is_empty


def test_a_need_rests_on_no_more_than_one_reads(make, people, monkeypatch):
    """Beyond the cap one is asked to remove something first."""
    from forum.core.errors import Refused

    monkeypatch.setitem(attaching.MOST, "idea", 1)
    need = make.need()
    attach(need, people.paul, Source("idea", make.idea().id))
    with pytest.raises(Refused):
        attach(need, people.paul, Source("idea", make.idea().id))


def test_make_it_a_need_brings_the_theme_along(paul, make, benches):
    """From the board of themes: the name is filled in, and the need rests on the theme."""
    talk, theme = benches
    board = paul.get(f"/conversations/{talk.id}/board/themes/{theme.id}").text
    start = f"/needs/new?conversation={talk.id}&theme={theme.id}"
    assert start.replace("&", "&amp;") in board
    page = paul.get(start).text
    assert 'value="Padok"' in page
    assert f'value="theme-{theme.id}-{talk.id}"' in page
    form = {"title_hu": "Padok", "importance": "2", "source": f"theme-{theme.id}-{talk.id}"}
    assert paul.send(start, form).status_code == 303
    need = db.session.scalars(db.select(Need)).one()
    assert evidence.evidence_of([need])[need.id].people == 3
    board = paul.get(f"/conversations/{talk.id}/board/themes/{theme.id}").text
    assert f'href="/needs/{need.id}"' in board


def test_make_it_a_need_brings_the_idea_along(paul, make):
    """From the page of an idea: its title, kind, places and ages, and the idea itself."""
    avas, kind = make.neighbourhood(), make.category()
    idea = make.idea("Sakk a téren", category=kind, neighbourhoods=[avas])
    assert f"/needs/new?idea={idea.id}" in paul.get(f"/ideas/{idea.id}").text
    page = paul.get(f"/needs/new?idea={idea.id}").text
    assert 'value="Sakk a téren"' in page
    assert "checked" in page
    assert "selected" in page
    form = {"title_hu": "Sakk", "importance": "2", "source": f"idea-{idea.id}"}
    paul.send(f"/needs/new?idea={idea.id}", form)
    need = db.session.scalars(db.select(Need)).one()
    assert [each.idea for each in evidence.evidence_of([need])[need.id].ideas] == [idea]


@pytest.mark.parametrize("start", ["idea=999", "theme=1&conversation=2", "idea=x", "theme=5"])
def test_a_source_that_is_not_there_fills_nothing_in(paul, start):
    """The form is empty, and an invented source writes nothing down."""
    assert paul.get(f"/needs/new?{start}").status_code == 200
    form = {"title_hu": "Valami", "importance": "2", "source": "idea-999"}
    assert paul.send("/needs/new", form).status_code == 422
    assert db.session.scalars(db.select(Need)).all() == []


def test_residents_see_public_needs_of_an_idea_and_no_way_to_make_one(client, make, people):
    """Drafts and the planner's shortcut are absent for them."""
    idea, draft, public = make.idea(), make.need("Rejtett", public=False), make.need("Látható")
    for need in (draft, public):
        make.save(NeedIdea(need=need, idea=idea))
    page = client.get(f"/ideas/{idea.id}").text
    assert "Látható" in page
    assert "Rejtett" not in page
    assert "needs/new" not in page


def test_a_published_need_shows_on_the_kept_page_of_its_idea_at_once(client, paul, app, make):
    """A visitor's page of the idea is made anew."""
    idea, need, visitor = make.idea(), make.need("Látszik már", public=False), app.test_client()
    make.save(NeedIdea(need=need, idea=idea))
    assert "Látszik már" not in visitor.get(f"/ideas/{idea.id}").text
    paul.send(f"/needs/{need.id}/publishing")
    assert "Látszik már" in visitor.get(f"/ideas/{idea.id}").text


def test_a_hidden_opinion_leaves_the_evidence(client, make, people, benches):
    """Its words, its author and its place in the count go; restored, all come back."""
    talk, theme = benches
    need = make.need()
    single = make.opinion("Legyen árnyék!", talk)
    make.save(NeedTheme(need=need, theme=theme, conversation=talk))
    make.save(NeedOpinion(need=need, opinion=single))
    assert "Legyen árnyék!" in client.get(f"/needs/{need.id}").text
    single.hide(people.mira, "abuse", "Sértő.")
    db.session.commit()
    assert "Legyen árnyék!" not in client.get(f"/needs/{need.id}").text
    assert evidence.evidence_of([need])[need.id].people == 3
    single.restore(people.mira)
    db.session.commit()
    assert "Legyen árnyék!" in client.get(f"/needs/{need.id}").text


def test_everybody_sees_quotes_and_what_divides(client, make, benches):
    """Words of the theme are told, word for word."""
    talk, theme = benches
    need = make.need()
    make.save(NeedTheme(need=need, theme=theme, conversation=talk))
    assert "ülőhely" in client.get(f"/needs/{need.id}").text


def test_small_cells_are_told_to_planners_only(client, make, people):
    """Six of Avas and two of Belváros: the public reads five, and nothing of Belváros."""
    avas, centre = make.neighbourhood("Avas"), make.neighbourhood("Belváros")
    idea = make.idea(home_id=avas.id)
    for home in [avas.id] * 5 + [centre.id] * 2:
        make.support(idea, home_id=home)
    need = make.need()
    make.save(NeedIdea(need=need, idea=idea))
    asked = evidence.evidence_of([need])[need.id].asked
    public = evidence.breakdown(asked, need.id).by_neighbourhood
    assert [(cell.name, cell.people) for cell in public] == [("Avas", 5)]
    assert 'class="bar-number">6' not in client.get(f"/needs/{need.id}").text
    client.sign_in(people.paul)
    page = client.get(f"/needs/{need.id}").text
    assert 'class="bar-number">6' in page
    assert 'class="bar-number">2' in page


def test_a_public_page_is_kept_and_still_never_old(client, make, people, count_queries):
    """A visitor's second look costs little; a change shows at once."""
    need, idea = make.need(), make.idea("Régi ötlet")
    forget_pages()
    client.get(f"/needs/{need.id}")
    make.save(NeedIdea(need=need, idea=idea))
    need.touch()
    db.session.commit()
    assert "Régi ötlet" in client.get(f"/needs/{need.id}").text
    with count_queries() as log:
        client.get(f"/needs/{need.id}")
    assert len(log) <= 2


def test_ideas_are_found_by_words_and_by_number(paul, make):
    """The most supported first; hidden ones and those put under another are not offered."""
    need, lead = make.need(), make.idea("Sakk a téren")
    make.idea("Sakk a klubban", lead=lead)
    make.idea("Sakkmatt", visible=False)
    popular = make.idea("Óriássakk")
    make.support(popular)
    page = paul.get(f"/needs/{need.id}/evidence?words=sakk").text
    assert page.index("Óriássakk") < page.index("Sakk a téren")
    assert "Sakk a klubban" not in page
    assert "Sakkmatt" not in page
    page = paul.get(f"/needs/{need.id}/evidence?words={lead.reference}").text
    assert "Sakk a téren" in page
    assert "Óriássakk" not in page
    assert paul.get(f"/needs/{need.id}/evidence?words=%25_").status_code == 200


def test_themes_are_offered_with_their_counts(paul, make, benches):
    """One conversation at a time; what the need rests on already is marked."""
    (talk, theme), need = benches, make.need()
    page = paul.get(f"/needs/{need.id}/evidence?conversation={talk.id}").text
    assert f'value="theme-{theme.id}-{talk.id}"' in page
    make.save(NeedTheme(need=need, theme=theme, conversation=talk))
    page = paul.get(f"/needs/{need.id}/evidence?conversation={talk.id}").text
    assert f'value="theme-{theme.id}-{talk.id}"' not in page
    assert paul.get(f"/needs/{need.id}/evidence?conversation=99999").status_code == 200


def test_removing_leads_back_on_this_site_only(paul, make):
    """A foreign address is passed over."""
    need, idea = make.need(), make.idea()
    answer = add(paul, need, f"idea-{idea.id}", next="https://evil.example/")
    assert answer.location.endswith(f"/needs/{need.id}/evidence")


def test_sources_read_what_they_wrote():
    """As forms and addresses carry them."""
    for source in (Source("theme", 3, 7), Source("idea", 5), Source("opinion", 9)):
        assert read_source(write_source(source)) == source
