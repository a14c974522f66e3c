"""Swear words and insults in Hungarian, English and German, in all inflections.

Texts that hold one are counted and sorted like any other, but never quoted. The list is short on
purpose and errs on the side of silence: another quote is easily found. Words that also mean
something harmless in city life (gyökér, marha, patkány, mocskos) are not on it.
"""

import re
from functools import lru_cache

from forum.themes.language import fold, tokens

#: Before Hungarian verbs: megbasz, szétbasz, elkefél.
_PREVERB = r"(?:meg|el|ki|be|le|fel|rá|ra|szet|oda|vissza|at|agyon|ossze)?"
#: Each pattern meets a whole folded word; endings follow the stem as \w*.
_WORDS = (
    # Hungarian
    rf"{_PREVERB}ba(?:sz(?!k(?:ok\w*|fold\w*|ul)?$)|ssz(?=a|uk|am|at|ak|on))\w*",
    r"baz(?:d|m)?(?:d?meg\w*|meg\w*|mag\w*|z?eg)|bazd\w*|bmeg",
    r"fasz(?:om\w*|od\w*|at?|a[klb]\w*|t|ok\w*|n[ae]k|ert|ba|bol|ul|sag\w*|fej\w*|kalap\w*|kivan\w*)?",
    r"lofasz\w*|kurv[aauo]\w*|kurvanyad\w*|geci\w*|gecc\w*|pics[aai]\w*|pinaj\w*|pina[tk]?|punci\w*",
    r"segg\w*|szar(?:t|ok|os|ul|od|na|nak|ert|ral|ra|ba|ban|bol|ik|tak|jatok|sag\w*|hazi\w*|hat\w*"
    r"|ember\w*|kup\w*)?|leszar\w*|beszar\w*|osszeszar\w*|szaros\w*|szarrag\w*|szarevo\w*",
    r"buzi\w*|buzer\w*|ribanc\w*|ribi|kocsog(?!dud)\w*|cafk\w*|luvny\w*|rinyaribi|nyominger\w*",
    r"huly[eue]\w*|idiot\w*|barom|barom(?:sag|arc|allat)\w*|barmok\w*|barmo[kt]|kreten\w*|debil\w*",
    r"bunko\w*|taho\w*|suttyo\w*|csicsk[aa]\w*|fogyatekos(?:ok)?fej\w*|elmebeteg\w*|agyhalott\w*",
    r"rohad(?:ek|j|jatok|jon|janak)\w*|dogolj\w*|dogoljon\w*|doglod\w*|megdogol\w*",
    r"szemethazi\w*|feregh?\w{0,3}|gazember\w*|fattyu\w*|hanyadek\w*|tetu(?:k|fej)\w*",
    r"szop(?:d|jal|jatok|j|jon|o)\w*|leszop\w*|kinyirlak|megollek|megverlek|anyad(?:at)?|anyatok(?:at)?",
    r"dug(?:jal|jad)|nyasgem\w*|francba|ganyember\w*|gany(?:ok|ek)|proli(?:k|bb)?\w{0,4}",
    r"nacik|naciznak|tetves\w*|ocsman(?:y)?sagok|hulladekember\w*|undoritoak",
    # English
    r"(?:mother)?fuck\w*|f(?:ck|cking|uk|uking)|(?:bull|horse)?shit(?!ak)\w*|ass(?:hole|hat|wipe)\w*",
    r"arse(?:hole)?s?|bitch\w*|cunt\w*|bastards?|dick(?:head)?s?|wank(?:er|ing)\w*|pricks?|twats?",
    r"moron\w*|stupid\w*|retard\w*|imbecil\w*|dumb(?:ass|o)?\w*|n[i1]gg(?:a|er)\w*|faggots?",
    r"slut\w*|whore\w*|scum(?:bag)?s?|crap(?:py)?|piss(?:ed|ing|off)?|bollocks|loser\w*|nazi\w*",
    # German
    r"schei(?:ss|ß)\w*|arsch\w*|(?:ver)?fick(?:t|en|te[rn]?|dich)?|hure(?:n\w*)?|fotze\w*|wichs(?:er|t)\w*",
    r"miststuck\w*|drecks(?:au|ack)\w*|schlampe\w*|dummkopf\w*|trottel\w*|vollidiot\w*",
)
_ABUSE = re.compile("|".join(f"(?:{words})" for words in _WORDS))
LONGEST = 60  # letters of a word that are looked at
#: Letters behind stars, as in k*rva or f**k; "b+" and "b@zd" are read as what they stand for.
_MASKED = re.compile(
    r"\b[^\W\d_]{1,3}[*#$]+[^\W\d_]+|\b[^\W\d_]{1,4}[*#]{2,}|\bb\+(?!\w)|\bb[@*]sz", re.I
)
#: One letter after the other, as in k u r v a or k.u.r.v.a.
_SPACED = re.compile(r"(?<!\w)(?:[^\W\d_][ .\-_]){3,30}[^\W\d_](?!\w)")
_RUNS = re.compile(r"(.)\1{2,}")
_DIGITS = str.maketrans("0134@$", "oieaas")


def is_abusive(text: str) -> bool:
    """Tell whether a text holds a swear word or an insult, masked or stretched or not."""
    if _MASKED.search(text):
        return True
    spaced = [re.sub(r"[ .\-_]", "", found) for found in _SPACED.findall(text)]
    return any(_is_abuse(word[:LONGEST]) for word in [*tokens(text.replace("@", "a")), *spaced])


@lru_cache(maxsize=50_000)
def _is_abuse(word: str) -> bool:
    folded = fold(word)
    if "szár" in word:  # a stalk, a stem, dry, a descendant
        return False
    forms = {folded, *re.split(r"[-'’]", folded)}
    if any(not form.isdigit() and not form.isalpha() for form in forms):
        forms |= {form.translate(_DIGITS) for form in forms if not form.isdigit()}
    forms |= {_RUNS.sub(r"\1", form) for form in forms}
    return any(_ABUSE.fullmatch(form) for form in forms)
