"""Texts as numbers: columns, vectors, copies, and the fields they lie in."""
