from __future__ import annotations

import click

from concerto.site.terminal import gettext as _


@click.command("check", help=_("Check settings, database, roles and migrations; the first thing wrong is named."))
def command() -> None:
    from concerto.site import auditing, checking
    from concerto.site.configuration import configuration
    from concerto.site.database import database, prepare, running_database

    here = configuration()
    click.echo(_("ok  settings; the data is in {home}").format(home=here.home))
    with running_database(here) as embedded:
        if embedded is None:
            here = prepare(here)
        click.echo(
            _("ok  database: PostgreSQL {version}").format(version=checking.server_version(database(here, "owner")))
        )
        if here.database_restricted:
            checking.refuse_powers(database(here, "app"))
            click.echo(_("ok  roles: pages are served without the owner's rights"))
        checking.refuse_pending_migrations(database(here, "owner"))
        click.echo(_("ok  migrations"))
        checking.refuse_missing_months(database(here, "owner"))
        click.echo(
            _("ok  journal: {lines} lines wait to be read").format(lines=checking.behind(database(here, "owner")))
        )
        lines = auditing.refuse_changes(database(here, "owner"), newest=auditing.NEWEST).lines
        click.echo(
            _("ok  audit: the newest {lines} sealed lines of the journal are as they were sealed").format(lines=lines)
        )
        click.echo(
            _("ok  background: {jobs} jobs have failed").format(jobs=checking.failed_jobs(database(here, "owner")))
        )
