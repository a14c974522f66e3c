"""How somebody can be reached, and the fingerprint by which the same contact is known again."""

import re

from email_validator import EmailNotValidError, validate_email

from forum.core.codes import keyed_hash

#: As long as the longest e-mail address (RFC 5321).
LONGEST_CONTACT = 254
#: Digits of a telephone number with its country code (ITU-T E.164 allows fifteen).
FEWEST_DIGITS, MOST_DIGITS = 7, 15
#: Hungary: numbers written with 06 at home are +36 from abroad.
COUNTRY = "36"
#: Digits of the longest number at home, without 06: so 36 before so many is the country.
HOME_DIGITS = 9


#: Begins a word that mail programs decode (RFC 2047): such an address reads as another one.
ENCODED = "=?"


def email_of(contact: str | None) -> str | None:
    """Return the contact as an e-mail address in one spelling, or None when it is none."""
    text = (contact or "").strip()
    if "@" not in text or ENCODED in text or len(text) > LONGEST_CONTACT:
        return None
    try:
        found = validate_email(text, check_deliverability=False)
    except EmailNotValidError:
        return None
    return found.normalized.lower()


def phone_of(contact: str | None) -> str | None:
    """Return the contact as a telephone number such as +36301234567, or None when it is none."""
    text = (contact or "").strip()
    if not re.fullmatch(r"[+0-9 ()/.\-\u2013]+", text):
        return None
    digits = re.sub(r"\D", "", text)
    if text.startswith("+"):
        number = digits
    elif digits.startswith("00"):
        number = digits[2:]
    elif digits.startswith("06"):
        number = COUNTRY + digits[2:]
    elif digits.startswith(COUNTRY) and len(digits) > HOME_DIGITS:
        number = digits
    else:
        number = COUNTRY + digits
    number = re.sub(rf"^{COUNTRY}06?", COUNTRY, number)  # +36 (0)30, +36 06 30
    return f"+{number}" if FEWEST_DIGITS <= len(number) <= MOST_DIGITS else None


def contact_key(contact: str | None) -> str | None:
    """Return a keyed fingerprint of an e-mail address or telephone number; None for neither.

    The same contact gives the same fingerprint however it is written; from the fingerprint nobody
    can tell the contact without this installation's SECRET_KEY.
    """
    spelled = email_of(contact) or phone_of(contact)
    return keyed_hash("contact", spelled) if spelled else None
