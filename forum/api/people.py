"""Who asks by the API: the holder of a token or a stranger; never the holder of a cookie."""

from typing import Any

from flask import request
from flask_babel import gettext as _

from forum.accounts.guests import Guest
from forum.accounts.models import Person
from forum.api.models import ApiToken, working_token
from forum.api.problems import ApiProblem


class Stranger(Guest):
    """Somebody without a token; a session cookie that came along says nothing."""

    id = None  # type: ignore[assignment]


def who_asks() -> tuple[Person | Stranger, ApiToken | None]:
    """Return the person and the token of this request; a token that is no good is a problem."""
    header = request.headers.get("Authorization", "")
    if not header:
        return Stranger(), None
    scheme, _blank, secret = header.partition(" ")
    token = working_token(secret.strip()) if scheme.lower() == "bearer" else None
    if token is None:
        raise bad_token(_("This token is unknown or has been revoked."))
    return token.person, token


def bad_token(sentence: Any) -> ApiProblem:
    """Return the problem of a request whose token is missing or no good."""
    return ApiProblem(401, "token", sentence, headers={"WWW-Authenticate": "Bearer"})
