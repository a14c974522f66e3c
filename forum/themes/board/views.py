"""Pages of the planner's board: themes of a conversation, what is doubtful, and the rest."""

from typing import Any

from flask import render_template, request, url_for

from forum.conversations.models import Conversation
from forum.conversations.queries import visible_conversation
from forum.core.access import permit
from forum.core.forms import row_number
from forum.opinions.models import Opinion
from forum.themes import extensions, fetching, glance, queries, statistics
from forum.themes.board import overview, teaching
from forum.themes.board.operations import codebook_of
from forum.themes.fetching import Placed
from forum.themes.models import FACET_NAMES
from forum.themes.runs import running as runs
from forum.themes.views import bp


@bp.get("/conversations/<int:conversation_id>/board")
@permit("themes:sort", visible_conversation)
def board(conversation: Conversation) -> str:
    """Show the themes of a conversation, with everything there is to do about them."""
    state = overview.state(conversation)
    figures = statistics.theme_figures(conversation, internal=True, with_quotes=False)
    shown = [f.theme.id for f in figures]
    return render_template(
        "themes/board.html",
        conversation=conversation,
        state=state,
        facets=overview.by_facet(figures),
        names=FACET_NAMES,
        least=statistics.LEAST_WEIGHINGS,
        totals=statistics.totals(conversation),
        checked=queries.checked(conversation),
        words=glance.card_words(state.analysis),
        quotes=glance.quotes(conversation, state.analysis, shown),
        standing=overview.standing(figures),
        notes=extensions.notes(conversation, shown),
        proposals=overview.proposals(conversation),
        steps=queries.last_steps(conversation),
        counts=state.counts,
        empty_ones=overview.empty_themes(conversation, figures),
    )


@bp.get("/conversations/<int:conversation_id>/board/progress")
@permit("themes:sort", visible_conversation)
def progress(conversation: Conversation) -> dict[str, Any]:
    """Tell how far the analysis is."""
    newest, _done = queries.analyses(conversation)
    work = newest.job if newest else None
    alive = newest is not None and runs.is_alive(newest)
    return {"over": not alive, "done": work.done if work else 0, "total": work.total if work else 0}


@bp.get("/conversations/<int:conversation_id>/board/themes/<int:theme_id>")
@permit("themes:sort", fetching.conversation_theme)
def theme_on_board(placed: Placed) -> Any:
    """Show one theme with its opinions, the most doubtful first."""
    return theme_page(placed)


def theme_page(placed: Placed, **forms: Any) -> str:
    """Draw the page of a theme on the board; ``forms`` come back with their errors."""
    conversation, theme = placed
    choice = asked_for()
    page = queries.members(conversation, theme, choice, doubtful_first=True)
    others = [t for t in queries.codebook(codebook_of(conversation)) if t.id != theme.id]
    state = overview.state(conversation)
    (figures,) = statistics.theme_figures(conversation, internal=True, theme=theme)
    return render_template(
        "themes/board_theme.html",
        conversation=conversation,
        theme=theme,
        page=page,
        rows=queries.sorting_of(page.items),
        figures=figures,
        choice=choice,
        others=others,
        notes=extensions.notes(conversation, [theme.id])[theme.id],
        checked=queries.checked(conversation).get(theme.id, 0),
        least=statistics.LEAST_WEIGHINGS,
        state=state,
        words=teaching.wordlist(theme, state.analysis),
        count=state.counts.get(theme.id),
        steps=queries.last_steps(conversation),
        **{**overview.forms(theme, others), **forms},
    )


def asked_for() -> queries.Choice:
    """Return which part of a theme is asked for; 0 stands for those who did not say."""
    place = request.args.get("neighbourhood", type=row_number)
    age = request.args.get("age_band", type=row_number)
    return queries.Choice(place, age)


@bp.get("/conversations/<int:conversation_id>/board/check")
@permit("themes:sort", visible_conversation)
def check(conversation: Conversation) -> str:
    """Ask about one opinion: where does it belong?"""
    state = overview.state(conversation)
    skipped = max(0, request.args.get("skip", 0, type=row_number))
    opinions = queries.opinions(state.to_check[skipped : skipped + 1])
    return check_page(conversation, state, opinions[0] if opinions else None, skipped)


@bp.get("/conversations/<int:conversation_id>/board/check/<int:opinion_id>")
@permit("themes:sort", fetching.conversation_opinion)
def check_one(placed: Placed) -> str:
    """Ask about an opinion somebody picked."""
    return check_page(placed.conversation, overview.state(placed.conversation), placed.thing, None)


def check_page(
    conversation: Conversation, state: overview.State, opinion: Opinion | None, skipped: int | None
) -> str:
    """Draw the question about one opinion; ``skipped`` is None when it was picked by hand."""
    themes = queries.codebook(codebook_of(conversation))
    drawn = opinion is not None and state.is_sample(opinion.id)
    # What measures the sorting is asked without telling what the program thinks.
    found = queries.sorting_of([opinion])[0].memberships if opinion and not drawn else []
    here = url_for("themes.check", conversation_id=conversation.id, skip=skipped or None)
    return render_template(
        "themes/check.html",
        conversation=conversation,
        state=state,
        opinion=opinion,
        found=found,
        drawn=drawn,
        themes=themes,
        skipped=skipped,
        next=here,
        digits=overview.digits(themes, found),
        steps=queries.last_steps(conversation)[:1],
    )


@bp.get("/conversations/<int:conversation_id>/board/unsorted")
@permit("themes:sort", visible_conversation)
def unsorted(conversation: Conversation) -> str:
    """List the opinions in no theme."""
    return render_template(
        "themes/unsorted.html",
        conversation=conversation,
        state=overview.state(conversation),
        page=queries.unsorted_page(conversation),
        themes=queries.codebook(codebook_of(conversation)),
    )


@bp.get("/conversations/<int:conversation_id>/board/copies")
@permit("themes:sort", visible_conversation)
def copies(conversation: Conversation) -> str:
    """List the opinions that say the same in nearly the same words."""
    state = overview.state(conversation)
    return render_template(
        "themes/copies.html",
        conversation=conversation,
        state=state,
        groups=overview.copies(state.analysis),
    )


@bp.get("/conversations/<int:conversation_id>/board/steps")
@permit("themes:sort", visible_conversation)
def steps(conversation: Conversation) -> str:
    """List what was done on the board."""
    return render_template(
        "themes/steps.html",
        conversation=conversation,
        page=queries.steps(conversation),
        state=overview.state(conversation),
    )
