"""Several planners at the same moment: nothing is doubled or lost, and nobody sees an error."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from forum.core.db import db
from forum.themes.models import Analysis, BoardStep, Membership, Theme, Verdict


def at_once(app, people, posts):
    """Send ``posts`` (path, data) at the same moment, each from a browser of its own."""
    browsers = [app.test_client().sign_in(people.paul) for _post in posts]
    db.session.rollback()

    def send(browser, post):
        return browser.send(post[0], dict(post[1])).status_code

    with ThreadPoolExecutor(len(posts)) as pool:
        return sorted(pool.map(send, browsers, posts))


def number_of(model):
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model))


def test_one_opinion_is_judged_by_six(app, make, people):
    talk, theme = make.conversation(), make.theme()
    opinion = make.opinion("Padot!", talk)
    path = f"/conversations/{talk.id}/opinions/{opinion.id}/verdicts"
    posts = [(path, {"act": act, "seen": theme.id}) for act in ("yes", "no") * 3]
    assert at_once(app, people, posts) == [303] * 6
    assert number_of(Verdict) == 1
    belongs = db.session.scalars(select(Verdict.belongs)).one()
    assert number_of(Membership) == int(belongs)
    assert 1 <= number_of(BoardStep) <= 6


def test_six_clicks_start_one_analysis(app, make, people):
    talk = make.conversation()
    make.opinion("Padot!", talk)
    posts = [(f"/conversations/{talk.id}/analyses", {})] * 6
    assert at_once(app, people, posts) == [303] * 6
    assert number_of(Analysis) == 1


def test_two_themes_are_merged_both_ways(app, make, people):
    talk, one, two = make.conversation(), make.theme("padok"), make.theme("székek")
    for theme in (one, two):
        make.membership(make.opinion("Ülni!", talk), theme)
    posts = [
        (f"/conversations/{talk.id}/themes/{one.id}/merger", {"into": two.id}),
        (f"/conversations/{talk.id}/themes/{two.id}/merger", {"into": one.id}),
    ]
    answers = at_once(app, people, posts)
    assert answers[0] == 303
    assert answers[1] in {404, 422}
    db.session.rollback()
    left = select(Theme.id).where(Theme.merged_into_id.is_(None))
    stays = db.session.scalars(left).one()
    assert set(db.session.scalars(select(Membership.theme_id))) == {stays}
