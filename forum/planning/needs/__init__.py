"""Needs: what residents need, with the evidence, and where little is offered for it."""
