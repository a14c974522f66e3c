"""The group of the room's commands: ``flask privacy ...``."""

from flask.cli import AppGroup

privacy = AppGroup("privacy", help="What is kept of people, and for how long.")
