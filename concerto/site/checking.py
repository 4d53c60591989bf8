"""What `concerto check` asks the database. Each question raises DatabaseRefused when the answer is wrong."""

from __future__ import annotations

from concerto.kernel.database.address import Address
from concerto.kernel.database.errors import DatabaseRefused, Sentence
from concerto.kernel.database.roles import reached
from concerto.site import migrated

_ = Sentence
POWERS = """
    select rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or has_schema_privilege('public', 'create')
    from pg_roles where rolname = current_user
"""


def server_version(owner: Address) -> str:
    with reached(owner) as connection:
        number = connection.info.server_version
    return f"{number // 10000}.{number % 10000}"


def refuse_powers(app: Address) -> None:
    """The role that serves reads and writes rows, and may nothing else."""
    with reached(app) as connection:
        row = connection.execute(POWERS).fetchone()
    if row is None or row[0]:
        raise DatabaseRefused(
            _("The role that serves pages has more rights than it should: run concerto migrate, which takes them away.")
        )


def refuse_pending_migrations(owner: Address) -> None:
    found = migrated.found(owner)
    if found is None:
        raise DatabaseRefused(_("The database is empty: run concerto migrate."))
    if not migrated.fits(found):
        raise DatabaseRefused(_("The database belongs to another version of Concerto: run concerto migrate."))
