"""How the database is asked again and again: statements that are made once, and planned once."""
