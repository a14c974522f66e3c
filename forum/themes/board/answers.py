"""One click about one opinion, read as answers: which themes it belongs to and which not."""

from collections.abc import Sequence

from werkzeug.datastructures import MultiDict

from forum.core.forms import row_number
from forum.themes.models import Theme


def read_answers(sent: MultiDict[str, str], themes: Sequence[Theme]) -> dict[int, bool]:
    """Return what was said of each theme; empty when nothing was said.

    ``seen`` are the themes the person saw beside the opinion, ``right`` those left ticked, ``also``
    further ones, ``theme`` a choice of their own. ``act`` is the button: yes, ticked (yes to
    ``right``, no to the rest of ``seen``), all (yes to ``also`` too), no, none (of all ``themes``),
    only-N (this one instead), other (``theme`` instead) or move (``theme``, and out of ``seen``).
    What is put in instead replaces only what was seen in the same facet.
    """
    act = sent.get("act", "")
    seen = sent.getlist("seen", type=row_number)
    if act in {"yes", "all"}:
        also = sent.getlist("also", type=row_number) if act == "all" else []
        return dict.fromkeys([*seen, *also], True)
    if act == "ticked":
        right = set(sent.getlist("right", type=row_number))
        return {number: number in right for number in seen}
    if act == "no":
        return dict.fromkeys(seen, False)
    if act == "none":
        return dict.fromkeys([*seen, *(theme.id for theme in themes)], False)
    if act not in {"other", "move"} and not act.startswith("only-"):
        return {}
    number = act.removeprefix("only-") if act.startswith("only-") else sent.get("theme", "")
    chosen = next((theme for theme in themes if str(theme.id) == number), None)
    if chosen is None:
        return {}
    facets = {theme.id: theme.facet for theme in themes}
    others = [i for i in seen if act == "move" or facets.get(i, chosen.facet) == chosen.facet]
    return {**dict.fromkeys(others, False), chosen.id: True}
