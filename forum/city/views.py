"""Pages of the room city."""

from flask import Blueprint

bp = Blueprint("city", __name__, url_prefix="/city")
