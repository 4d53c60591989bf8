from __future__ import annotations

from pathlib import Path

import click

from concerto.site.terminal import gettext as _


@click.command(
    "restore",
    help=_("Put a backup in the place of what is there, which is kept beside it. Concerto must not be serving."),
)
@click.argument("backup", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help=_("Do not ask first."))
@click.option(
    "--drill", is_flag=True, help=_("Only prove that it would come back: load it beside, compare, remove it.")
)
@click.option("--json", "as_json", is_flag=True, help=_("End with one JSON object."))
def command(backup: Path, yes: bool, drill: bool, as_json: bool) -> None:
    import time

    from concerto.site.backup import manifest, restoring
    from concerto.site.backup.programs import programs_for
    from concerto.site.backup.telling import bar
    from concerto.site.configuration import configuration
    from concerto.site.database import database, prepare, running_database
    from concerto.site.serve.lock import only_serve

    here, begun = configuration(), time.monotonic()
    saved = manifest.read(backup)
    if not (yes or drill):
        click.confirm(
            _("Put {rows} rows of {moment} in the place of what is in {home}?").format(
                rows=saved.rows, moment=saved.made_at, home=here.home
            ),
            abort=True,
        )
    with running_database(here) as cluster:
        owner, app = database(here, "owner"), database(here, "app")
        prepare(here)
        program = programs_for(cluster, owner, here.home)
        with bar(_("Comparing"), quiet=as_json) as progress:
            if drill:
                restoring.drill(owner, app, program, backup, saved, progress)
            else:
                with only_serve(here.home):
                    restoring.restore(owner, app, program, here.home, backup, saved, progress)
    seconds = round(time.monotonic() - begun, 1)
    if as_json:
        import orjson

        click.echo(orjson.dumps(manifest.told(saved, drilled=drill, seconds=seconds)))
        return
    said = (
        _("The backup would come back whole: {rows} rows are as they were saved ({seconds} s).")
        if drill
        else _(
            "Restored: {rows} rows are as they were saved ({seconds} s). What was there before is kept as the former database and files."
        )
    )
    click.echo(said.format(rows=saved.rows, seconds=seconds))
