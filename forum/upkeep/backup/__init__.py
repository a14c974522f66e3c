"""Backups: one consistent picture of every table in one file, and the way back.

Everything that matters is in the database, files too. The format is the same for SQLite and
PostgreSQL and is described in docs/upkeep.md, so that a backup can be restored into either.
"""
