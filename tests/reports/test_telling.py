"""Where other pages lead to a summary: the chain of an opinion, and the conversation's page."""

from flask_babel import force_locale

from forum.conversations import extensions
from forum.core.db import db
from forum.opinions.following import chain, chains
from forum.reports.models import PublicationOpinion
from forum.reports.publishing import publish


def summary_links(opinion):
    return [step for step in chain(opinion) if step.kind == "summary"]


def quoted_and_counted(story):
    quoted = set(
        db.session.scalars(db.select(PublicationOpinion.opinion_id).filter_by(quoted=True))
    )
    one = next(opinion for opinion in story.said if opinion.id in quoted)
    other = next(opinion for opinion in story.said if opinion.id not in quoted)
    return one, other


def test_before_publishing_the_summary_is_still_ahead(app, story):
    with app.test_request_context():
        assert [step.state for step in summary_links(story.said[0])] == ["ahead"]


def test_an_author_finds_the_summary_the_theme_and_the_place(app, story, published):
    quoted, counted = quoted_and_counted(story)
    with app.test_request_context(), force_locale("en"):
        (one,), (other,) = summary_links(quoted), summary_links(counted)
    assert one.url == other.url == "/summaries/1"
    assert one.text == "It is quoted in it, under: benches."
    assert other.text == "It is counted in it, under: benches."


def test_the_theme_is_told_as_it_was_called_then(app, story, published):
    story.benches.name_en = "seats"
    db.session.commit()
    with app.test_request_context(), force_locale("en"):
        assert "benches" in summary_links(story.said[0])[0].text


def test_a_withdrawn_summary_is_not_told(app, story, people, published):
    published.take_down(people.adam, "Végzés.")
    db.session.commit()
    with app.test_request_context():
        assert summary_links(story.said[0])[0].state == "ahead"


def test_many_opinions_are_asked_about_at_once(app, story, published, count_queries):
    logs = []
    for opinions in (story.said[:1], [*story.said, *story.lit]):
        assert all(opinion.text for opinion in opinions)  # loaded, as a page would have them
        with app.test_request_context(), count_queries() as log:
            chains(opinions)
        logs.append(len(log))
    assert logs[0] == logs[1]


def test_the_page_of_an_opinion_leads_to_the_summary(client, story, published):
    assert "/summaries/1" in client.get(f"/opinions/{story.said[0].id}").text


def test_the_page_of_the_conversation_leads_to_its_summary(client, story, people):
    address = f"/conversations/{story.talk.id}"
    assert "/summaries/1" not in client.get(address).text
    publish(story.summary, people.paul, 1)
    db.session.commit()
    assert "/summaries/1" in client.get(address).text


def test_planners_have_a_tab(app, story, people, make):
    with app.test_request_context():
        for person, seen in ((people.paul, True), (people.mira, False)):
            labels = [tool["url"] for tool in extensions.tools(person, story.talk)]
            assert any(url.endswith("/summary") for url in labels) is seen
