"""What goes wrong in the API, always in one shape: {"error": {code, message, fields}}."""

from typing import Any

from flask import Response, make_response

from forum.core.errors import problem


class ApiProblem(Exception):
    """A request that cannot be answered as it was asked."""

    def __init__(
        self,
        status: int,
        code: str,
        sentence: Any,
        fields: dict[str, list[str]] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(code)
        self.status, self.code, self.sentence = status, code, sentence
        self.fields, self.headers = fields, headers or {}

    def answer(self) -> Response:
        """Return the answer."""
        response = make_response(problem(self.status, self.code, self.sentence, self.fields))
        response.headers.update(self.headers)
        return response
