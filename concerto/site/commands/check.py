from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from concerto.site.terminal import gettext as _

if TYPE_CHECKING:
    from concerto.kernel.database.address import Address


@click.command("check", help=_("Check settings, database, roles and migrations; the first thing wrong is named."))
def command() -> None:
    from concerto.site.configuration import configuration
    from concerto.site.database import database, prepare, running_database
    from concerto.site.leavers import waiting_for_leavers
    from concerto.site.ready import start_django

    here = configuration()
    click.echo(_("ok  settings; the data is in {home}").format(home=here.home))
    with running_database(here) as embedded:
        if embedded is None:
            here = prepare(here)
        for line in found(database(here, "owner"), database(here, "app") if here.database_restricted else None):
            click.echo(line)
        start_django()
        click.echo(waiting_for_leavers())


def found(owner: Address, app: Address | None) -> Iterator[str]:
    """What is in order, a line each; `app` is how pages are served, where that is with fewer rights. Raises DatabaseRefused."""
    from concerto.site import auditing, checking

    yield _("ok  database: PostgreSQL {version}").format(version=checking.server_version(owner))
    if app:
        checking.refuse_powers(app)
        yield _("ok  roles: pages are served without the owner's rights")
    checking.refuse_pending_migrations(owner)
    yield _("ok  migrations")
    checking.refuse_missing_months(owner)
    yield _("ok  journal: {lines} lines wait to be read").format(lines=checking.behind(owner))
    lines = auditing.refuse_changes(owner, newest=auditing.NEWEST).lines
    yield _("ok  audit: the newest {lines} sealed lines of the journal are as they were sealed").format(lines=lines)
    yield _("ok  background: {jobs} jobs have failed").format(jobs=checking.failed_jobs(owner))
