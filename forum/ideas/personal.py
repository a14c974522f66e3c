"""What ideas keep of somebody: ideas with pictures and replies, comments, support, offers."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from forum.core import search
from forum.core.db import db
from forum.core.owned import Owned, Together, keep_owned
from forum.core.personal import Document, Whose
from forum.ideas.life import Answer, IdeaBatch
from forum.ideas.models import HELPS, HelpOffer, Idea, IdeaComment, IdeaPicture, Support


class _Replied(Owned):
    """What the city answered to an idea is the city's; only the author's reply goes."""

    def condition(self, whose: Whose) -> ColumnElement[bool]:
        """Return the answers that somebody replied to, and those to their ideas with a reply."""
        mine = select(Idea.id).where(IDEAS.condition(whose))
        return (super().condition(whose) | Answer.idea_id.in_(mine)) & (Answer.reply != "")


def _page(row: Any) -> str:
    number = row.id if isinstance(row, Idea) else row.idea_id
    return f"/ideas/{number}"


def _reference(row: Any) -> str:
    return str(row.idea.reference)


def _helped(rows: Sequence[HelpOffer]) -> list[str]:
    wanted = Idea.id.in_({row.idea_id for row in rows})
    found = {row.id: row.reference for row in db.session.scalars(select(Idea).where(wanted))}
    return [found[row.idea_id] for row in rows]


def _help(row: HelpOffer) -> str:
    return str(HELPS.get(row.kind, row.kind))


def _gone(idea: Idea, _whose: Whose) -> None:
    """Take it off the lists; its number, support and answers stay."""
    idea.visible = idea.waiting = False
    search.remove("idea", idea.id)
    idea.touch()
    if idea.channel == "import":
        for batch in db.session.scalars(
            select(IdeaBatch).where(IdeaBatch.imported_at.is_not(None))
        ):
            batch.report, batch.filename = {**batch.report, "sample": []}, ""


def _words_gone(row: Any, _whose: Whose) -> None:
    """Take a comment or a reply off its page; the number of comments says how many there were."""
    row.visible = row.waiting = False
    row.idea.touch()


def _touch(row: Any, _whose: Whose) -> None:
    (row if isinstance(row, Idea) else row.idea).touch()


def _file(row: IdeaPicture) -> list[Document]:
    ending = row.media_type.rpartition("/")[2]
    return [Document(f"picture-{row.id}.{ending}", row.content)] if row.content else []


IDEAS = Owned(
    Idea,
    _l("Program ideas"),
    [
        ("reference", _l("Number")),
        ("title", _l("Title")),
        ("text", _l("Words")),
        ("place", _l("Where")),
        ("timing", _l("When it would suit")),
        ("needs", _l("What it needs")),
        ("cost", _l("Cost")),
        ("signature", _l("Signed as")),
        ("state_name", _l("State")),
        (lambda row: row.home and row.home.name, _l("Neighbourhood")),
        (lambda row: row.age_band and row.age_band.name, _l("Age")),
        ("created_at", _l("When")),
    ],
    mine=("author_id",),
    forget={"signature": "", "claim_hash": None},
    words={
        "title": lambda row: row.reference,
        "text": "",
        "html": "",
        "place": "",
        "timing": "",
        "needs": "",
    },
    clear=("signature",),
    alone=True,
    path=_page,
    before=_touch,
    after=_gone,
)

keep_owned(
    "ideas",
    25,
    [
        Owned(
            IdeaPicture,
            _l("Pictures of ideas"),
            [
                (_reference, _l("Idea")),
                ("alternative", _l("What it shows")),
                ("created_at", _l("When")),
            ],
            mine=("author_id",),
            under=("idea_id", "idea"),
            # that there was one counts on in the figures of moderation
            forget={"alternative": "", "content": b"", "small": b"", "visible": False}
            | {"waiting": False},
            alone=True,
            path=_page,
            documents=_file,
            before=_touch,
            options=(joinedload(IdeaPicture.idea),),
        ),
        _Replied(
            Answer,
            _l("What I replied to the city"),
            [(_reference, _l("Idea")), ("reply", _l("Words")), ("replied_at", _l("When"))],
            mine=("author_id",),
            under=("idea_id", "idea"),
            words={"reply": ""},
            alone=True,
            keys=(),  # that of the answer is the city's
            path=_page,
            before=_touch,
            after=_words_gone,
            options=(joinedload(Answer.idea),),
        ),
        Owned(
            IdeaComment,
            _l("Comments on ideas"),
            [
                (_reference, _l("Idea")),
                ("text", _l("Words")),
                ("signature", _l("Signed as")),
                ("created_at", _l("When")),
            ],
            mine=("author_id",),
            forget={"signature": ""},
            words={"text": "", "html": ""},
            clear=("signature",),
            alone=True,
            path=_page,
            before=_touch,
            after=_words_gone,
            options=(joinedload(IdeaComment.idea),),
        ),
        Owned(
            Support,
            _l("Ideas I support"),
            [(_reference, _l("Idea")), ("at", _l("When")), ("withdrawn_at", _l("Taken back"))],
            forget={"wants_news": False},
            path=_page,
            options=(joinedload(Support.idea),),
            note=_l("These stay in the sums; once you are erased, nothing says they are yours."),
        ),
        Owned(
            HelpOffer,
            _l("Where I offered to help"),
            [(Together(_helped), _l("Idea")), (_help, _l("How")), ("at", _l("When"))],
            goes=True,
            alone=True,
            path=_page,
        ),
        IDEAS,
    ],
)
