"""A row in every table: what no verb of ``World`` leaves behind is put there by hand."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Column, LargeBinary, Table, func, insert, select

from forum.accounts.reach import Reach
from forum.communities.models import CommunityMember
from forum.core.codes import token_hash
from forum.core.db import db, now
from forum.moderation.decisions.statements import TOKEN_LENGTH
from forum.notices import reaching, unsubscribing
from tests.attacks.pages import picture
from tests.test_permissions import METHODS, harmless
from tests.world import World

#: The secret of every link, and the code of everything that has one.
TOKEN, STATEMENT, CODE = "t" * 43, "t" * TOKEN_LENGTH, "AAAA-BBBB-CC"
SHEET = "Név;Szöveg\nPanna;Több padot\n".encode()
#: Words that mean something to the code, by table and column.
WORDS: dict[str, Any] = {
    "approval.subject_kind": "opinion",
    "assignment.place_kind": "meeting",
    "agenda_document.media_type": "image/png",
    "attendance_sheet.filename": "ív.png",
    "attendance_sheet.media_type": "image/png",
    "ballot.channel": "paper",
    "board_step.kind": "sort",
    "board_step.summary": {
        "opinion": "V-1",
        "opinion_id": 1,
        "themes": [{"name": "padok", "belongs": True}],
    },
    "challenge.purpose": "sign-in",
    "consent.about": "privacy",
    "data_archive.name": TOKEN[:32],
    "decision.choice": "adopt",
    "event_change.fields": ["place_hu"],
    "evidence.node": "name:x",
    "external_identity.issuer": "https://elsewhere.example",
    "feedback.channel": "paper",
    "flag.reason": "abuse",
    "flag.subject_kind": "opinion",
    "following.topic_kind": "idea",
    "idea_batch.content": SHEET,
    "idea_batch.filename": "ötletek.csv",
    "idea_help.kind": "host",
    "import_batch.content": SHEET,
    "import_batch.filename": "lista.csv",
    "ledger_line.activity": "event",
    "ledger_line.channel": "paper",
    "ledger_line.kind": "event",
    "ledger_line.source": "attendance",
    "ledger_line.source_table": "attendance",
    "ledger_target.indicator": "participations",
    "ledger_target.kinds": ["event"],
    "meeting_table.code_hash": token_hash(CODE),
    "one_time_token.purpose": "invite",
    "one_time_token.value": "facilitator",
    "opinion_group.letter": "A",
    "published_cells.shown": {},
    "published_cells.untold": [],
    "proposal.state": "open",
    "reason_template.reason": "abuse",
    "registration_call.kind": "change",
    "retention_hold.data_class": "contact",
    "retention_line.data_class": "contact",
    "retention_period.data_class": "contact",
    "sign_in_session.how": "password",
    "theme_version.before": {"name_hu": "Régi"},
    "vote_analysis.state": "done",
    "vote_standing.standing": "agreed",
}
LATER = ("until", "expires_at", "ends_on", "by_day")


class Everything(World):
    """The city of the attacks, with nothing missing."""

    def __init__(self, make, people) -> None:
        super().__init__(make, people)
        self.colleague = make.person("facilitator", "Fanni", email="fanni@pelda.hu")
        self.first: dict[str, Any] = {}
        self.member = db.session.scalars(select(CommunityMember)).first()
        self._give_codes()
        for table in db.metadata.sorted_tables:
            self._complete(table)
        db.session.commit()

    def _give_codes(self) -> None:
        """Let one code and one secret open whatever is opened by one; its owner is one person."""
        self.opinion.author_id = self.idea.author_id = self.other_person.id
        for row in (self.opinion, self.idea, self.member):
            row.claim_hash = token_hash(CODE)
        self.registration.code_hash = token_hash(CODE)
        self.registration.contact = "titkos@pelda.hu"
        self.guardian.token_hash = token_hash(TOKEN)
        self.appeal.statement.token_hash = token_hash(STATEMENT)

    def _complete(self, table: Table) -> None:
        """Put a row into a table that has none."""
        if not db.session.scalar(select(func.count()).select_from(table)):
            values = {c.name: self._value(table, c) for c in table.columns if not _left(c)}
            db.session.execute(insert(table).values(values))
        if "id" in table.columns:
            self.first[table.name] = db.session.scalar(select(func.min(table.c.id)))

    def _value(self, table: Table, column: Column) -> Any:
        """Return something that fits into a column."""
        place = f"{table.name}.{column.name}"
        if place in WORDS:
            return WORDS[place]
        if column.foreign_keys:
            return self._pointed_at(column)
        kind = str(column.type).upper()
        if "hash" in column.name or column.name == "digest":
            return token_hash(TOKEN)
        if "DATETIME" in kind or "TIMESTAMP" in kind:
            return now() + timedelta(days=9) if column.name in LATER else now()
        if "DATE" in kind:
            return date(2031, 1, 1) if column.name in LATER else date(2026, 1, 1)
        if isinstance(column.type, LargeBinary):
            return picture()
        if "CHAR" in kind or "TEXT" in kind:
            return f"{column.name} {table.name}"[: getattr(column.type, "length", None) or 99]
        return False if "BOOL" in kind else 1

    def _pointed_at(self, column: Column) -> Any:
        known = {"person": self.other_person.id, "conversation": self.talk.id}
        known |= {"meeting": self.forum.id, "event": self.event.id, "opinion": self.opinion.id}
        target = next(iter(column.foreign_keys)).column.table.name
        return known.get(target, self.first.get(target))

    def all(self) -> dict[str, object]:
        """Values of every argument of every address, each naming something there is."""
        first = self.first
        reach = db.session.get(Reach, first["reach"])
        return {
            **self.shown(),
            "notices.unsubscribe.token": unsubscribing.token_of(self.other_person.id),
            "notices.unsubscribing_now.token": unsubscribing.token_of(self.other_person.id),
            "notices.reach.token": reaching.token_of(reach),
            "notices.reach_answered.token": reaching.token_of(reach),
            "notices.sample_html.kind": "idea_answered",
            "notices.sample_html.language": "hu",
            "moderation.token": STATEMENT,
            "moderation.place_id": self.talk.id,
            "moderation.facilitators.kind": "conversation",
            "moderation.set_facilitators.kind": "conversation",
            "privacy.fetched.name": TOKEN[:32],
            "privacy.erasure_of.kind": "opinion",
            "privacy.erasure_of.number": self.opinion.id,
            "reports.file.name": "summary.csv",
            "accounts.person_id": self.colleague.id,
            "city.kind": "neighbourhoods",
            "city.word_id": first["neighbourhood"],
            "accounts.session_id": first["sign_in_session"],
            "passkey_id": first["passkey"],
            "invitation_id": first["one_time_token"],
            "words_id": first["reason_template"],
            "sheet_id": first["attendance_sheet"],
            "call_id": first["registration_call"],
            "events.year": now().year,
            "events.month": now().month,
            "opinions.batch_id": first["import_batch"],
            "ideas.batch_id": first["idea_batch"],
            "document_id": first["agenda_document"],
            "speaker_id": first["speaker_request"],
            "target_id": first["ledger_target"],
            "participation.kind": "csv",
            "ideas.kind": "csv",
            "proposal_id": first["proposal"],
            "step_id": first["board_step"],
            "move_id": first["move"],
            "reports.number": 1,
            "api.number": 1,
            "decision_id": first["meeting_decision"],
            "message_id": first["outbox_message"],
            "question_id": first["meeting_question"],
            "token_id": first["api_token"],
            "hold_id": first["retention_hold"],
            "job_id": first["job"],
            "privacy.name": "account",
            "pages.code": "en",
            "token": TOKEN,
            "code": CODE,
        }


def _left(column: Column) -> bool:
    """Columns the database or the model fills in by itself, or that stay empty."""
    if column.default is not None and not column.foreign_keys and not _wordy(column):
        return True
    moment = str(column.type).upper() in {"DATETIME", "TIMESTAMP"}
    return bool(column.nullable and (moment or column.name.endswith(("joined_id", "corrects_id"))))


def _wordy(column: Column) -> bool:
    return f"{column.table.name}.{column.name}" in WORDS or str(column.type).startswith(
        ("VARCHAR", "TEXT")
    )


def addresses(app, values) -> Iterator[tuple[str, str, str, str]]:
    """Yield (endpoint, permission, method, path) of every route, filled in with ``values``.

    What one name means in different places is given as ``room.name`` or ``room.view.name``.
    """
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            if rule.endpoint == "static":
                continue
            room = rule.endpoint.partition(".")[0]
            arguments = {}
            for name in rule.arguments:
                keys = f"{rule.endpoint}.{name}", f"{room}.{name}", name
                known = [values[key] for key in keys if key in values]
                arguments[name] = known[0] if known else harmless(rule._converters[name])
            path = adapter.build(rule.endpoint, arguments, force_external=False)
            permission = app.view_functions[rule.endpoint].permission
            for method in sorted(rule.methods & set(METHODS)):
                yield rule.endpoint, permission, method, path
