"""Adding and removing ways to sign in. They are told on the pages only: a program's key must not change who gets in."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import PAGE, Actor
from concerto.kernel.access.credential.model import Credential, Sort
from concerto.kernel.access.signing_in.recovery.model import RecoveryCode
from concerto.kernel.actions.action import action
from concerto.kernel.actions.change import add, change
from concerto.kernel.actions.refusal import Forbidden
from concerto.kernel.entity.policy import Act

SECOND_FACTORS = (Sort.CODE, Sort.PASSKEY)
SECRETS = {"secret": "", "handle": "", "public_key": "", "subject": ""}


def living(person: int, *sorts: Sort) -> QuerySet[Any]:
    """What a person can sign in with now, the oldest first."""
    return Credential.everything.filter(person=person, sort__in=sorts or Sort.values, removed_at=None).order_by("pk")


def enrol(actor: Actor, person: int, sort: Sort, name: str, **kept: Any) -> Credential:
    """Keep a new way to sign in that has been proven to work. Raises Invalid where there is one like it."""
    with transaction.atomic():
        made = Credential(person_id=person, sort=sort, name=name.strip()[:80] or str(sort.label), **kept)
        return add(actor.doing("enrol"), made)


@action(on=Credential, label=_("Remove"), needs=Act.READ, icon="trash")
def remove(actor: Actor, credential: Credential) -> None:
    """By the person or an administrator, on a page; recovery codes go with the last second factor."""
    if actor.door != PAGE and not actor.is_system:
        raise Forbidden()
    if credential.removed_at is not None:
        return
    change(actor, credential, removed_at=timezone.now())
    Credential.everything.filter(pk=credential.pk).update(**SECRETS)
    RecoveryCode.objects.filter(credential=credential.pk).delete()
    if credential.sort in SECOND_FACTORS and not living(credential.person_id, *SECOND_FACTORS).exists():
        for codes in living(credential.person_id, Sort.RECOVERY):
            remove(actor, codes)
