"""Fill an empty database with the demo city; what is said there is said by the usual verbs."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy import select

from forum.accounts.models import Person
from forum.city.models import AgeBand, Category, City, Neighbourhood, Project
from forum.core.db import db, now
from forum.demo import communities, content, history, ledger, population, season_ahead
from forum.demo.halls import Halls
from forum.demo.ideas import Ideas
from forum.demo.season_plan import SeasonPlan
from forum.demo.seasons import Seasons
from forum.demo.talks import Talks
from forum.demo.trust import Trust
from forum.moderation.rules import resting
from forum.notices.operations import mark_all_read

Progress = Callable[[str], Any]

commands = AppGroup("demo", help="The demo city.")


@resting()  # what the demo city says came in long ago
def fill_if_empty(progress: Progress = print) -> bool:
    """Fill the database unless somebody is in it already; tell what is being done."""
    if db.session.scalar(select(Person.id).limit(1)) is not None:
        return False
    progress("Filling the demo city (once) ...")
    _marker().touch()
    city = fill_city()
    people = fill_people()
    db.session.commit()
    progress("Writing up the years of the project ...")
    Seasons(city, people).fill()
    ledger.close_the_project(city, people)
    talks = Talks(city, people).fill()
    db.session.commit()
    season_ahead.fill(city, people)
    Halls(talks, people).fill()
    population.weigh(talks.opinions, talks.leans, talks.camps)
    db.session.commit()
    history.fill(talks, people, progress)
    progress("Proposing ideas and planning the seasons ...")
    known = communities.fill(city, people)
    ideas = Ideas(city, people).fill()
    SeasonPlan(talks, ideas, known, people).fill()
    ideas.finish()
    Trust(talks.conversations, people).fill()
    ledger.fill(city, people)
    for person in people.values():
        mark_all_read(person)  # the office has read what came in while the city was filled
    db.session.commit()
    _marker().unlink(missing_ok=True)
    return True


def forget_half_filled() -> None:
    """Remove an embedded demo database whose filling was interrupted, to begin anew."""
    if _marker().exists() and not current_app.config["DATABASE_URL"]:
        db.engine.dispose()
        for leftover in Path(current_app.instance_path).glob("forum.db*"):
            leftover.unlink()
        _marker().unlink()


def _marker() -> Path:
    """Return the file that stands in the instance folder while the demo city is being filled."""
    return Path(current_app.instance_path) / "demo-being-filled"


def fill_city() -> dict[str, Any]:
    """Make the city's own words; return them by kind and by the name files use."""
    told = content.toml("city")
    db.session.add(City(**told["city"]))
    project = dict(told["project"])
    project["name_hu"] = project.pop("name")
    made = {
        "project": Project(**project),
        "neighbourhoods": {row["name_hu"]: Neighbourhood(**row) for row in told["neighbourhoods"]},
        "age_bands": {row["code"]: _age_band(row) for row in told["age_bands"]},
        "categories": {
            row.pop("key"): Category(position=position, **row)
            for position, row in enumerate(told["categories"])
        },
    }
    db.session.add(made["project"])
    for kind in ("neighbourhoods", "age_bands", "categories"):
        db.session.add_all(made[kind].values())
    db.session.flush()
    for place in list(made["neighbourhoods"].values()):
        made["neighbourhoods"].update(dict.fromkeys(place.aliases or [], place))
    return made


def _age_band(row: dict[str, Any]) -> AgeBand:
    return AgeBand(
        code=row["code"],
        name_hu=row["name_hu"],
        name_en=row["name_en"],
        youngest=row["from"],
        oldest=row.get("to"),
    )


def fill_people() -> dict[str, Person]:
    """Make the people one can be in the demo; nobody knows a password, because there is none."""
    made = {
        row["key"]: Person(
            name=row["name"],
            role=row["role"],
            email=row["email"],
            language=row["locale"],
            email_confirmed_at=now(),
        )
        for row in content.toml("people")["people"]
    }
    db.session.add_all(made.values())
    db.session.flush()
    return made


@commands.command("fill")
def fill_command() -> None:
    """Fill an empty database with the demo city."""
    if not fill_if_empty(click.echo):
        click.echo("There is somebody in this database already; nothing was changed.")


def init_app(app: Flask) -> None:
    """Register the commands."""
    app.cli.add_command(commands)
