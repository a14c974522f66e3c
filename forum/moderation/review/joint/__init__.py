"""Many texts decided as one: the worker decides on them, a few at a time."""
