"""Things tests need, made with few words; people have names."""

from datetime import timedelta
from itertools import count

from forum.accounts.models import Person
from forum.city.models import AgeBand, Category, City, Neighbourhood, Project
from forum.communities.models import Community
from forum.conversations.models import Conversation
from forum.core.db import db, now
from forum.events.models import Event
from forum.ideas.models import Idea, Support
from forum.meetings.models import AgendaItem, Meeting
from forum.opinions.models import Opinion
from forum.opinions.operations import Saying, speak
from forum.planning.models_candidates import Candidate
from forum.planning.needs.models import Need
from forum.planning.seasons.models import Plan, PlanItem
from forum.programs.models import Program, ProgramSession, Season
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

    def idea(self, title="Társasjáték-délután", author=None, **kwargs):
        """A program idea that somebody proposed."""
        number = next(self._numbers)
        values = {"text": "Hogy ne üljenek otthon.", "html": "<p>Hogy ne üljenek otthon.</p>"}
        values |= {"year": 2026, "serial": number, "submit_key": f"idea-{number}", **kwargs}
        return self.save(Idea(title=title, author=author or self.person("visitor"), **values))

    def support(self, idea, person=None, **kwargs):
        """Somebody's support of an idea; the counter moves with it."""
        row = Support(idea=idea, person=person or self.person("visitor"), **kwargs)
        idea.supports_count += 1
        return self.save(row)

    def community(self, name="Avasi Társasjáték Klub", founded=True, **kwargs):
        """A community, or (not founded) an interest list."""
        values = {"submit_key": f"community-{next(self._numbers)}", "needed": 3, **kwargs}
        values.setdefault("founded_at", now() if founded else None)
        return self.save(Community(name_hu=name, **values))

    def season(self, name="", **kwargs):
        """A season that goes on now."""
        today = now().date()
        values = {"starts_on": today - timedelta(days=10), "ends_on": today + timedelta(days=90)}
        name = name or f"Évad {next(self._numbers)}"
        return self.save(Season(name_hu=name, **{**values, **kwargs}))

    def program(self, state="announced", sessions=1, season=None, **kwargs):
        """A program in ``state`` (draft, announced, running, done) with its sessions."""
        values = {"title_hu": "Társasjáték az Avason", "title_en": "Board games in Avas", **kwargs}
        program = Program(season=season or self.season(), **values)
        if state != "draft":
            program.announced_at = now()
        if state == "done":
            program.done_at = now()
        event = {"draft": "draft", "announced": "coming"}.get(state, "past")
        for _number in range(sessions):
            made = self.event(event, title_hu=program.title_hu, title_en=program.title_en)
            program.sessions.append(ProgramSession(event=made))
        return self.save(program)

    def need(self, title="Közös esték az Avason", public=True, **kwargs):
        """A need, in a planner's words."""
        at = now() if public else None
        return self.save(Need(title_hu=title, **{"published_at": at, **kwargs}))

    def candidate(self, title="Játékklub", season=None, cost=100_000, **kwargs):
        """A program that could be part of a season."""
        season = season or self.season()
        return self.save(Candidate(title_hu=title, season=season, cost=cost, **kwargs))

    def plan(self, season=None, budget=1_000_000, candidates=(), **kwargs):
        """A version of a season's plan that has not decided on its candidates."""
        season = season or self.season()
        number = kwargs.pop("number", None) or next(self._numbers)
        plan = Plan(season=season, number=number, budget=budget, **kwargs)
        plan.items = [PlanItem(candidate=one, cost=one.cost) for one in candidates]
        return self.save(plan)

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
