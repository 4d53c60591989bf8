from __future__ import annotations

import click

from concerto.site.terminal import gettext as _


@click.command("serve", help=_("Serve Concerto: its database, its pages and its workers, until Ctrl-C."))
@click.option(
    "--demo", is_flag=True, help=_("Load the demo company on the first start, unless CONCERTO_DEMO says otherwise.")
)
def command(demo: bool) -> None:
    from concerto.site.configuration import become, configuration, written
    from concerto.site.serve.life import serve

    if demo and "CONCERTO_DEMO" not in written():
        become(demo="on")
    serve(configuration())
