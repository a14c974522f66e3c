"""Moderation in figures: public counts of each month."""
