"""Approved minutes in the search of the site, by their notes, decisions and tasks.

Opinions are left out: they are found as opinions, and one that is hidden later must not be found.
"""

from forum.core import search
from forum.meetings.writing.gathering import Data
from forum.meetings.writing.minutes import MinutesVersion


def index(version: MinutesVersion) -> None:
    """Make approved minutes findable, instead of an earlier version of them."""
    search.add(findable(version))


def forget(version: MinutesVersion) -> None:
    """Let the minutes of a forum be found no more."""
    search.remove("minutes", version.meeting_id)


def findable(version: MinutesVersion) -> search.Findable:
    """Return what the index should know of approved minutes."""
    data = version.data
    items = [*data["items"], data["beside"]]
    words = [data["foreword"], *(text for item in items for text in _words(item))]
    return search.Findable(
        "minutes",
        version.meeting_id,
        title=data["forum"]["title"]["hu"],
        text="\n".join(filter(None, [*words, data["afterword"]])),
        path=f"/forums/{version.meeting_id}/minutes",
        at=version.at,
    )


def _words(item: Data) -> list[str]:
    """Return what was written under an item by those who led the forum."""
    title = item["title"]["hu"] if "title" in item else ""
    decided = [row["text"] for row in item.get("decisions", ())]
    promised = [row["what"] for row in item.get("tasks", ())]
    parked = [row["text"] for row in item.get("parked", ())]
    return [title, item.get("notes", ""), *decided, *promised, *parked]
