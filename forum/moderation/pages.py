"""The blueprint of the room's pages."""

from flask import Blueprint

bp = Blueprint("moderation", __name__, url_prefix="/moderation")
