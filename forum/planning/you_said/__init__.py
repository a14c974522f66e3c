"""You said, we did: what was asked, decided and done, for everybody to read."""
