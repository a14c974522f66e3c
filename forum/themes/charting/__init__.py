"""The geometry behind the map of opinions."""
