"""A part of a text is covered, or the law has all of it removed; what is taken off is sealed."""
