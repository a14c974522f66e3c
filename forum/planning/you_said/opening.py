"""Opens the part that tells residents what came of their words."""

from flask import Flask

from forum.ideas import following as of_ideas
from forum.opinions import following as of_opinions
from forum.programs import extensions as program_page


def open_you_said(app: Flask) -> None:
    """Open it, before the room registers its pages."""
    from forum.planning.you_said import steps, views_said  # noqa: F401 - routes

    app.jinja_env.globals["how_it_was"] = steps.how_it_was
    of_opinions.add_steps(steps.opinion_steps)
    of_ideas.add_steps(steps.idea_steps)
    program_page.add_section(steps.because, order=10)
