from __future__ import annotations

import click

from concerto.site.terminal import gettext as _


@click.command("explain", help=_("Tell what was derived from a noun's description, and where it is described."))
@click.argument("noun", required=False)
def command(noun: str | None) -> None:
    from concerto.site.ready import start_django

    start_django()
    from concerto.kernel.entity import registry
    from concerto.kernel.entity.explain import explained
    from concerto.site.importing import noun_called

    chosen = [noun_called(noun)] if noun else list(registry.entities())
    for entity in chosen:
        click.echo("\n".join(explained(entity)) if noun else f"{entity.id:<16}{entity.label}  {entity.declared_at}")
