"""Pages of the room themes."""

from flask import Blueprint

bp = Blueprint("themes", __name__)
