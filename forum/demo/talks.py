"""The demo city's conversations and what its residents said in them."""

import random
from datetime import datetime, timedelta
from typing import Any

from forum.accounts.models import Person
from forum.conversations.models import Conversation
from forum.core.clock import at
from forum.core.days import begin_of, day_of
from forum.core.db import db, now
from forum.demo import content
from forum.opinions.models import Opinion
from forum.opinions.operations import Saying, speak

#: How the opinions of the oldest conversation reached the city; the file does not tell.
CHANNELS = ("web", "web", "web", "table", "table", "paper", "paper", "phone", "forum")
#: How the population leans where the file does not tell: most people nod.
USUAL_LEAN = 0.4
SEED = 20180701


class Talks:
    """Makes the conversations; afterwards ``opinions``, ``leans`` and ``camps`` tell what was said."""

    def __init__(self, city: dict[str, Any], people: dict[str, Person]) -> None:
        self.city, self.people = city, people
        self.conversations: dict[str, Conversation] = {}
        self.opinions: list[Opinion] = []
        self.leans: dict[int, float] = {}
        self.camps: dict[int, str] = {}
        self._random = random.Random(SEED)  # noqa: S311 - a story, not a secret
        leans = content.rows("leans-programs.csv")
        self._told_leans = {row["text"]: (float(row["lean"]), row["camp"]) for row in leans}

    def fill(self) -> "Talks":
        """Make every conversation with its opinions."""
        for told in content.toml("conversations")["conversations"]:
            conversation = self._conversation(told)
            self.conversations[told["key"]] = conversation
            if "opinions" in told:
                self._opinions(conversation, content.rows(told["opinions"]))
        return self

    def _day(self, offset: int) -> datetime:
        """Return midnight in the city, ``offset`` days from today."""
        return begin_of(day_of(now()) + timedelta(days=offset))

    def _conversation(self, told: dict[str, Any]) -> Conversation:
        texts = ("question_hu", "question_en", "introduction_hu", "introduction_en")
        settings = ("who_speaks", "who_weighs", "moderation")
        conversation = Conversation(
            **{key: told[key].strip() for key in texts},
            **{key: told[key] for key in settings},
            safety=told.get("safety", False),
            project=self.city["project"],
            draw_seed=self._random.randrange(2**31),
            neighbourhoods=[self.city["neighbourhoods"][name] for name in told["neighbourhoods"]],
        )
        for kind in ("speak", "weigh"):
            first, last = told["phases"][kind]
            conversation.set_phase(kind, self._day(first), self._day(last + 1))
        opened = min(self._day(told["phases"]["speak"][0] - 3), self._day(0))
        with at(min(opened + timedelta(hours=9), now())):
            conversation.created_by_id = self.people["mira"].id
            db.session.add(conversation)
            db.session.flush()
            conversation.open(by=self.people["mira"])
        return conversation

    def _opinions(self, conversation: Conversation, rows: list[dict[str, str]]) -> None:
        phase = conversation.phase("speak")
        assert phase is not None
        end = min(phase.ends_at, now())
        moments = sorted(
            phase.starts_at + (end - phase.starts_at) * self._random.random() for _row in rows
        )
        for row, moment in zip(rows, moments, strict=True):
            with at(moment):
                self._opinion(conversation, row)

    def _opinion(self, conversation: Conversation, row: dict[str, str]) -> None:
        author = Person(role="visitor")
        db.session.add(author)
        channel = row.get("channel") or self._random.choice(CHANNELS)
        place = self.city["neighbourhoods"].get(row["neighbourhood"])
        band = self.city["age_bands"].get(row["age_group"])
        saying = Saying(
            row["text"], channel, row.get("pseudonym", ""), place and place.id, band and band.id
        )
        key = f"demo-{conversation.id}-{len(self.opinions)}"
        desk = self.people["mira"] if channel in {"table", "paper", "phone"} else None
        waits = row.get("status") == "awaiting"
        opinion = speak(conversation, author, saying, key, None if waits else desk)
        self._judge(opinion, row)
        lean, camp = self._told_leans.get(row["text"], (float(row.get("lean") or USUAL_LEAN), ""))
        self.opinions.append(opinion)
        self.leans[opinion.id], self.camps[opinion.id] = lean, row.get("camp") or camp

    def _judge(self, opinion: Opinion, row: dict[str, str]) -> None:
        """Let the facilitator do what the file tells."""
        if row.get("status") == "published" and opinion.waiting:
            opinion.approve(by=self.people["mira"])
        if row.get("status") == "hidden":
            opinion.hide(by=self.people["mira"], reason=row["hide"], because=row["because_hu"])
