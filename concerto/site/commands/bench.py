from __future__ import annotations

from typing import TYPE_CHECKING

import click

from concerto.site.commands.demo import SCALES
from concerto.site.terminal import gettext as _

if TYPE_CHECKING:
    from concerto.site.bench.running import Result

WIDTHS = (28, 7, 10, 10, 10, 10, 8)


def numbers(_context: object, _parameter: object, text: str) -> list[int]:
    try:
        clients = [int(part) for part in text.split(",")]
    except ValueError:
        clients = []
    if not clients or not all(1 <= count <= 32 for count in clients):
        raise click.BadParameter(_("numbers from 1 to 32, separated by commas"))
    return clients


@click.command("bench", help=_("Measure the real server against hand-written SQL, on a demo company of its own."))
@click.option("--scale", type=click.Choice(SCALES), default="small", show_default=True, help=_("How many customers."))
@click.option("--clients", default="1,8", show_default=True, callback=numbers, help=_("How many ask at once."))
@click.option("--only", default="", help=_("Only what begins with this name."))
@click.option(
    "--streams",
    type=click.IntRange(0, 20000),
    default=100,
    show_default=True,
    help=_("How many pages are open that hear of a mention."),
)
@click.option("--json", "as_json", is_flag=True, help=_("End with one JSON list."))
def command(scale: str, clients: list[int], only: str, streams: int, as_json: bool) -> None:
    from concerto.site.bench import serving

    serving.own_home(scale)
    serving.run("migrate")
    from concerto.site.ready import everything_ready

    with everything_ready() as here:
        import orjson

        from concerto.customers.customer.model import Customer
        from concerto.kernel.access.actor import SYSTEM
        from concerto.kernel.access.visibility import visible_to
        from concerto.site.bench.running import run
        from concerto.site.database import database

        if not visible_to(SYSTEM, Customer).exists():
            serving.run("demo", "--scale", scale)
        found: list[Result] = []
        with serving.served() as port:
            if not as_json:
                click.echo(heading())
            for result in run(scale, port, database(here, "app"), clients, only, streams):
                found.append(result)
                if not as_json:
                    click.echo(line(result))
        if as_json:
            click.echo(orjson.dumps([result.as_json() for result in found]))


def heading() -> str:
    names = (_("what"), _("clients"), "p50 ms", "p95 ms", _("per s"), _("floor ms"), _("ratio"))
    return row(names)


def line(result: Result) -> str:
    figures = (result.p50_ms, result.p95_ms, result.per_s, result.floor_ms, result.ratio)
    return row((result.name, str(result.clients), *(f"{figure:,.1f}" for figure in figures)))


def row(cells: tuple[str, ...]) -> str:
    """Columns that stand under each other, Chinese characters counted as two."""
    first, *others = zip(cells, WIDTHS, strict=True)
    return padded(*first, left=True) + "".join(padded(cell, width) for cell, width in others)


def padded(cell: str, width: int, *, left: bool = False) -> str:
    from unicodedata import east_asian_width

    spaces = " " * max(0, width - sum(2 if east_asian_width(letter) in "WF" else 1 for letter in cell))
    return cell + spaces if left else spaces + cell
