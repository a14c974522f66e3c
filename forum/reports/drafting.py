"""Acts on a draft: it is begun with one click, saved without overwriting anybody, prepared."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from forum.accounts.models import Person
from forum.audit import record
from forum.conversations.models import Conversation
from forum.core.db import db, now
from forum.core.errors import Refused
from forum.core.languages import Both, both
from forum.core.once import once
from forum.reports import blocks
from forum.reports.models import DRAFTED, Summary
from forum.themes.statistics import theme_figures


class Overtaken(Refused):
    """Somebody else saved the draft meanwhile."""

    def __init__(self) -> None:
        super().__init__(
            _l("Somebody else has changed the draft meanwhile. Please look at it again.")
        )


def draft_of(conversation: Conversation) -> Summary | None:
    """Return the draft of a conversation's summary."""
    query = select(Summary).where(Summary.conversation_id == conversation.id)
    return db.session.scalars(query).first()


def draft(conversation: Conversation, by: Person) -> Summary:
    """Begin the summary of a conversation; it is begun once, however often one clicks."""
    summary, new = once(lambda: draft_of(conversation), lambda: _begin(conversation, by))
    if new:
        record(DRAFTED, by, conversation)
    return summary


def _begin(conversation: Conversation, by: Person) -> Summary:
    found = [each.theme.id for each in theme_figures(conversation, with_quotes=False)]
    questions = {"hu": conversation.question_hu, "en": conversation.question_en}
    title = both(lambda: _("What we heard, and what we will do"))
    summary = Summary(
        conversation=conversation,
        title_hu=title["hu"],
        title_en=title["en"],
        blocks=blocks.starting(found, _foreword(questions), _afterword()),
        created_by_id=by.id,
        changed_by_id=by.id,
    )
    db.session.add(summary)
    db.session.flush()
    return summary


def _foreword(questions: Both) -> dict[str, str]:
    title = both(lambda: _("Foreword"))
    thanks = both(
        lambda: _(
            "Thank you to everyone who answered: to those who wrote a single word and to those who "
            "told a whole story.\n\nIn this summary we write, theme by theme, what we heard, what "
            "we will do and why. Behind every number and every quotation stand the opinions it "
            "comes from."
        )
    )
    asked = {code: f"{question}\n\n" if question else "" for code, question in questions.items()}
    return _words(title, {code: asked[code] + thanks[code] for code in thanks})


def _afterword() -> dict[str, str]:
    title = both(lambda: _("What comes next"))
    words = both(
        lambda: _(
            "The work does not end with the decisions: we report here what has been done.\n\nIf "
            "you spoke in this conversation, you can see with your claim code or in your account "
            "which theme your opinion went to and what became of it. If you think we misunderstood "
            "it, please write to us."
        )
    )
    return _words(title, words)


def _words(title: Both, words: Both) -> dict[str, str]:
    return {"title_hu": title["hu"], "title_en": title["en"], **words}


def save(
    summary: Summary, by: Person, version: int, title: Both, new_blocks: Sequence[blocks.Block]
) -> None:
    """Save the draft as ``by`` left it; raise Overtaken when it is not ``version`` any more."""
    done = db.session.execute(
        update(Summary)
        .where(Summary.id == summary.id, Summary.version == version)
        .values(
            title_hu=title["hu"],
            title_en=title["en"],
            blocks=blocks.complete(new_blocks),
            version=version + 1,
            changed_by_id=by.id,
            changed_at=now(),
        )
        .execution_options(synchronize_session=False)
    )
    if not done.rowcount:  # type: ignore[attr-defined]
        raise Overtaken
    db.session.expire(summary)
