"""The API against its own description: no error of ours, and answers shaped as described."""

import logging
import shutil
import tempfile
from math import inf
from pathlib import Path
from time import monotonic
from typing import Any

import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as chosen_by
from schemathesis.checks import CHECKS
from schemathesis.core.failures import Failure, FailureGroup

from forum.api.models import issue
from forum.core.db import db
from tests.factories import Make, People
from torture import serving
from torture.figures import Figures

DESCRIPTION = "/api/v1/openapi.json"
#: What each answer is held against; what a token may do is tried elsewhere (tests/api).
LEFT_OUT = {"ignored_auth", "positive_data_acceptance", "max_response_time", "use_after_free"}


def fill(app: Flask) -> str:
    """Put something of each kind into the API, and return a token that may speak."""
    with app.app_context():
        make = Make()
        people = People(make)
        talk = make.conversation("both")
        said = [make.opinion(f"Több padot a {n}. térre!", talk) for n in range(4)]
        make.membership(said[0], make.theme())
        make.conversation("draft")
        make.event()
        token = issue(people.ana, "torture", people.adam, "torture-api-key")
        db.session.commit()
        db.session.remove()
    return token


def against(
    app: Flask, token: str, examples: int, figures: Figures, seed: int = 1, until: float = inf
) -> None:
    """Ask ``examples`` times for each operation of the description, well and badly."""
    schema = schemathesis.openapi.from_wsgi(DESCRIPTION, app)
    checks = [CHECKS.get_one(name) for name in CHECKS.get_all_names() if name not in LEFT_OUT]
    bounds = settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=list(HealthCheck),
    )
    for found in schema.get_all_operations():
        operation = found.ok()
        if monotonic() > until:
            figures.fall_short(f"{operation.label} was not asked")
            continue
        figures.count("operations of the description")
        for mode in (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE):
            strategy = operation.as_strategy(generation_mode=mode)

            @chosen_by(seed)
            @bounds
            @given(case=strategy)
            def ask(case: Any) -> None:
                plain = {"Authorization": f"Bearer {token}", "Accept-Encoding": "identity"}
                case.headers = {**(case.headers or {}), **plain}
                figures.count("asked of the API from its description")
                answer = case.call()
                if answer.status_code == 405:  # an address without its number is another address
                    return
                try:
                    case.validate_response(answer, checks=checks)
                except (Failure, FailureGroup) as failure:
                    faults = getattr(failure, "exceptions", [failure])
                    raise AssertionError("; ".join(_words(each) for each in faults)) from None

            try:
                ask()
            except AssertionError as failure:
                figures.find(f"{operation.label}: {str(failure)[:400]}")
            except Exception as fault:
                if "Unsatisfiable" not in type(fault).__name__:
                    figures.find(f"{operation.label}: {type(fault).__name__} {str(fault)[:300]}")


def _words(failure: BaseException) -> str:
    title = getattr(failure, "title", type(failure).__name__)
    return f"{title} {' '.join(str(failure).split())[:200]}"


def run(times: int = 12, seed: int = 1, seconds: float = 300, **_more: Any) -> Figures:
    """Ask in-process, ``times`` times five for each operation and kind of data."""
    figures = Figures("the API against its description")
    logging.disable(logging.ERROR)
    place = Path(tempfile.mkdtemp(prefix="api"))
    app = serving.prepared(serving.settings(place))
    against(app, fill(app), times * 5, figures, seed, monotonic() + seconds)
    logging.disable(logging.NOTSET)
    shutil.rmtree(place, ignore_errors=True)
    return figures
