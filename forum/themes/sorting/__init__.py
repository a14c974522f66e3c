"""Sorting opinions into the themes people own, and keeping what stood."""
