"""Sorts of news, as people choose among them: a new kind of news belongs to one by its name."""

from flask_babel import lazy_gettext as _l

from forum.core import news

#: What people may do without letters of. The rest is what happens to their own words.
SORTS = {
    "own": _l("What happens to what I wrote"),
    "ideas": _l("Ideas I proposed, support or follow"),
    "decisions": _l("Decisions, plans and summaries"),
    "programs": _l("Programs and how they were"),
    "communities": _l("Communities"),
    "conversations": _l("Conversations I follow"),
}
#: The first word of a kind of news, and the sort it belongs to.
_BEGINNINGS = {
    "idea": "ideas",
    "ideas": "ideas",
    "support": "ideas",
    "theme": "decisions",
    "plan": "decisions",
    "summary": "decisions",
    "need": "decisions",
    "season": "decisions",
    "program": "programs",
    "session": "programs",
    "event": "programs",
    "outcome": "programs",
    "feedback": "programs",
    "community": "communities",
    "member": "communities",
    "conversation": "conversations",
    "appeal": "own",
}


def sort_of(kind: str) -> str:
    """Return the sort a kind of news belongs to, such as ideas for idea_answered."""
    if is_about_own_words(kind):
        return "own"
    return _BEGINNINGS.get(kind.partition("_")[0], "own")


def is_about_own_words(kind: str) -> bool:
    """Whether the kind tells what facilitators did to a text somebody wrote."""
    return kind.rpartition("_")[2] in {
        "hidden",
        "restored",
        "approved",
        "statement",
    }


def comes_at_once(kind: str) -> bool:
    """Whether a letter of this kind does not wait for the daily one."""
    words = news.WORDS.get(kind)
    last = kind.rpartition("_")[2]
    own = is_about_own_words(kind) or last in {"answered", "decided", "asked"}
    return own or (words is not None and words.at_once)
