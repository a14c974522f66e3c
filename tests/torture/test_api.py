"""The API answers as it describes itself (a short run)."""

import logging

from torture import api
from torture.figures import Figures


def test_every_operation_answers_as_described(sqlite):
    figures = Figures("api")
    logging.disable(logging.ERROR)
    try:
        api.against(sqlite, api.fill(sqlite), 2, figures)
    finally:
        logging.disable(logging.NOTSET)
    assert figures.findings == []
    assert figures.counts["operations of the description"] >= 8


def test_an_answer_of_another_shape_is_found(sqlite, monkeypatch):
    token, figures = api.fill(sqlite), Figures("api")
    view = "api.conversations"

    def planted():
        return {"planted": True}, 200

    planted.description = sqlite.view_functions[view].description
    monkeypatch.setitem(sqlite.view_functions, view, planted)
    api.against(sqlite, token, 2, figures)
    assert any("conversations" in finding for finding in figures.findings)
