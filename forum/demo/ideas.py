"""The demo city's program ideas: proposed, supported, merged, answered, as residents would."""

import random
from datetime import datetime, timedelta
from typing import Any

from forum.accounts.models import Person
from forum.core.clock import at
from forum.core.db import db, now
from forum.demo import content
from forum.ideas import answering, commenting, merging, supporting
from forum.ideas.answering import Office, Reason
from forum.ideas.models import Idea
from forum.ideas.proposing import Proposal, propose

SEED = 41
#: How many days after the idea the city gave it its first look, and its present answer.
LOOKED, ANSWERED = 6, 14
#: Words of a first answer that says only that the idea is good; later ones tell more.
ACCEPTED = Reason(
    "Jó ötlet: a következő évad jelöltjei között megtárgyaljuk.",
    "A good idea: we will discuss it among the candidates of the season.",
)
#: States that a season's plan and its programs bring about (``demo.season_plan``).
LATER = ("planned", "delivered")
ON_PAPER = ("paper", "table", "phone")


class Ideas:
    """Makes the ideas; afterwards ``made`` holds them by the key of the file."""

    def __init__(self, city: dict[str, Any], people: dict[str, Person]) -> None:
        self.city, self.people = city, people
        self.made: dict[str, Idea] = {}
        self.told = {row["key"]: row for row in content.toml("ideas")["ideas"]}
        self._random = random.Random(SEED)  # noqa: S311 - a story, not a secret

    def fill(self) -> "Ideas":
        """Propose in the order of time, then merge and answer."""
        for row in sorted(self.told.values(), key=lambda row: -row["days_ago"]):
            with at(self._moment(row)):
                self.made[row["key"]] = self._propose(row)
            self._support(row)
            self._comment(row)
        for row in self.told.values():
            self._merge(row)
            self._answer(row)
        db.session.commit()
        return self

    def finish(self) -> None:
        """Give the answers that say more than the plan said by itself."""
        for row in self.told.values():
            idea = self.made[row["key"]]
            if row.get("state") in LATER and row["state"] in answering.NEXT[idea.state]:
                self._say(row, row["state"], self._reason(row), now() - timedelta(days=3))
        db.session.commit()

    def _moment(self, row: dict[str, Any]) -> datetime:
        return now() - timedelta(days=row["days_ago"], minutes=self._random.randrange(600))

    def _visitor(self) -> Person:
        person = Person(role="visitor")
        db.session.add(person)
        db.session.flush()
        return person

    def _propose(self, row: dict[str, Any]) -> Idea:
        places, bands = self.city["neighbourhoods"], self.city["age_bands"]
        channel = row.get("channel", "web")
        proposal = Proposal(
            title=row["title"],
            text=row["text"],
            category_id=self.city["categories"][row["category"]].id,
            neighbourhood_ids=tuple(places[name].id for name in row["neighbourhoods"]),
            age_band_ids=tuple(bands[code].id for code in row.get("ages", ())),
            **{name: row.get(name, "") for name in ("place", "timing", "needs", "signature")},
            cost=row.get("cost"),
            home_id=places[row["home"]].id,
            age_band_id=bands[row["age"]].id,
            channel=channel,
        )
        author = self.people["ana"] if row["key"] == "walking-bus" else self._visitor()
        desk = self.people["mira"] if channel in ON_PAPER else None
        idea = propose(proposal, author, f"demo-idea-{row['key']}", desk)
        supporting.offer_help(idea, author, row.get("helps", ()))
        return idea

    def _support(self, row: dict[str, Any]) -> None:
        idea, places = self.made[row["key"]], self.city["neighbourhoods"]
        bands = list(self.city["age_bands"].values())
        for number in range(row["supports"]):
            home = row["home"] if self._random.random() < 0.7 else self._random.choice(list(places))
            moment = idea.created_at + (now() - idea.created_at) * self._random.random()
            with at(moment):
                supporting.support(
                    idea,
                    self._visitor(),
                    f"demo-support-{row['key']}-{number}",
                    home_id=places[home].id,
                    age_band_id=self._random.choice(bands).id,
                )

    def _comment(self, row: dict[str, Any]) -> None:
        idea = self.made[row["key"]]
        for side in ("for", "against"):
            for number, words in enumerate(row.get(side, ())):
                key = f"demo-comment-{row['key']}-{side}-{number}"
                with at(idea.created_at + timedelta(hours=20 + 9 * number)):
                    commenting.comment(idea, self._visitor(), side, words, key)

    def _merge(self, row: dict[str, Any]) -> None:
        if "under" in row:
            with at(now() - timedelta(days=50)):
                idea, into = self.made[row["key"]], self.made[row["under"]]
                merging.merge(idea, into, self.people["paul"], "count", row["because"])

    def _answer(self, row: dict[str, Any]) -> None:
        state, idea = row.get("state", "new"), self.made[row["key"]]
        if state == "new":
            return
        if state in LATER:
            self._say(row, "accepted", ACCEPTED, idea.created_at + timedelta(days=LOOKED))
            return
        self._say(row, state, self._reason(row), idea.created_at + timedelta(days=ANSWERED))
        if "reply" in row:
            last = answering.sent_with(f"demo-answer-{row['key']}-{state}")
            assert last is not None
            with at(last.at + timedelta(days=1)):
                answering.reply(last, idea.author, row["reply"])

    def _reason(self, row: dict[str, Any]) -> Reason:
        return Reason(row["reason_hu"], row["reason_en"])

    def _say(self, row: dict[str, Any], state: str, reason: Reason, moment: datetime) -> None:
        office = Office(row.get("office", ""), row.get("office_contact", ""))
        with at(min(moment, now())):
            answering.answer(
                self.made[row["key"]],
                state,
                reason,
                self.people["paul"],
                f"demo-answer-{row['key']}-{state}",
                office,
            )
