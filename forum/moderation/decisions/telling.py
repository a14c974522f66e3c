"""How statements of reasons are told to their authors."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forum.core import news
from forum.core.db import db
from forum.core.news import Details, News, Topic, Words
from forum.moderation.decisions.statements import Statement
from forum.moderation.decisions.words import GOOD, LOOKED_AT, act_name, rule_name
from forum.moderation.reasons import reason_name
from forum.moderation.subjects import is_picture

TITLES = {
    "hidden": _l("Your text %(reference)s is not shown at present"),
    "restored": _l("Your text %(reference)s is shown again"),
    "approved": _l("Your text %(reference)s has appeared"),
    "redacted": _l("A part of your text %(reference)s was covered"),
    "uncovered": _l("Your text %(reference)s is shown whole again"),
    "removed": _l("Your text %(reference)s was removed"),
    "put_back": _l("The removal of your text %(reference)s was taken back"),
    "held": _l("Your text %(reference)s waits for a look"),
}
PICTURE_TITLES = {
    "hidden": _l("Your picture %(reference)s is not shown at present"),
    "restored": _l("Your picture %(reference)s is shown again"),
    "approved": _l("Your picture %(reference)s has appeared"),
    "redacted": _l("A part of your picture %(reference)s was covered"),
    "uncovered": _l("Your picture %(reference)s is shown whole again"),
    "removed": _l("Your picture %(reference)s was removed"),
    "put_back": _l("The removal of your picture %(reference)s was taken back"),
    "held": _l("Your picture %(reference)s waits for a look"),
}
ICONS = {"restored": "visible", "approved": "check"}


def _title(details: Details) -> str:
    titles = PICTURE_TITLES if is_picture(details.get("kind") or "") else TITLES
    return str(titles[details["act"]]) % {"reference": details["reference"]}


def paragraphs(details: Details) -> list[str]:
    """Say what was decided on a text, and why."""
    reason = details.get("reason") or ""
    words = [act_name(details["act"], details.get("kind") or ""), by_whom(details)]
    if reason and reason not in GOOD:
        words.append(_("The reason: %(reason)s.", reason=reason_name(reason)))
    if details.get("because"):
        words.append(_("The words to you: “%(because)s”", because=details["because"]))
    if details["act"] == "held":
        words.append(str(LOOKED_AT))
    if details.get("appeal"):
        words.append(
            _("If you do not agree, ask for another look by the link; another person decides then.")
        )
    return words


def by_whom(details: Details) -> str:
    """Say whether a person or a rule decided."""
    if details.get("by_rule"):
        rule = rule_name(details.get("rule") or "")
        return _("A rule decided this by itself: %(rule)s.", rule=rule)
    return _("A person in the city’s office decided this.")


def address_of_statement(topic: Topic) -> str:
    """Return where the statement of a piece of news is read."""
    statement = db.session.get(Statement, topic[1])
    return statement.path if statement else ""


def _still(topic: Topic) -> bool:
    statement = db.session.get(Statement, topic[1])
    return statement is not None and statement.is_true


SAMPLE = {"reference": "2026-00042", "kind": "opinion"}
STATEMENT = news.declare(
    "text_statement",
    Words(
        _title,
        paragraphs,
        _l("Read the statement of reasons"),
        "decision",
        still=_still,
        at_once=True,
        sample={
            **SAMPLE,
            "act": "hidden",
            "reason": "abuse",
            "because": "Kérjük, sértő szavak nélkül.",
            "appeal": True,
        },
        address=address_of_statement,
    ),
)


def tell_statement(statement: Statement, author_id: int) -> None:
    """Tell the author what was decided, once."""
    details = {
        "reference": statement.reference,
        "kind": statement.subject_kind,
        "act": statement.act,
        "reason": statement.reason,
        "because": statement.because,
        "by_rule": statement.by_rule,
        "rule": statement.rule,
        "appeal": statement.is_adverse,
    }
    key, topic = f"statement-{statement.id}", ("statement", statement.id)
    news.tell(News(STATEMENT, key, topic, "", details), [author_id])
