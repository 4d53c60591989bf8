"""The database under everything: an embedded PostgreSQL of our own, or the one an address names.

    cluster.py    makes, starts and stops the embedded server
    place.py      where that server lives, and as which account it runs
    programs.py   its binaries, and which of its processes are alive
    settings.py   its configuration, sized to the machine
    address.py    how to reach a database, embedded or external
    roles.py      who may do what inside it
    templates.py  ready-made databases for tests

Needs psycopg only; Django need not be configured.
"""
