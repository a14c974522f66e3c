"""A forum while it is held: the console, the tables, what is caught, decided and promised."""
