"""Seasons: candidate programs, versions of the plan, its approval and publication."""
