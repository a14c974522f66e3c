"""What to ask people, how often the sorting agreed with them, and how large themes are."""
