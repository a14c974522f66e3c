"""By what the office knows that a word is a guardian's, and how the log tells that it was noted."""

from flask_babel import lazy_gettext as _l

from forum.audit import declare, describe
from forum.core.errors import Refused

#: What may be seen or done before a guardian's yes or no is noted for them.
PROOFS = {
    "paper": _l("signed sheet seen"),
    "phone": _l("called back by telephone"),
    "person": _l("in person, at the office"),
}
#: How a guardian agreed.
HOW = {"letter": _l("by the link in the letter"), **PROOFS}
LONGEST_EVIDENCE = 300

CONFIRMED = declare(
    "guardian.confirmed",
    _l("%(actor)s noted that a guardian agreed to the account %(person)s (%(proof)s)."),
    public=False,
)
REFUSED = declare(
    "guardian.refused",
    _l("%(actor)s noted that a guardian does not agree to the account %(person)s (%(proof)s)."),
    public=False,
)
describe("proof", lambda code: PROOFS.get(str(code), _l("kind of proof not noted")))


def check_proof(proof: str) -> None:
    """Refuse a word of somebody in the office that rests on no kind of proof."""
    if proof not in PROOFS:
        raise Refused(_l("Please choose how you know that it is the guardian’s word."), 422)
