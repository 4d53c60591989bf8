"""The database under everything: an embedded PostgreSQL of our own, or the one an address names.

    cluster.py    makes, starts and stops the embedded server
    making.py     makes its data, and recognises data that is not ours
    place.py      where it lives
    account.py    as which account of the operating system it runs
    programs.py   its binaries, and which of its processes are alive
    settings.py   its configuration, sized to the machine
    address.py    how to reach a database, embedded or external
    roles.py      who may do what inside it
    journal.py    tables that can only be added to
    templates.py  ready-made databases for tests

Needs psycopg only; Django need not be configured.
"""
