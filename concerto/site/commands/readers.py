from __future__ import annotations

import click

from concerto.site.terminal import gettext as _


@click.command("readers", hidden=True, help=_("Follow the journal for as long as it runs; concerto serve starts it."))
def command() -> None:
    from concerto.site.ready import start_django

    start_django()
    from concerto.customers.event.following import follow_events
    from concerto.customers.pain_point.working_out import work_out
    from concerto.kernel.alarms.ringing import ring_due
    from concerto.kernel.journal.following import follow

    def events() -> None:
        follow_events(work_out)

    follow(ring_due, events)
