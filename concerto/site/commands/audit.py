from __future__ import annotations

import click

from concerto.site.terminal import gettext as _


@click.group("audit", help=_("Whether the journal still is what was written."))
def command() -> None:
    pass


@command.command("verify", help=_("Compare every line of the journal with its seal; what was changed is named."))
@click.option("--expect", default="", help=_("A head that was noted earlier: it must still be part of the chain."))
def verify(expect: str) -> None:
    from concerto.site.auditing import refuse_changes
    from concerto.site.configuration import configuration
    from concerto.site.database import database, prepare, running_database

    here = configuration()
    with running_database(here) as embedded:
        if embedded is None:
            here = prepare(here)
        found = refuse_changes(database(here, "owner"), expect=expect)
        click.echo(
            _("The journal is what was sealed: {lines} lines, {seals} seals.").format(
                lines=f"{found.lines:,}", seals=f"{found.seals:,}"
            )
        )
        click.echo(_("Keep this head elsewhere, for --expect: {head}").format(head=found.head))
