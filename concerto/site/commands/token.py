from __future__ import annotations

import click

from concerto.site.terminal import gettext as _


@click.group("token", help=_("Keys with which programs act as a person."))
def command() -> None:
    pass


@command.command("create", help=_("Make a key; it stands alone on the last line and is not shown again."))
@click.option("--user", "username", required=True, help=_("The person the key acts as, by username."))
@click.option("--name", default="concerto token create", show_default=True, help=_("What the key is for."))
@click.option("--days", type=click.IntRange(min=1), help=_("Days until it expires; without it, it does not."))
def create(username: str, name: str, days: int | None) -> None:
    from datetime import timedelta

    from concerto.site.ready import everything_ready

    with everything_ready():
        from django.utils import timezone

        from concerto.kernel.access.actor import SYSTEM
        from concerto.kernel.access.token.keys import issue
        from concerto.site.people import person_called

        expires_at = timezone.now() + timedelta(days=days) if days else None
        click.echo(issue(SYSTEM, person=person_called(username).pk, name=name, expires_at=expires_at))
