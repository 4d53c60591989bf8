from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from concerto.site.terminal import gettext as _

if TYPE_CHECKING:
    from concerto.site.demo.loading import Loaded, Told

SCALES = ["small", "10k", "100k", "1m"]


@click.command("demo", help=_("Load the demo company into an empty Concerto; interrupted, nothing of it is kept."))
@click.option("--scale", type=click.Choice(SCALES), default="small", show_default=True, help=_("How many customers."))
@click.option("--seed", type=int, default=1, show_default=True, help=_("The same seed makes the same company."))
@click.option("--json", "as_json", is_flag=True, help=_("End with one JSON object."))
def command(scale: str, seed: int, as_json: bool) -> None:
    from concerto.site.configuration import become
    from concerto.site.ready import everything_ready

    become(database_role="owner", pooled="off")  # indexes are made when the rows are there, by the owner of the tables
    with everything_ready():
        from dataclasses import asdict

        import orjson

        from concerto.site.demo.loading import load

        loaded = load(scale, seed) if as_json else load(scale, seed, progress())
        click.echo(orjson.dumps(asdict(loaded)) if as_json else sentence(loaded))


def progress() -> Told:
    """One line on the error output that is written anew as the load goes on."""
    wide = sys.stderr.isatty()
    words = {"customers": _("rows"), "journeys": _("journeys"), "statistics": _("statistics")}
    said: tuple[str, int] = ("", 0)

    def told(what: str, done: int, wanted: int) -> None:
        nonlocal said
        doing = words.get(what, what)  # else it is the name of an index
        line = _("{what}: {done} of {wanted} customers").format(what=doing, done=f"{done:,}", wanted=f"{wanted:,}")
        if wide or (what, done * 10 // wanted) != said:
            click.echo(f"\r{line}\033[K" if wide else line, err=True, nl=not wide)
        said = (what, done * 10 // wanted)

    return told


def sentence(loaded: Loaded) -> str:
    said = _(
        "The demo company is there: {people} people, {customers} customers, {entries} timeline entries; {rows} rows in {seconds} s, {per_s} rows/s."
    )
    per_s = round(loaded.rows / max(loaded.seconds, 0.1))
    return said.format(
        people=loaded.people, customers=f"{loaded.customers:,}", entries=f"{loaded.entries:,}", rows=f"{loaded.rows:,}",
        seconds=f"{loaded.seconds:,}", per_s=f"{per_s:,}",
    )  # fmt: skip
