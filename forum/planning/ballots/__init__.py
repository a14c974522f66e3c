"""Ballots: residents mark the candidate programs they would like, on any channel."""
