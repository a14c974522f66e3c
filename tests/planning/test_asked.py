"""Who is behind needs, ideas, programs and candidates: different people, each once."""

import pytest

from forum.core.db import db, now
from forum.planning.models_candidates import ProgramIdea, ProgramNeed
from forum.planning.needs.asked import (
    asked_by,
    asked_for_candidates,
    asked_for_programs,
    asked_of_needs,
)
from forum.planning.needs.evidence import evidence_of
from forum.planning.needs.models import NeedIdea, NeedOpinion, NeedTheme


@pytest.fixture
def rests(make):
    """Let a need rest on a theme of a conversation, an idea or an opinion."""

    def rest(need, theme=None, conversation=None, idea=None, opinion=None):
        if theme:
            make.save(NeedTheme(need=need, theme=theme, conversation=conversation))
        if idea:
            make.save(NeedIdea(need=need, idea=idea))
        if opinion:
            make.save(NeedOpinion(need=need, opinion=opinion))
        return need

    return rest


def test_authors_of_themes_opinions_and_ideas_and_supporters_ask(make, rests):
    """Four different people, one for each way of asking."""
    talk, theme, idea = make.conversation(), make.theme(), make.idea()
    make.membership(make.opinion("Több padot!", talk), theme)
    single = make.opinion("Legyen kávézó!", talk)
    make.support(idea)
    need = rests(make.need(), theme, talk, idea, single)
    assert asked_by([need.id]).total == 4


def test_whoever_only_agrees_does_not_ask(make, rests):
    """Agreeing with an opinion is weighing it, not asking."""
    talk = make.conversation("both")
    opinion = make.opinion("Több padot!", talk)
    opinion.weigh(make.person(), 1)
    db.session.commit()
    need = rests(make.need(), opinion=opinion)
    assert asked_by([need.id]).total == 1


def test_an_author_who_also_supports_counts_once(make, rests):
    """The same account proposed one idea, supports another and wrote an opinion."""
    ana = make.person(name="Ana")
    talk, theme = make.conversation(), make.theme()
    make.membership(make.opinion("Több padot!", talk, ana), theme)
    need = rests(make.need(), theme, talk, make.idea(author=ana))
    other = make.idea()
    make.support(other, ana)
    rests(need, idea=other)
    assert asked_by([need.id]).total == 2  # Ana, and the author of the other idea


def test_a_contact_on_paper_and_the_account_with_it_are_one(make, rests):
    """Keyed from a card with an address, and online with the account of that address."""
    from forum.core.contacts import contact_key

    ana = make.person(name="Ana")
    card = make.idea(contact_key=contact_key(ana.email))
    online = make.idea()
    make.support(online, ana)
    make.support(online, contact_key=contact_key(ana.email))
    need = rests(rests(make.need(), idea=card), idea=online)
    assert asked_by([need.id]).total == 2  # Ana, and the author of the idea online


def test_a_visitor_known_by_a_contact_given_elsewhere_counts_once(make, rests):
    """The number on a page does not depend on what else is counted beside it."""
    browser, elsewhere = make.person("visitor"), make.idea()
    make.support(elsewhere, browser, contact_key="k" * 20)  # not part of the need
    idea, other = make.idea(author=browser), make.idea(contact_key="k" * 20)
    need = rests(rests(make.need(), idea=idea), idea=other)
    assert asked_by([need.id]).total == 1
    rests(make.need("Másik"), idea=elsewhere)
    assert asked_of_needs([need.id])[need.id].total == 1


def test_support_taken_back_and_what_is_hidden_leaves(make, people, rests):
    """Only what is shown and stands today counts."""
    talk, theme, idea, hidden = make.conversation(), make.theme(), make.idea(), make.idea()
    opinion = make.opinion("Több padot!", talk)
    make.membership(opinion, theme)
    make.support(idea, withdrawn_at=now())
    make.support(hidden)
    need = rests(rests(make.need(), theme, talk, idea), idea=hidden)
    assert asked_by([need.id]).total == 4
    opinion.hide(people.mira, "abuse", "Sértő.")
    hidden.hide(people.mira, "abuse", "Sértő.")
    db.session.commit()
    assert asked_by([need.id]).total == 1  # the author of the idea that is shown


def test_ideas_put_under_a_cited_one_count_with_it(make, rests):
    """Their authors and supporters ask too, each once."""
    lead, ana = make.idea(), make.person(name="Ana")
    under = make.idea(lead=lead)
    make.support(lead, ana)
    make.support(under, ana)
    make.support(under)
    assert asked_by([rests(make.need(), idea=lead).id]).total == 4
    assert asked_by([], [lead.id]).total == 4
    assert asked_by([], [under.id]).total == 3


def test_a_theme_merged_away_goes_on_as_the_other(make, rests):
    """What was sorted into it lies in the other theme now."""
    talk, theme, other = make.conversation(), make.theme("padok"), make.theme("pihenőhelyek")
    need = rests(make.need(), theme, talk)
    make.membership(make.opinion("Több padot!", talk), other)
    theme.merged_into_id = other.id
    db.session.commit()
    assert asked_by([need.id]).total == 1
    last = make.theme("ülőhelyek")
    other.merged_into_id = last.id
    make.membership(make.opinion("Ülnék!", talk), last)
    found = evidence_of([need])[need.id]
    assert (found.people, found.themes[0].theme, found.themes[0].opinions) == (1, last, 1)


def test_each_person_lives_where_they_said_last(make, rests):
    """One home and one age each, so that the parts add up to the whole."""
    avas, belvaros = make.neighbourhood("Avas"), make.neighbourhood("Belváros")
    old = make.age_band()
    ana, talk, theme = make.person(name="Ana"), make.conversation(), make.theme()
    first = make.opinion("Több padot!", talk, ana, neighbourhood_id=avas.id, age_band_id=old.id)
    make.membership(first, theme)
    idea = make.idea()
    make.support(idea, ana, home_id=belvaros.id)
    asked = asked_by([rests(make.need(), theme, talk, idea).id])
    assert asked.by_neighbourhood() == {belvaros.id: 1, None: 1}
    assert asked.by_age_band() == {old.id: 1, None: 1}


def test_programs_tell_no_small_cells(make, rests):
    """Six from Avas and three from Belváros: five are told, and nothing of the three."""
    avas, belvaros = make.neighbourhood("Avas"), make.neighbourhood("Belváros")
    idea = make.idea(home_id=avas.id)
    for home in [avas.id] * 5 + [belvaros.id] * 3:
        make.support(idea, home_id=home)
    program = make.program(sessions=0)
    make.save(ProgramIdea(program=program, idea=idea))
    told = asked_for_programs([program.id])[program.id]
    assert told.total == 9
    assert told.by_neighbourhood == {avas.id: 5}
    for _each in range(6):
        make.support(idea)  # of whom nobody knows where they live
    make.support(idea, home_id=belvaros.id)
    make.support(idea, home_id=belvaros.id)
    told = asked_for_programs([program.id])[program.id]
    assert told.by_neighbourhood == {avas.id: 5, belvaros.id: 5}
    assert not told.is_small


def test_drafts_of_needs_count_for_the_office_only(make, rests):
    """What nobody can look up is not told in public."""
    need = rests(make.need(public=False), idea=make.idea())
    program, candidate = make.program(sessions=0), make.candidate(needs=[need])
    make.save(ProgramNeed(program=program, need=need))
    assert asked_for_programs([program.id])[program.id].total == 0
    assert asked_for_programs([program.id], internal=True)[program.id].total == 1
    assert asked_for_candidates([candidate.id])[candidate.id].total == 0
    assert asked_for_candidates([candidate.id], internal=True)[candidate.id].total == 1


def test_a_person_behind_a_need_and_an_idea_of_a_program_counts_once(make, rests):
    """The program answers both."""
    ana = make.person(name="Ana")
    idea, other = make.idea(author=ana), make.idea(author=ana)
    candidate = make.candidate(needs=[rests(make.need(), idea=idea)], ideas=[other])
    assert asked_for_candidates([candidate.id])[candidate.id].total == 1


def test_nothing_asked_is_nothing(make):
    """Neither needs nor ideas nor people."""
    assert asked_by([], []).total == 0
    assert asked_of_needs([make.need().id]).popitem()[1].people == frozenset()
    assert asked_for_programs([]) == {}


def test_the_number_of_questions_does_not_grow(make, rests, count_queries):
    """Twelve needs and programs take as many questions as one."""
    numbers = []
    needs, programs = [], []
    for _each in range(12):
        idea = make.idea()
        make.support(idea)
        need = rests(make.need(), idea=idea)
        program = make.program(sessions=0)
        make.save(ProgramNeed(program=program, need=need))
        needs.append(need.id)
        programs.append(program.id)
    for size in (1, 12):
        with count_queries() as log:
            asked_of_needs(needs[:size])
            asked_for_programs(programs[:size])
        numbers.append(len(log))
    assert numbers[0] == numbers[1]
