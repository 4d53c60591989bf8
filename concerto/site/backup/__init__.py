"""Backups: a folder with the database, the files and a manifest that says what must be found in them."""
