"""Ideas and support in the ledger: each person once, taken back counts no more."""

import pytest

from forum.core.contacts import contact_key
from forum.core.db import db
from forum.ideas.merging import merge
from forum.ideas.models import Idea
from forum.ideas.splitting import split
from forum.ideas.supporting import support, take_back
from forum.participation import definition, recounting
from forum.participation.gathering_ideas import proposed, supported
from forum.participation.kinds import KINDS


def lines_of(office):
    office.book()
    return sorted((line.kind, line.activity, line.activity_id) for line in office.lines())


def test_an_idea_and_its_support_are_lines_with_kind_and_project(office, make, people):
    project, kind = make.project(), make.category()
    idea = make.idea(author=people.ana, project=project, category=kind)
    support(idea, make.person(), "s1")
    db.session.commit()
    assert lines_of(office) == [("idea", "idea", idea.id), ("supported", "idea", idea.id)]
    assert {(line.project_id, line.category_id) for line in office.lines()} == {
        (project.id, kind.id)
    }


def test_support_taken_back_counts_no_more(office, make, people):
    idea = make.idea()
    support(idea, people.ana, "s1")
    db.session.commit()
    assert len(lines_of(office)) == 2
    take_back(idea, people.ana)
    db.session.commit()
    assert lines_of(office) == [("idea", "idea", idea.id)]


def test_a_part_of_an_idea_is_no_new_proposal(office, make, people):
    whole = make.idea(author=people.ana, serial=900)
    split(whole, people.paul, "k1", "Rész", "Egy része.")
    db.session.commit()
    assert lines_of(office) == [("idea", "idea", whole.id)]


def test_merged_support_counts_where_it_was_given(office, make, people):
    lead, below = make.idea(), make.idea()
    support(below, people.ana, "s1")
    merge(below, lead, people.paul, "count", because="Ugyanazt kérik.")
    db.session.commit()
    assert ("supported", "idea", below.id) in lines_of(office)
    assert len(lines_of(office)) == 3


def test_one_contact_is_one_participant(office, make):
    key = contact_key("anna@example.org")
    first, second = make.idea(contact_key=key), make.idea()
    support(second, make.person("visitor"), "s1", contact_key=key)
    db.session.commit()
    assert db.session.get(Idea, first.id).author_id != second.author_id
    assert {fact.who for fact in proposed().facts} >= {f"contact:{key}"}
    assert [fact.who for fact in supported().facts] == [f"contact:{key}"]
    totals = office.figures()
    assert len({line.participant_id for line in office.lines() if line.participant_id}) >= 1
    assert totals


def test_the_recount_agrees(office, make, people):
    idea = make.idea(author=people.ana)
    support(idea, make.person(), "s1")
    db.session.commit()
    office.book()
    db.session.commit()
    assert list(recounting.mistakes()) == []


@pytest.mark.parametrize("language", ["hu", "en"])
def test_the_definition_names_every_kind(client, language):
    words = {
        "hu": ("Kilencféle", "Programötlet javaslása", "támogatása", "közösséghez", "szavazólap"),
        "en": ("nine kinds", "program idea proposed", "supported", "community", "ballot"),
    }[language]
    text = " ".join(paragraph[1][language] for paragraph in definition.PARAGRAPHS)
    assert all(word in text for word in words)
    assert {"idea", "supported"} <= set(KINDS)
