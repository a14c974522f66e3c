"""What a run says of the words of each theme: often decisive, learnt, doubtful; as plain lists."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import astuple
from typing import Any

from forum.themes import records
from forum.themes.sorting import placing
from forum.themes.sorting import telling_words as words

#: Words kept of those that decided most often.
OFTEN = 5
#: Wordings read for learnt and doubtful words, decided ones first; more change little.
MOST_READ = 20_000


def lessons(
    opinions: Sequence[records.Opinion],
    themes: Sequence[records.Theme],
    verdicts: Sequence[records.Verdict],
    result: records.Result,
) -> dict[int, dict[str, Any]]:
    """By theme: ``often`` [word, ...]; ``learned`` and ``doubtful`` [word, opinions, agreed, not]."""
    placed = _placed(opinions, verdicts, result)
    learned = words.learned_words(themes, placed)
    doubtful = words.doubtful_words(themes, placed)
    often = _often(result.assignments)
    return {
        theme.id: {
            "often": often.get(theme.id, []),
            "learned": [list(astuple(word)) for word in learned.get(theme.id, ())],
            "doubtful": [list(astuple(word)) for word in doubtful.get(theme.id, ())],
        }
        for theme in themes
    }


def _placed(
    opinions: Sequence[records.Opinion],
    verdicts: Sequence[records.Verdict],
    result: records.Result,
) -> words.Placed:
    """Each wording once, with its themes and with what was said last of it or of a copy."""
    given: dict[int, set[int]] = defaultdict(set)
    for each in result.assignments:
        given[each.opinion_id].add(each.theme_id)
    said = {
        result.copies.get(opinion, opinion): belongs
        for opinion, belongs in sorted(placing.newest(verdicts).items())
    }
    wordings = [opinion for opinion in opinions if opinion.id not in result.copies]
    wordings.sort(key=lambda opinion: (opinion.id not in said, opinion.id))
    read = sorted(wordings[:MOST_READ], key=lambda opinion: opinion.id)
    return words.Placed(
        [opinion.text for opinion in read],
        [frozenset(given[opinion.id]) for opinion in read],
        [said.get(opinion.id, {}) for opinion in read],
    )


def _often(assignments: Iterable[records.Assignment]) -> dict[int, list[str]]:
    """The words that decided most often for each theme, in lower case."""
    counted: dict[int, Counter[str]] = defaultdict(Counter)
    for each in assignments:
        counted[each.theme_id].update(word.lower() for word in each.words)
    return {
        theme: [word for word, _n in sorted(found.items(), key=lambda p: (-p[1], p[0]))[:OFTEN]]
        for theme, found in counted.items()
    }
