"""One text of each kind that is moderated, made as residents make them."""

from forum.ideas.answering import Reason, answer, reply
from forum.ideas.commenting import comment as say
from forum.ideas.models import IdeaPicture
from forum.meetings.hall.leading import start
from forum.meetings.screens.asking import ask
from forum.meetings.writing.commenting import comment
from tests.meetings.held import hold_forum, open_minutes

#: Words of the hostile sort: pages must show them as words.
HOSTILE = "<svg onload=alert(1)>"
KINDS = (
    "opinion",
    "idea",
    "idea_comment",
    "idea_picture",
    "idea_answer",
    "community",
    "meeting_question",
    "minutes_comment",
)


class Texts:
    """Make a text of a kind: ``texts("idea", "Padavató")``; each by somebody else."""

    def __init__(self, make, people) -> None:
        self.make, self.people, self.number = make, people, 0
        self.places = {}

    def __call__(self, kind: str, words: str = "Közös szó", author=None):
        """A new text of this kind, shown."""
        self.number += 1
        author = author or self.make.person("visitor")
        made = getattr(self, f"_{kind}")(f"{words}", author, f"text-{kind}-{self.number}")
        return self.make.save(made)

    def _opinion(self, words, author, key):
        talk = self._place("talk", lambda: self.make.conversation("both"))
        return self.make.opinion(words, talk, author, submit_key=key)

    def _idea(self, words, author, key):
        return self.make.idea(words, author, submit_key=key)

    def _parent(self):
        return self._place("idea", lambda: self.make.idea("Padavató"))

    def _idea_comment(self, words, author, key):
        return say(self._parent(), author, "for", words, key)

    def _idea_picture(self, words, author, key):
        size = {"width": 1, "height": 1, "media_type": "image/png", "content": b"x", "small": b"x"}
        about = {"alternative": words, "submit_key": key, "author_id": author.id}
        return IdeaPicture(idea=self._parent(), **about, **size)

    def _idea_answer(self, words, author, key):
        idea = self.make.idea("Padavató", author)
        made = answer(idea, "considered", Reason("Nézzük."), self.people.paul, key)
        reply(made, author, words)
        return made

    def _community(self, words, author, key):
        return self.make.community(words, founded=False, author=author, submit_key=key)

    def _meeting_question(self, words, author, key):
        meeting = self._place("meeting", self._live)
        return ask(meeting, author, words, "", key)

    def _minutes_comment(self, words, author, key):
        meeting = self._place("held", self._minuted)
        return comment(meeting, author, words, key)

    def _live(self):
        meeting = self.make.meeting("now")
        start(meeting, self.people.mira)
        return meeting

    def _minuted(self):
        held = hold_forum(self.make, self.people)
        open_minutes(held.meeting, self.people.mira)
        return held.meeting

    def _place(self, name, made):
        if name not in self.places:
            self.places[name] = made()
        return self.places[name]
