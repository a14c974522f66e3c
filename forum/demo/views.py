"""Sign in as somebody of the demo city with one click; loopback only."""

from flask import Blueprint

bp = Blueprint("demo", __name__, url_prefix="/demo")
