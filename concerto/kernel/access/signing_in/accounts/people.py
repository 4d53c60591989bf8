"""Who a provider's account is here: linked once by a verified mail address, from then on by the provider's own id for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import SYSTEM
from concerto.kernel.access.credential.actions import enrol
from concerto.kernel.access.credential.model import Credential, Sort
from concerto.kernel.access.person.entity import person as described
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.provider.model import Provider
from concerto.kernel.access.signing_in.passwords import called
from concerto.kernel.access.signing_in.second import used
from concerto.kernel.actions.refusal import Invalid, Refused
from concerto.kernel.actions.standard import create


class NobodyHere(Refused):
    """The provider knows somebody whom we do not know, or who has left."""

    status = 403
    kind = "nobody-here"

    def __init__(self) -> None:
        super().__init__(_("Nobody here belongs to this account. Ask your administrator."))


def person_of(provider: Provider, claims: Mapping[str, Any]) -> Person:
    """The person behind an account; linked, or added where the provider may. Raises NobodyHere."""
    subject = str(claims["sub"])[:255]
    with transaction.atomic():
        linked = (
            Credential.everything.filter(sort=Sort.ACCOUNT, provider=provider, subject=subject, removed_at=None)
            .select_related("person")
            .first()
        )
        if isinstance(linked, Credential):
            used(linked)
            return _active(linked.person)
        person = _by_mail(provider, claims)
        made = enrol(SYSTEM, person.pk, Sort.ACCOUNT, provider.name, provider=provider, subject=subject)
        used(made)
    return person


def _by_mail(provider: Provider, claims: Mapping[str, Any]) -> Person:
    """Only an address that the provider has verified says who somebody is: anybody could write the others."""
    mail = claims.get("email")
    if claims.get("email_verified") is not True or not isinstance(mail, str) or "@" not in mail:
        raise NobodyHere()
    found = called(mail)
    if found is not None:
        return _active(found)
    if not provider.creates:
        raise NobodyHere()
    return _added(provider, claims, mail)


def _added(provider: Provider, claims: Mapping[str, Any], mail: str) -> Person:
    name = str(claims.get("name") or mail.partition("@")[0])
    given = {"username": mail[:60], "name": name[:200], "email": mail, "roles": list(provider.roles)}
    try:
        made = create(SYSTEM, described, given)
    except Invalid as wrong:
        raise NobodyHere() from wrong
    assert isinstance(made, Person)
    return made


def _active(person: Person) -> Person:
    if not person.is_active:
        raise NobodyHere()
    return person
