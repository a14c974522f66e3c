"""One thing of each kind a URL may name: shown, and one that must stay unseen."""

from datetime import timedelta

from forum.accounts.guardians import answer_for
from forum.communities.models import CommunityMember
from forum.core.db import db, now
from forum.events.attending.door import tally
from forum.events.registration.registering import Wish, register
from forum.ideas.life import Answer, Merger
from forum.ideas.models import IdeaComment, IdeaPicture
from forum.meetings.hall.leading import start
from forum.meetings.screens.asking import ask
from forum.meetings.writing.commenting import comment
from forum.moderation.covering.removing import remove
from forum.moderation.covering.spans import words_of
from forum.moderation.covering.texts import cover
from forum.moderation.decisions.appeals import appeal
from forum.moderation.decisions.statements import Statement
from forum.moderation.rules.watching import WatchWord
from forum.notices.models import Notice
from forum.planning.ballots.models import Voting
from forum.planning.models_candidates import ProgramNeed
from forum.planning.needs.models import NeedIdea
from forum.programs.models import Series
from tests.meetings.held import hold_forum, open_minutes


class World:
    """Everything the routes are tried with; what is secret holds words of ``SECRETS``."""

    SECRETS = (
        *(f"Rejtett {thing}" for thing in ("vélemény", "esemény", "fórum", "megjegyzés", "kérdés")),
        *(f"Rejtett {thing}" for thing in ("ötlet", "hozzászólás", "kép", "közösség", "program")),
        *(f"Rejtett {thing}" for thing in ("igény", "jelölt", "évad", "terv", "indok")),
        *(f"Rejtett {thing}" for thing in ("név", "eltávolított", "kérelem", "figyelt")),
        "Titkos Tünde",
        "titkos@pelda.hu",
    )

    def __init__(self, make, people) -> None:
        self.people = people
        self.talk = make.conversation("both")
        self.draft = make.conversation("draft")
        self.opinion = make.opinion("Látható vélemény", self.talk)
        self.hidden = make.opinion("Rejtett vélemény", self.talk)
        self.hidden.hide(by=people.mira, reason="abuse", because="Sértő.")
        self.theme = make.theme()
        self.event = make.event()
        self.planned_event = make.event("draft", title_hu="Rejtett esemény")
        self._forums(make, people)
        self._ideas(make, people)
        self._communities(make, people)
        self._programs(make, people)
        self._plans(make, people)
        self._trust(make, people)
        self.other_person = make.person("resident")
        db.session.commit()

    def _forums(self, make, people) -> None:
        """A forum that was held, its minutes open; a draft; a question and a comment, hidden."""
        held = hold_forum(make, people, conversation=self.talk)
        self.forum, self.task, self.point, self.poll = (
            held.meeting,
            held.task,
            held.point,
            held.poll,
        )
        held.meeting.facilitator_id = None  # who leads a forum may approve its minutes
        open_minutes(held.meeting, people.mira)
        draft = make.event("draft", title_hu="Rejtett fórum", kind="forum")
        self.planned_forum = make.meeting(event=draft)
        somebody = make.person("resident")
        self.comment = comment(self.forum, somebody, "Rejtett megjegyzés", "comment-hidden")
        live = make.meeting("now")
        start(live, people.mira)
        self.question = ask(live, somebody, "Rejtett kérdés?", "", "question-hidden")
        db.session.commit()
        for text in (self.comment, self.question):
            text.hide(by=people.mira, reason="abuse", because="Sértő.")
        registration = register(self.event, Wish(name="Titkos Tünde"), "registration-world")
        self.registration = registration
        self.entry = tally(self.event, 3, "tally-world", people.mira).entry

    def _ideas(self, make, people) -> None:
        """An idea with an answer and one merged under it; a hidden one, and what hangs on it."""
        self.idea, self.merged = make.idea("Látható ötlet"), make.idea("Másik ötlet")
        self.hidden_idea = make.idea("Rejtett ötlet", text="Rejtett ötlet", html="Rejtett ötlet")
        self.answer = make.save(Answer(idea=self.idea, state="considered", reason_hu="Nézzük."))
        self.merged.lead_id = self.idea.id
        self.merger = make.save(Merger(idea=self.merged, into=self.idea, counting="ask"))
        author, words = make.person("visitor"), "Rejtett hozzászólás"
        values = {"author": author, "side": "for", "text": words, "html": words}
        remark = IdeaComment(idea=self.idea, submit_key="world-comment", **values)
        self.idea_comment = make.save(remark)
        picture = IdeaPicture(
            **{"idea_id": self.idea.id, "alternative": "Rejtett kép", "media_type": "image/jpeg"},
            **{"content": b"x", "small": b"x", "width": 1, "height": 1, "author_id": author.id},
            submit_key="world-picture",
        )
        self.picture = make.save(picture)
        for text in (self.hidden_idea, self.idea_comment, self.picture):
            text.hide(by=people.mira, reason="abuse", because="Sértő.")
        db.session.commit()

    def _communities(self, make, people) -> None:
        """A community with a member nobody may read of; one that waits for a facilitator."""
        self.community = make.community("Látható kör")
        self.waiting = make.community("Rejtett közösség", founded=False)
        self.waiting.wait()
        member = CommunityMember(
            **{"community": self.community, "person": make.person("visitor"), "state": "asked"},
            **{"name": "Titkos Tünde", "contact": "titkos@pelda.hu", "submit_key": "world-member"},
        )
        make.save(member)

    def _programs(self, make, people) -> None:
        """An announced program with a series; a draft."""
        self.season = make.season("Mostani évad")
        self.program = make.program("announced", season=self.season)
        self.planned_program = make.program(
            "draft", season=self.season, title_hu="Rejtett program", title_en="Rejtett program"
        )
        rule = {"rhythm": "week", "first_day": self.season.starts_on}
        rule |= {"last_day": self.season.ends_on, "begins": now().time(), "ends": now().time()}
        self.series = make.save(Series(program=self.program, **rule))

    def _plans(self, make, people) -> None:
        """A public need; a draft, a season nobody has seen, its candidate and its plan."""
        self.need = make.need("Látható igény")
        self.secret_need = make.need("Rejtett igény", public=False)
        make.save(ProgramNeed(program_id=self.program.id, need_id=self.secret_need.id))
        make.save(NeedIdea(need_id=self.need.id, idea_id=self.hidden_idea.id))
        ends = now() + timedelta(days=3)
        make.save(Voting(season=self.season, opens_at=now(), closes_at=ends, budget=1000))
        self.candidate = make.candidate("Látható jelölt", season=self.season)
        self.plan = make.plan(season=self.season, candidates=[self.candidate], name="Rejtett terv")
        self.plan.items[0].reason_hu = "Rejtett indok"
        self.secret_season = make.season("Rejtett évad")
        self.secret_candidate = make.candidate("Rejtett jelölt", season=self.secret_season)
        self.secret_plan = make.plan(
            season=self.secret_season, candidates=[self.secret_candidate], name="Rejtett terv"
        )
        other = make.person("resident")
        notice = Notice(person_id=other.id, kind="idea_answered", key="world", path="/ideas/1")
        self.notice = make.save(notice)

    def _trust(self, make, people) -> None:
        """What was covered, removed or appealed against; a guardian; a watched word."""
        decider = make.person("administrator")
        covered = make.opinion("Ott lakik Rejtett név", self.talk)
        numbers = [word.number for word in words_of(covered.text)][-2:]
        self.redaction = cover(covered, decider, "text", numbers, "name", "Név van benne.")
        self.removed = make.opinion("Rejtett eltávolított", self.talk)
        remove(self.removed, decider, "unlawful", "", "Törvény tiltja.")
        judged = make.opinion("Rejtett vélemény", self.talk)
        judged.hide(by=decider, reason="abuse", because="Sértő.")
        statement = Statement.query.filter_by(subject_id=judged.id, act="hidden").one()
        self.appeal = appeal(statement, "Rejtett kérelem")[0]
        self.word = make.save(WatchWord(word="Rejtett figyelt", language="hu"))
        young = make.person("resident")
        self.guardian = answer_for(young, "Titkos Tünde", "titkos@pelda.hu", "hu")

    def shown(self) -> dict[str, object]:
        """Values of URL arguments that name things everybody may see (or unknown things)."""
        return {
            "conversation_id": self.talk.id,
            "opinion_id": self.opinion.id,
            "theme_id": self.theme.id,
            "event_id": self.event.id,
            "person_id": self.other_person.id,
            "meeting_id": self.forum.id,
            "item_id": self.forum.items[0].id,
            "poll_id": self.poll.id,
            "task_id": self.task.id,
            "point_id": self.point.id,
            "attendance_id": self.entry.id,
            "registration_id": self.registration.id,
            "idea_id": self.idea.id,
            "merger_id": self.merger.id,
            "answer_id": self.answer.id,
            "ideas.comment_id": self.idea_comment.id,
            "picture_id": self.picture.id,
            "community_id": self.community.id,
            "program_id": self.program.id,
            "programs.event_id": self.program.sessions[0].event_id,
            "session_id": self.program.sessions[0].id,
            "series_id": self.series.id,
            "season_id": self.season.id,
            "need_id": self.need.id,
            "candidate_id": self.candidate.id,
            "plan_id": self.plan.id,
            "planning.item_id": self.plan.items[0].id,
            "notice_id": self.notice.id,
            "notices.kind": "idea",
            "moderation.kind": "opinion",
            "text_id": self.opinion.id,
            "appeal_id": self.appeal.id,
            "redaction_id": self.redaction.id,
            "word_id": self.word.id,
            "guardian_id": self.guardian.id,
            "place_id": self.talk.id,
            "topic_id": self.idea.id,
        }

    def unseen(self) -> dict[str, object]:
        """The same arguments naming a draft and a hidden opinion."""
        unseen = {"conversation_id": self.draft.id, "opinion_id": self.hidden.id}
        forum = {"meeting_id": self.planned_forum.id, "item_id": self.planned_forum.items[0].id}
        texts = {"comment_id": self.comment.id, "question_id": self.question.id}
        rooms = {
            "idea_id": self.hidden_idea.id,
            "community_id": self.waiting.id,
            "program_id": self.planned_program.id,
            "programs.event_id": self.planned_program.sessions[0].event_id,
            "season_id": self.secret_season.id,
            "need_id": self.secret_need.id,
            "candidate_id": self.secret_candidate.id,
            "plan_id": self.secret_plan.id,
            "planning.item_id": self.secret_plan.items[0].id,
            "topic_id": self.hidden_idea.id,
        }
        event = {"event_id": self.planned_event.id, "text_id": self.hidden.id}
        return {**self.shown(), **unseen, **forum, **texts, **rooms, **event}

    def unseen_paths(self) -> tuple[str, ...]:
        """Parts of addresses that lead to what must stay unseen."""
        return (
            f"/conversations/{self.draft.id}",
            f"/opinions/{self.hidden.id}",
            f"/moderation/opinion/{self.hidden.id}",
            f"/events/{self.planned_event.id}",
            f"/forums/{self.planned_forum.id}",
            f"/forums/comments/{self.comment.id}",
            f"/questions/{self.question.id}",
            f"/ideas/{self.hidden_idea.id}/",
            f"/ideas/comments/{self.idea_comment.id}",
            f"/ideas/pictures/{self.picture.id}",
            f"/communities/{self.waiting.id}",
            f"/programs/{self.planned_program.id}",
            f"/needs/{self.secret_need.id}",
            f"/candidates/{self.secret_candidate.id}",
            f"/plans/{self.secret_plan.id}",
            f"/seasons/{self.secret_season.id}",
        )
