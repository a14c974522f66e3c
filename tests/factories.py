"""Things tests need, made with few words; people have names."""

from datetime import timedelta
from itertools import count

from forum.accounts.models import Person
from forum.city.models import AgeBand, Category, City, Neighbourhood, Project
from forum.conversations.models import Conversation
from forum.core.db import db, now
from forum.events.models import Event
from forum.meetings.models import AgendaItem, Meeting
from forum.opinions.models import Opinion
from forum.opinions.operations import Saying, speak
from forum.themes.models import Membership, Theme


class Make:
    """Makes and commits things; every argument has a sensible default."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def save(self, thing):
        """Add and commit."""
        db.session.add(thing)
        db.session.commit()
        return thing

    def person(self, role="resident", name="", password="", **kwargs) -> Person:
        """A person with a confirmed address, unless a visitor."""
        number = next(self._numbers)
        name = name or f"{role}{number}"
        person = Person(role=role, name=name, **kwargs)
        if role != "visitor":
            person.email = kwargs.get("email") or f"{name.lower()}{number}@example.org"
            person.email_confirmed_at = now()
        if password:
            person.set_password(password)
        return self.save(person)

    def city(self, **kwargs) -> City:
        """The city."""
        return self.save(City(**{"name_hu": "Próbaváros", "name_en": "Testtown", **kwargs}))

    def neighbourhood(self, name="Avas", **kwargs) -> Neighbourhood:
        """A part of the city."""
        return self.save(Neighbourhood(name_hu=name, **kwargs))

    def age_band(self, code="65+", **kwargs) -> AgeBand:
        """A range of ages."""
        return self.save(AgeBand(code=code, name_hu=code, **kwargs))

    def category(self, name="Társasjáték", **kwargs) -> Category:
        """A kind of program."""
        return self.save(Category(name_hu=name, **kwargs))

    def project(self, **kwargs) -> Project:
        """A grant project."""
        values = {"name_hu": "Próbaprojekt", "identifier": f"T-{next(self._numbers)}", **kwargs}
        return self.save(Project(**values))

    def conversation(self, state="speak", by=None, **kwargs) -> Conversation:
        """A conversation in ``state``: draft, announced, speak, weigh, both or read."""
        days = {
            "draft": ((-1, 9), (-1, 9)),
            "announced": ((3, 9), (9, 20)),
            "speak": ((-1, 9), (9, 20)),
            "weigh": ((-9, -1), (-1, 9)),
            "both": ((-1, 9), (-1, 9)),
            "read": ((-20, -10), (-10, -1)),
        }[state]
        values = {"question_hu": "Mi legyen a parkban?", "question_en": "What for the park?"}
        conversation = Conversation(**{**values, **kwargs})
        for kind, (start, end) in zip(("speak", "weigh"), days, strict=True):
            conversation.set_phase(kind, now() + timedelta(days=start), now() + timedelta(days=end))
        db.session.add(conversation)
        db.session.flush()
        if state != "draft":
            conversation.open(by=by or self.person("facilitator", "Nyitó"))
        return self.save(conversation)

    def event(self, state="coming", by=None, **kwargs) -> Event:
        """An event in ``state``: draft, coming, now or past; of two hours, in the Avas hall."""
        begins = {"draft": 7, "coming": 7, "now": 0, "past": -7}[state]
        start = now() + timedelta(days=begins, hours=-1)
        values = {
            "title_hu": "Társasjáték-délután",
            "title_en": "Board game afternoon",
            "place_hu": "Avasi Közösségi Ház",
            "starts_at": start,
            "ends_at": start + timedelta(hours=2),
            **kwargs,
        }
        by = by or self.person("facilitator", "Szervező")
        event = Event()
        event.draft(by, values)
        if state != "draft":
            event.enter(by)
        return self.save(event)

    def meeting(self, state="coming", by=None, conversation=None, items=2, **kwargs) -> Meeting:
        """A forum of an event in ``state`` (draft, coming, now, past) with an agenda."""
        event = kwargs.pop("event", None) or self.event(
            state, by, title_hu="Nyitófórum", title_en="Opening forum", kind="forum"
        )
        meeting = Meeting(event=event, conversation=conversation, **kwargs)
        meeting.items = [
            AgendaItem(position=number, title_hu=f"{number + 1}. napirendi pont")
            for number in range(items)
        ]
        return self.save(meeting)

    def opinion(
        self, text="Több padot kérünk!", conversation=None, author=None, **kwargs
    ) -> Opinion:
        """An opinion said in a conversation."""
        conversation = conversation or self.conversation()
        key = kwargs.pop("submit_key", f"key-{next(self._numbers)}")
        entered_by = kwargs.pop("entered_by", None)
        author = author or self.person("visitor")
        opinion = speak(conversation, author, Saying(text, **kwargs), key, entered_by)
        db.session.commit()
        return opinion

    def theme(self, name="padok", project=None, **kwargs) -> Theme:
        """An entry of the codebook."""
        return self.save(Theme(name_hu=name, project=project, **kwargs))

    def membership(self, opinion, theme, **kwargs) -> Membership:
        """An opinion in a theme."""
        return self.save(
            Membership(
                opinion=opinion, theme=theme, conversation_id=opinion.conversation_id, **kwargs
            )
        )


class People:
    """The people of the stories, made when first called."""

    ROLES = {"ana": "resident", "mira": "facilitator", "paul": "planner", "adam": "administrator"}

    def __init__(self, make: Make) -> None:
        self._make = make
        self._known: dict[str, Person] = {}

    def __getattr__(self, name: str) -> Person:
        if name not in self.ROLES:
            raise AttributeError(name)
        if name not in self._known:
            self._known[name] = self._make.person(self.ROLES[name], name.capitalize())
        return self._known[name]
