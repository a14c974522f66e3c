"""What people teach a theme, word by word: which tell it, and which tell nothing about it."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from forum.accounts.models import Person
from forum.core.db import db
from forum.core.errors import Refused
from forum.core.forms import one_line
from forum.themes.models import Analysis, Membership, Theme, ThemeVersion

#: Seed words and examples one theme can hold; more only slow the reading of the codebook.
MOST_SEEDS, MOST_EXAMPLES, MOST_AVOIDED = 80, 30, 80
LONGEST_WORD = 60
#: Analyses looked through for words of a theme; what is older has been sorted again since.
LESSONS = 10


def teach(theme: Theme, by: Person, act: str, word: str) -> ThemeVersion | None:
    """Change one word of a theme as it is now, whoever changed another meanwhile."""
    db.session.refresh(theme, with_for_update=True)
    if not theme.in_use:
        raise Refused(_l("This theme is not in use any more."))
    return theme.edit(by, reworded(theme, act, word))


def reworded(theme: Theme, act: str, word: str) -> dict[str, Any]:
    """Return the words a theme has after one click about ``word``.

    ``add`` makes it a seed, ``remove`` takes it from the seeds, ``avoid`` says that it tells
    nothing about the theme (so it is no seed either), ``allow`` takes that back.
    """
    word = one_line(word)
    if act not in {"add", "remove", "avoid", "allow"} or not (
        any(letter.isalnum() for letter in word) and len(word) <= LONGEST_WORD
    ):
        raise Refused(_l("Please choose a word."), 422)
    seeds, avoid = without(theme.seeds, word), without(theme.avoid, word)
    if act == "add":
        seeds.append(word)
    if act == "avoid":
        avoid.append(word)
    if act in {"remove", "allow"}:
        seeds = seeds if act == "remove" else list(theme.seeds)
        avoid = avoid if act == "allow" else list(theme.avoid)
    if len(seeds) > max(MOST_SEEDS, len(theme.seeds)) or len(avoid) > MOST_AVOIDED:
        raise Refused(_l("This theme has as many words as it can hold. Please remove one first."))
    return {"seeds": seeds, "avoid": avoid}


def without(words: list[str], word: str) -> list[str]:
    """Return the words without one, however it is capitalised."""
    return [each for each in words if each.casefold() != word.casefold()]


class Told(NamedTuple):
    """A word that decided for a theme: of how many opinions, and how often staff agreed since."""

    word: str
    opinions: int
    agreed: int
    disagreed: int


@dataclass(frozen=True)
class Wordlist:
    """The words of a theme: what people gave it, what it learnt, and what is doubtful."""

    seeds: list[str]
    learned: list[Told]
    doubtful: list[Told]
    avoid: list[str]


def wordlist(theme: Theme, analysis: Analysis | None) -> Wordlist:
    """Return the words of a theme, as an analysis found them and people changed them since."""
    found = analysis.words.get(str(theme.id), {}) if analysis else {}
    seeds = {word.casefold() for word in theme.seeds}
    avoid = {word.casefold() for word in theme.avoid}
    learned = [Told(*row) for row in found.get("learned", [])]
    doubtful = [Told(*row) for row in found.get("doubtful", [])]
    return Wordlist(
        list(theme.seeds),
        [told for told in learned if told.word.casefold() not in seeds | avoid],
        [told for told in doubtful if told.word.casefold() not in avoid],
        list(theme.avoid),
    )


def last_lesson(theme: Theme) -> Analysis | None:
    """Return the newest analysis, of any conversation, that found words of a theme."""
    found_in = select(Membership.conversation_id).where(Membership.theme_id == theme.id)
    done = select(Analysis).where(Analysis.conversation_id.in_(found_in), Analysis.succeeded())
    newest = db.session.scalars(done.order_by(Analysis.id.desc()).limit(LESSONS))
    told = (
        each
        for each in newest
        if {"learned", "doubtful"} & each.words.get(str(theme.id), {}).keys()
    )
    return next(told, None)
