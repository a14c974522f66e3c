"""Pages of the room opinions."""

from flask import Blueprint

bp = Blueprint("opinions", __name__)
