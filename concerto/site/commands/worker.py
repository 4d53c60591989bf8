from __future__ import annotations

import click

from concerto.site.terminal import gettext as _

AT_ONCE = 4  # jobs
PATIENCE = 10  # seconds for jobs under way when the process is told to stop


@click.command("worker", hidden=True, help=_("Do the jobs that pages left for later; concerto serve starts it."))
def command() -> None:
    from concerto.site.ready import start_django

    start_django()
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    assert isinstance(app.connector, DjangoConnector)
    with app.replace_connector(app.connector.get_worker_connector()) as worker:
        worker.run_worker(concurrency=AT_ONCE, shutdown_graceful_timeout=PATIENCE)
