from __future__ import annotations

from typing import TYPE_CHECKING

import click

from concerto.site.terminal import gettext as _

if TYPE_CHECKING:
    from concerto.kernel.database.address import Address

ONE_AT_A_TIME = 0x6D696772  # the number of our advisory lock: "migr"


@click.command("migrate", help=_("Bring the database to this version of Concerto; nothing happens when it is there."))
def command() -> None:
    from concerto.site.configuration import become
    from concerto.site.database import database, prepare, running_database
    from concerto.site.demo.cast import PASSWORD as DEMO_PASSWORD
    from concerto.site.ready import start_django

    here = become(database_role="owner", pooled="off")
    with running_database(here):
        here = prepare(here)
        start_django()
        bring_up_to_date(database(here, "owner"), here.admin_password or (DEMO_PASSWORD if here.demo else None))


def bring_up_to_date(owner: Address, password: str | None) -> None:
    """Everything that this version wants to find, over Django's connection, which is the owner's; `password` is the first administrator's."""
    from concerto.kernel.database import dumping
    from concerto.kernel.journal.reading import begin, readers
    from concerto.site import migrated

    came = migrated.found(owner)
    _migrate()
    if migrated.moved(came):
        dumping.raise_era(owner)
    begin(readers())
    _first_administrator(password)
    _first_calendar()
    _first_of_the_house()
    migrated.mark(owner)


def _migrate() -> None:
    """Waits for whoever migrates the same database at this moment."""
    from django.core.management import call_command
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("set lock_timeout = 0; select pg_advisory_lock(%s); reset lock_timeout", [ONE_AT_A_TIME])
    call_command("migrate", interactive=False, verbosity=0)
    _months_ahead()


def _months_ahead() -> None:
    """Every run sees to it that the journal has a place for the months to come."""
    from datetime import UTC, datetime

    from django.db import connection, transaction

    from concerto.kernel.journal.months import make_ahead

    with transaction.atomic():
        make_ahead(connection, today=datetime.now(UTC).date())


def _first_administrator(password: str | None) -> None:
    from concerto.kernel.access.first_run import ensure_admin

    made = ensure_admin(password)
    if made:
        click.echo(_("The administrator is admin, the password {password} (shown only now).").format(password=made))


def _first_of_the_house() -> None:
    from concerto.collaboration.handoffs.type.first_run import ensure_types
    from concerto.customers.event_kind.first_run import ensure_kinds
    from concerto.customers.lifecycle_stage.first_run import ensure_lifecycle
    from concerto.customers.stage_duty.first_run import ensure_duties

    ensure_kinds()
    ensure_lifecycle()
    ensure_duties()
    ensure_types()


def _first_calendar() -> None:
    from concerto.kernel.clock.first_run import ensure_calendar
    from concerto.kernel.quality.report.making import ensure_reports

    ensure_calendar()
    ensure_reports()
