from __future__ import annotations

import click

from concerto.site.terminal import gettext as _


@click.command("demo", help=_("Load the demo company into an empty Concerto."))
@click.option("--scale", type=click.Choice(["small"]), default="small", show_default=True, help=_("How large."))
@click.option("--seed", type=int, default=1, show_default=True, help=_("The same seed makes the same company."))
@click.option("--json", "as_json", is_flag=True, help=_("End with one JSON object."))
def command(scale: str, seed: int, as_json: bool) -> None:
    from concerto.site.ready import everything_ready

    with everything_ready():
        import orjson

        from concerto.site.demo.loading import load

        counts = load(scale, seed)
        if as_json:
            click.echo(orjson.dumps(counts))
        else:
            click.echo(
                _("The demo company is there: {people} people, {customers} customers, {touches} touches.").format(
                    **counts
                )
            )
