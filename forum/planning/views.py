"""Pages of the room planning."""

from flask import Blueprint

bp = Blueprint("planning", __name__)
