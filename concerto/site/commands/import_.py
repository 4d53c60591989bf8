from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from concerto.site.terminal import gettext as _

POLICIES = ["update", "skip", "create"]


@click.command("import", help=_("Bring a file in: CSV, XLSX, JSON. Every row is accounted for."))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--as", "noun", required=True, help=_("What the rows are: customer, contact-point, person…"))
@click.option("--user", "username", default="admin", show_default=True, help=_("Who brings them in."))
@click.option(
    "--policy",
    type=click.Choice(POLICIES),
    default="update",
    show_default=True,
    help=_("What happens to records we have."),
)
@click.option(
    "--map",
    "given",
    multiple=True,
    metavar="COLUMN=FIELD",
    help=_("What a column becomes, where the guess is wrong; FIELD empty leaves it out."),
)
@click.option("--encoding", help=_("The encoding, where it is not found by itself."))
@click.option("--json", "as_json", is_flag=True, help=_("End with one JSON object."))
def command(
    file: Path, noun: str, username: str, policy: str, given: tuple[str, ...], encoding: str | None, as_json: bool
) -> None:
    from concerto.site.ready import everything_ready

    with everything_ready():
        from concerto.kernel.access.actor import IMPORT
        from concerto.site.importing import bring_in, report
        from concerto.site.people import acting_as

        reading: dict[str, Any] = {"encoding": encoding} if encoding else {}
        actor = acting_as(username, IMPORT)
        batch, seconds = bring_in(actor, file, noun=noun, policy=policy, given=given, reading=reading, quiet=as_json)
        report(batch, seconds, as_json=as_json)
