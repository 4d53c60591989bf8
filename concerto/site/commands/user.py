from __future__ import annotations

import click

from concerto.site.terminal import gettext as _


@click.group("user", help=_("People who may sign in."))
def command() -> None:
    pass


@command.command("create", help=_("Add a person; the password is asked for, or taken from --password."))
@click.argument("username")
@click.option("--name", help=_("The full name; the username without it."))
@click.option("--email", default="", help=_("The mail address."))
@click.option("--role", "roles", multiple=True, help=_("A role; may be given several times."))
@click.option("--password", help=_("The password; asked for when left out."))
def create(username: str, name: str | None, email: str, roles: tuple[str, ...], password: str | None) -> None:
    from concerto.site.ready import everything_ready

    with everything_ready():
        from django.db import transaction

        from concerto.kernel.access.actor import SYSTEM
        from concerto.kernel.access.person.entity import person
        from concerto.kernel.access.person.model import Person
        from concerto.kernel.access.person.passwords import set_password
        from concerto.kernel.actions.standard import create as create_record

        given = {"username": username, "name": name or username, "email": email, "roles": list(roles)}
        chosen = password or click.prompt(_("Password"), hide_input=True, confirmation_prompt=True)
        with transaction.atomic():
            made = create_record(SYSTEM, person, given)
            assert isinstance(made, Person)
            set_password(SYSTEM, made, password=chosen)
        click.echo(_("{name} may sign in now.").format(name=username))


@command.command("password", help=_("Give a person a new password; all their sessions end."))
@click.argument("username")
@click.option("--password", help=_("The password; asked for when left out."))
def password(username: str, password: str | None) -> None:
    from concerto.site.ready import everything_ready

    with everything_ready():
        from concerto.kernel.access.actor import SYSTEM
        from concerto.kernel.access.person.passwords import set_password
        from concerto.site.people import person_called

        person = person_called(username)
        chosen = password or click.prompt(_("Password"), hide_input=True, confirmation_prompt=True)
        set_password(SYSTEM, person, password=chosen)
        click.echo(_("The password of {name} is new; all their sessions have ended.").format(name=username))


@command.command("link", help=_("Make a link by which a person chooses a new password, once, within 30 minutes."))
@click.argument("username")
def link(username: str) -> None:
    from concerto.site.ready import everything_ready

    with everything_ready():
        from concerto.kernel.access.actor import SYSTEM
        from concerto.kernel.access.signing_in.links.links import make_link
        from concerto.site.people import person_called

        click.echo(make_link(SYSTEM, person_called(username)))
