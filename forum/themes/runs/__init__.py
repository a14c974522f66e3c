"""Runs of the engine: begun, read, written, and what arrives between them."""
