"""What waits in the demo city's review queue: copies, reports, a covered name, an appeal."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from forum.accounts.models import Person
from forum.conversations.models import Conversation
from forum.conversations.saying import Saying
from forum.core.clock import at
from forum.core.db import db, now
from forum.demo import content
from forum.moderation.covering.spans import words_of
from forum.moderation.covering.texts import cover
from forum.moderation.decisions.appeals import appeal
from forum.moderation.decisions.statements import Statement
from forum.moderation.rules import resting, watching
from forum.opinions.models import Opinion
from forum.opinions.operations import speak


class Trust:
    """Sends what facilitators have to look at, by the usual verbs."""

    def __init__(self, conversations: dict[str, Conversation], people: dict[str, Person]) -> None:
        self.conversations, self.people = conversations, people
        self.told = content.toml("trust")
        self._sent = 0

    def fill(self) -> None:
        """Fill the queue; here the rules are awake, elsewhere in the demo city they rest."""
        for word in self.told["watch_words"]:
            watching.add(word["word"], "hu", word["weight"], word["holds"], self.people["paul"])
        self._cover(self.told["covered"])
        with resting(False):
            self._copies(self.told["copies"])
            for told in self.told["flagged"]:
                self._flagged(told)
        self._appeal(self.told["appeal"]["words"])

    def _say(self, told: dict[str, Any], desk: Person | None = None) -> Opinion:
        self._sent += 1
        author = Person(role="visitor")
        db.session.add(author)
        saying = Saying(told["text"], "table" if desk else "web")
        talk = self.conversations[told["conversation"]]
        return speak(talk, author, saying, f"demo-trust-{self._sent}", desk)

    def _copies(self, told: dict[str, Any]) -> None:
        for minute in range(told["number"]):
            with at(now() - timedelta(minutes=50 - 7 * minute)):
                self._say(told)
            for text in told["between"][2 * minute : 2 * minute + 2]:
                with at(now() - timedelta(minutes=47 - 7 * minute)):
                    self._say({**told, "text": text})

    def _flagged(self, told: dict[str, Any]) -> None:
        opinion = self._say(told)
        for report in told["reports"]:
            reader = Person(role="visitor")
            db.session.add(reader)
            db.session.flush()
            opinion.flag(reader, report["reason"], report["note"])

    def _cover(self, told: dict[str, Any]) -> None:
        opinion = self._say(told, desk=self.people["mira"])
        start = told["text"].index(told["words"])
        inside = range(start, start + len(told["words"]))
        numbers = [word.number for word in words_of(opinion.text) if word.start in inside]
        cover(opinion, self.people["mira"], "text", numbers, "name", told["because"])

    def _appeal(self, words: str) -> None:
        """Appeal against the last hiding; another than the facilitator has to answer."""
        hidden = select(Statement).where(Statement.act == "hidden").order_by(Statement.id.desc())
        statement = db.session.scalars(hidden.limit(1)).one()
        appeal(statement, words)
