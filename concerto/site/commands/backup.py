from __future__ import annotations

from pathlib import Path

import click

from concerto.site.terminal import gettext as _


@click.command(
    "backup", help=_("Write everything into a new folder, while Concerto serves; --drill proves that it comes back.")
)
@click.argument("into", required=False, type=click.Path(file_okay=False, path_type=Path))
@click.option("--keep", type=click.IntRange(min=1), help=_("Remove all older backups there but so many."))
@click.option("--drill", is_flag=True, help=_("Load it into a database beside and compare every table."))
@click.option("--json", "as_json", is_flag=True, help=_("End with one JSON object."))
def command(into: Path | None, keep: int | None, drill: bool, as_json: bool) -> None:
    import time

    from concerto.site.backup import making, restoring
    from concerto.site.backup.manifest import told
    from concerto.site.backup.programs import programs_for
    from concerto.site.backup.telling import bar
    from concerto.site.configuration import configuration
    from concerto.site.database import database, running_database

    here, begun = configuration(), time.monotonic()
    into = (into or here.home / "backups").absolute()
    with running_database(here) as cluster:
        owner = database(here, "owner")
        program = programs_for(cluster, owner, here.home)
        with bar(_("Saving"), quiet=as_json) as progress:
            folder, manifest = making.make(owner, program, here.home, into, progress)
        if drill:
            with bar(_("Comparing"), quiet=as_json) as progress:
                restoring.drill(owner, database(here, "app"), program, folder, manifest, progress)
    gone = making.keep_newest(into, keep) if keep else []
    seconds = round(time.monotonic() - begun, 1)
    if as_json:
        import orjson

        facts = told(manifest, folder=str(folder), drilled=drill, removed=len(gone), seconds=seconds)
        click.echo(orjson.dumps(facts))
        return
    click.echo(
        _("{rows} rows and {files} files are saved in {folder} ({seconds} s).").format(
            rows=manifest.rows, files=len(manifest.files), folder=folder, seconds=seconds
        )
    )
    key = here.home / "secret-key"
    if key.exists():
        click.echo(_("It does not hold the secret key: keep {path} in another safe place.").format(path=key))
