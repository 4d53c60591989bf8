"""Links by which somebody who cannot sign in chooses a new password. They open once and not for long."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import SYSTEM, Actor
from concerto.kernel.access.person.entity import person as described
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.person.passwords import set_password
from concerto.kernel.access.signing_in.links.model import OneTimeLink
from concerto.kernel.access.token.keys import digest
from concerto.kernel.actions.action import action
from concerto.kernel.actions.change import line
from concerto.kernel.actions.refusal import Forbidden, Refused
from concerto.kernel.journal.writing import write

LASTS = timedelta(minutes=30)


class DeadLink(Refused):
    """The link was used, has expired, or never was one; which of these is not told."""

    status = 410
    kind = "dead-link"

    def __init__(self) -> None:
        super().__init__(_("This link was used already or has expired. Ask for a new one."))


@action(on=Person, label=_("Make a sign-in link"), icon="link")
def make_link(actor: Actor, person: Person) -> str:
    """A link for somebody else to hand over, by an administrator. Raises Forbidden for whoever has left."""
    if not person.is_active:
        raise Forbidden(_("%(name)s has left and can do nothing here.") % {"name": person.name})
    write(line(actor, described, person, {}))
    return _made(person)


def link_by_mail(person: Person) -> str:
    """A link that dies when the mail address changes; asked for by a stranger, so the journal names nobody."""
    with transaction.atomic():
        write(line(SYSTEM.doing("reset-asked"), described, person, {}))
        return _made(person, person.email)


def _made(person: Person, email: str = "") -> str:
    """A person has one link at a time."""
    key = secrets.token_urlsafe(32)
    OneTimeLink.objects.filter(person=person).delete()
    OneTimeLink.objects.create(
        person=person, digest=digest(key), email=email.lower(), expires_at=timezone.now() + LASTS
    )
    return f"{settings.PUBLIC_URL}/sign-in/link/{key}"


def person_of_link(key: str) -> Person:
    """Whom a link lets choose a password. Raises DeadLink."""
    link = OneTimeLink.objects.select_related("person").filter(digest=digest(key)).first()
    if link is None or link.used_at or link.expires_at <= timezone.now() or not link.person.is_active:
        raise DeadLink()
    if link.email and link.email != link.person.email.lower():
        raise DeadLink()
    return link.person


def choose_password(key: str, password: str) -> Person:
    """Use a link up and set the password. Raises DeadLink, and Invalid for a weak password, which leaves the link alive."""
    with transaction.atomic():
        person = person_of_link(key)
        if OneTimeLink.objects.filter(digest=digest(key), used_at=None).update(used_at=timezone.now()) != 1:
            raise DeadLink()
        set_password(SYSTEM, person, password=password)
    return person
