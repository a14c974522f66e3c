"""A city in which there is everything, and one resident whose name stands in every part of it."""

import io
from datetime import timedelta

from sqlalchemy import select, text

from forum.accounts.guardians import answer_for
from forum.accounts.models import Person
from forum.accounts.outside.models import ExternalIdentity
from forum.accounts.proving.models import Passkey
from forum.api.models import issue
from forum.communities.models import Community, CommunityMember
from forum.core.clock import at
from forum.core.db import db, now
from forum.events.attending.attendance import Attendance
from forum.events.attending.door import correct
from forum.events.registration.registrations import Registration
from forum.ideas.life import Answer
from forum.ideas.models import Idea
from forum.meetings.models import Meeting
from forum.meetings.writing.commenting import MinutesComment
from forum.meetings.writing.minuting import answer
from forum.moderation.decisions.statements import Statement
from forum.opinions.models import ImportBatch, Opinion
from forum.participation.booking import book
from forum.programs.models import ProgramSession
from tests.meetings.held import approve_minutes, later
from tests.planning.test_publication import Story as PlanStory
from tests.privacy.citizen import STEM, Citizen
from tests.reports.conftest import BENCHES, LAMPS, WORDS, place
from tests.world import World

NAME = f"{STEM.capitalize()} Anna"
FORMER = f"{STEM}.regen@pelda-posta.hu"
EMAIL = f"{STEM}.most@pelda-posta.hu"
PASSWORD = "zsiráfok éjjel alszanak"


class FullCity:
    """The world of the tests of permissions, with what is published, and the resident in it."""

    def __init__(self, app, make, people, run_jobs, name=NAME) -> None:
        self.app, self.make, self.people, self.run_jobs = app, make, people, run_jobs
        make.city()
        make.category("Helytörténet")
        make.neighbourhood("Belváros")
        make.age_band("18-24")
        self.world = World(make, people)
        self.live = db.session.get(Meeting, self.world.question.meeting_id)
        held = make.event("now", title_hu="Mai klub")
        over = make.event("past", title_hu="Tegnapi klub")
        for each in (held, over):
            self.world.program.sessions.append(ProgramSession(event=each))
        self.session, self.over = held, over
        db.session.commit()
        self.resident = make.person(
            "resident",
            name=name,
            password=PASSWORD,
            email=FORMER if name == NAME else "i@example.org",
        )
        self.resident.change_email(EMAIL if name == NAME else "ica@example.org")
        db.session.commit()
        self.number = self.resident.id
        self.office = app.test_client()
        self.staff(people.mira)

    def staff(self, person) -> None:
        """Let somebody of the office sit down at the office's browser."""
        db.session.refresh(person)
        self.office.sign_in(person)

    def key(self, path: str, data: dict, **more) -> None:
        """Send a form of the office."""
        given = self.office.send(path, {"submit_key": f"office-{path}"[:60], **data}, **more)
        assert given.status_code in {302, 303}, (
            path,
            given.status_code,
            given.text.partition("<main")[2][:9000],
        )
        db.session.rollback()

    def live_a_life(self) -> Citizen:
        """Let the resident use everything there is, and the office write them down."""
        ana = self.citizen = Citizen(self.app, self.resident)
        shown = self.world.shown()
        ana.use_everything(shown)
        ana.use_everything({**shown, "meeting_id": self.live.id}, ("/forums", "/questions"))
        ana.use_everything({**shown, "event_id": self.session.id}, ("/events",))
        ana.use_everything({**shown, "programs.event_id": self.over.id}, ("/feedback",))
        self._speak_again()
        self._lead(shown)
        self._be_written_down()
        mine = self._own(shown)
        ana.use_everything(mine, ("/opinions/", "/ideas/", "/statements", "/answers", "/account"))
        self._young()
        self.run_jobs()
        return ana

    def _speak_again(self) -> None:
        """Say something by a program, and have proofs and tokens with names."""
        me = self.resident
        secret = issue(me, f"{NAME} programja", me, "token-key")
        db.session.add(
            Passkey(person_id=me.id, credential=b"c", public_key=b"k", name=f"{NAME} telefonja")
        )
        db.session.add(ExternalIdentity(person_id=me.id, issuer="https://x", subject=EMAIL))
        db.session.commit()
        said = {"text": f"{STEM} az API-n", "signature": NAME, "consent": True}
        given = self.app.test_client().post(
            f"/api/v1/conversations/{self.world.talk.id}/opinions",
            json=said,
            headers={"Authorization": f"Bearer {secret}", "Idempotency-Key": f"{STEM}-kulcs"},
        )
        assert given.status_code == 201, given.text

    def _lead(self, shown) -> None:
        """Change and close a community of their own; answer who asks in one of others, close it."""
        ana, make = self.citizen, self.make
        mine = Community.author_id == self.number
        own = db.session.scalars(select(Community).where(mine).order_by(Community.id)).first()
        number = ana.word("tel")
        led = make.community("Közös kör", author=self.resident, contact_phone=number)
        asks = CommunityMember(community=led, person=make.person("visitor"), state="asked")
        asks.name, asks.contact, asks.submit_key = "Kérdező Kata", "kata@example.org", "asks"
        make.save(asks)
        own_page, others_page = f"/communities/{own.id}", f"/communities/{led.id}"
        said = f"{ana.word('words')} várja, hívja: {ana.word('tel')}"
        ana.send(
            f"{others_page}/members", {"member": str(asks.id), "accept": "yes", "answer": said}
        )
        ana.send(f"{others_page}/closing", {"because": f"{NAME} elköltözött ({number})."})
        for last in ("/edit", "/closing"):
            ana.use_everything({**shown, "community_id": own.id}, (f"{own_page}{last}",))

    def _be_written_down(self) -> None:
        """Let staff write the resident's name wherever they write names."""
        talk, event = self.world.talk.id, self.session.id
        self.key(
            f"/conversations/{talk}/desk",
            {
                "text": f"{STEM} telefonált",
                "channel": "phone",
                "signature": NAME,
                "contact": EMAIL,
            },
        )
        listed = f"text;signature;contact\n{STEM} papíron;{NAME};{EMAIL}\n".encode()
        self.key(
            f"/conversations/{talk}/imports",
            {"file": (io.BytesIO(listed), f"{STEM}-lista.csv")},
            content_type="multipart/form-data",
        )
        batch = db.session.scalars(select(ImportBatch)).one()
        self.key(f"/imports/{batch.id}/start", {})
        self.run_jobs()
        self.key(f"/events/{event}/walk-ins", {"name": NAME, "contact": EMAIL})
        entry = db.session.scalars(select(Attendance).where(Attendance.name == NAME)).one()
        own = select(Registration.contact).where(Registration.person_id == self.number)
        number = next(one for one in db.session.scalars(own) if one.startswith("+36"))
        told = f"{NAME.upper()}val beszéltem, {number.replace('+36 ', '06/')}"
        correct(entry, "correction", self.people.mira, told)
        db.session.commit()
        self.key(
            f"/events/{event}/sheets",
            {
                "signatures": "1",
                "note": f"{NAME} sora olvashatatlan",
                "lines-0-name": NAME,
                "lines-0-contact": EMAIL,
                "first": "1",
            },
        )
        self.key(
            f"/events/{self.world.event.id}/registrations",
            {
                "name": NAME,
                "contact": EMAIL,
                "party": "1",
                "channel": "phone",
                "note": f"{STEM} hoz széket",
            },
        )

    def _own(self, shown) -> dict[str, object]:
        """Hide, answer and cover what is theirs; return the values that name it."""
        mine = Opinion.author_id == self.number
        opinion = db.session.scalars(select(Opinion).where(mine).order_by(Opinion.id)).first()
        idea = db.session.scalars(select(Idea).where(Idea.author_id == self.number)).first()
        given = self.make.save(Answer(idea=idea, state="considered", reason_hu="Nézzük."))
        member = db.session.scalars(
            select(CommunityMember).where(CommunityMember.person_id == self.number)
        ).first()
        member.answer = f"Kedves {NAME}!"
        opinion.hide(self.people.mira, "advertising", f"{NAME} reklámoz.")
        db.session.commit()
        statement = db.session.scalars(
            select(Statement).where(Statement.subject_id == opinion.id, Statement.act == "hidden")
        ).first()
        own = {"opinion_id": opinion.id, "idea_id": idea.id, "answer_id": given.id}
        return {**shown, **own, "token": statement.path.rpartition("/")[2]}

    def _young(self) -> None:
        """Somebody answered for them once."""
        guardian = answer_for(self.resident, f"{NAME} anyja", f"anya.{EMAIL}", "hu")
        guardian.confirm(self.people.mira, "phone", f"{NAME} anyja visszahívott")
        db.session.commit()

    def publish_everything(self, quoting: bool = True) -> None:
        """Approve the minutes, decide and publish a plan, publish a summary; book the ledger."""
        from forum.planning.models import decide
        from forum.reports.drafting import draft
        from forum.reports.publishing import publish

        make, people, world = self.make, self.people, self.world
        for each in db.session.scalars(
            select(MinutesComment).where(MinutesComment.meeting_id == world.forum.id)
        ):
            answer(each, people.mira, f"Köszönjük, {self.resident.name}!")
        db.session.commit()
        with later():
            approve_minutes(world.forum, people.mira)
        self.plan = PlanStory(make, people)
        self.plan.published(people.paul)
        project = make.project(name_hu="Közös terek")
        talk = make.conversation("both", project=project)
        benches, lamps = make.theme("padok", project), make.theme("közvilágítás", project)
        said = make.opinion(
            f"{STEM if quoting else 'Ica néni'} szerint több pad kellene a térre",
            talk,
            db.session.get(Person, self.number),
            signature=NAME if quoting else "",
        )
        make.membership(said, benches)
        for number in range(5):  # nobody is the only one who spoke on the site
            make.opinion(f"Legyen {number + 2} pad a téren", talk)
        place(talk, BENCHES[:4], benches, people)
        place(talk, LAMPS, lamps, people)
        decide(talk, benches, people.paul, "adopt", WORDS)
        for kind, days in (("speak", (-20, -10)), ("weigh", (-10, -1))):
            talk.set_phase(kind, *(now() + timedelta(days=day) for day in days))
        summary = draft(talk, people.paul)
        db.session.commit()
        publish(summary, people.paul, summary.version)
        db.session.commit()
        self.talk = talk
        book()
        db.session.commit()
        self.run_jobs()

    def fetch_archive(self) -> None:
        """Let the resident download what is theirs; the archive stays a day."""
        self.citizen.send("/account/data/download", {})
        self.run_jobs()
        name = db.session.execute(text("SELECT name FROM data_archive")).scalar()
        db.session.rollback()
        self.citizen.enter()
        given = self.citizen.client.get(f"/account/data/archives/{name}")
        assert given.status_code == 200, given.status_code

    def published_files(self) -> list[str]:
        """Return the address of every file that was published."""
        rows = db.session.execute(
            text(
                "SELECT number, name FROM publication_file"
                " JOIN publication ON publication.id = publication_id ORDER BY 1, 2"
            )
        ).all()
        season, forum = self.plan.season.id, self.world.forum.id
        db.session.rollback()
        paths = [f"/summaries/{number}/{name}" for number, name in rows]
        return [*paths, f"/seasons/{season}/plan.pdf", f"/forums/{forum}/minutes/1.pdf"]

    def evening(self) -> None:
        """Let a day go by: letters and digests are written."""
        from forum.notices.letters import write_due_letters

        with at(now() + timedelta(days=1)):
            write_due_letters()
        self.run_jobs()
