"""What `concerto check` asks the database. Each question raises DatabaseRefused when the answer is wrong."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from concerto.kernel.database.address import Address
from concerto.kernel.database.errors import DatabaseRefused, Sentence
from concerto.kernel.database.roles import reached
from concerto.site import migrated

_ = Sentence
MOST_COUNTED = 100_000
BEHIND = """
    select coalesce(max((select count(*) from (
        select 1 from journal where xid >= pg_snapshot_xmin(mark.old::pg_snapshot)
        and not pg_visible_in_snapshot(xid, mark.old::pg_snapshot) and id > mark.after_id limit %s) unseen)), 0)
    from journal_bookmark mark
"""
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


def refuse_missing_months(owner: Address) -> None:
    """The journal has a place for this month and the next one."""
    today = datetime.now(UTC).date().replace(day=1)
    months = [today, (today + timedelta(days=31)).replace(day=1)]
    with reached(owner) as connection:
        for month in months:
            row = connection.execute("select to_regclass(%s)", [f"journal_{month:%Y_%m}"]).fetchone()
            if row is None or row[0] is None:
                raise DatabaseRefused(
                    _("The journal has no place for {month}: run concerto migrate.", month=f"{month:%Y-%m}")
                )


def behind(owner: Address) -> int:
    """Lines of the journal that the slowest reader has not seen, at most MOST_COUNTED."""
    with reached(owner) as connection:
        row = connection.execute(BEHIND, [MOST_COUNTED]).fetchone()
    return int(row[0]) if row else 0


def failed_jobs(owner: Address) -> int:
    with reached(owner) as connection:
        row = connection.execute("select count(*) from procrastinate_jobs where status = 'failed'").fetchone()
    return int(row[0]) if row else 0


def refuse_pending_migrations(owner: Address) -> None:
    found = migrated.found(owner)
    if found is None:
        raise DatabaseRefused(_("The database is empty: run concerto migrate."))
    if not migrated.fits(found):
        raise DatabaseRefused(_("The database belongs to another version of Concerto: run concerto migrate."))
