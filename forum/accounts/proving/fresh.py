"""Fresh proof: before factors, password or address change, one shows again that it is oneself."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import redirect, request, url_for

from forum.accounts.sessions import this_device


def is_fresh() -> bool:
    """Whether whoever is asking has shown just now that it is them."""
    device = this_device()
    return device is not None and device.is_fresh


def to_proof(target: str) -> Any:
    """Lead to the page that asks for a proof, and from there to ``target``."""
    return redirect(url_for("accounts.proof", next=target), 303)


def fresh(back: str) -> Callable[[Any], Any]:
    """Ask for a fresh proof before the view; a form that came too late goes to the page ``back``."""

    def decorate(view: Any) -> Any:
        @wraps(view)
        def guarded(*things: Any, **arguments: Any) -> Any:
            if is_fresh():
                return view(*things, **arguments)
            return to_proof(request.path if request.method == "GET" else url_for(back))

        return guarded

    return decorate
