"""A forum on screens: the projector, phones, questions, votes and hands."""
