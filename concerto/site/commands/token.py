from __future__ import annotations

import click

from concerto.site.terminal import gettext as _


@click.group("token", help=_("Keys with which programs act as a person."))
def command() -> None:
    pass


@command.command("create", help=_("Make a key; it stands alone on the last line and is not shown again."))
@click.option("--user", "username", required=True, help=_("The person the key acts as, by username."))
@click.option("--name", default="concerto token create", show_default=True, help=_("What the key is for."))
@click.option("--read-only", is_flag=True, help=_("A key that can read and change nothing."))
@click.option("--days", type=click.IntRange(1, 3650), default=90, show_default=True, help=_("Days until it expires."))
def create(username: str, name: str, read_only: bool, days: int) -> None:
    from concerto.site.ready import everything_ready

    with everything_ready():
        from concerto.kernel.access.actor import SYSTEM
        from concerto.kernel.access.token.keys import in_days, issue
        from concerto.kernel.access.token.model import Acts
        from concerto.site.people import person_called

        acts = [Acts.READ.value] if read_only else []
        key = issue(SYSTEM, person=person_called(username).pk, name=name, expires_at=in_days(days), acts=acts)
        click.echo(_("Valid for {days} days.").format(days=days), err=True)
        click.echo(key)
