from __future__ import annotations

import click

from concerto.site.terminal import gettext as _


@click.command("readers", hidden=True, help=_("Follow the journal for as long as it runs; concerto serve starts it."))
def command() -> None:
    from concerto.site.ready import start_django

    start_django()
    from concerto.customers.event.following import follow_events
    from concerto.kernel.alarms.ringing import ring_due
    from concerto.kernel.journal.following import follow

    follow(ring_due, follow_events)
