"""Ten codes to print and keep: each stands in once for a second factor that was lost."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.credential.actions import enrol, living, remove
from concerto.kernel.access.credential.model import Sort
from concerto.kernel.access.sealing import marks
from concerto.kernel.access.signing_in.recovery.model import RecoveryCode

HOW_MANY = 10
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that look alike
LENGTH = 12  # letters: 59 bits
PURPOSE = "recovery code"


def renew(actor: Actor, person: int) -> list[str]:
    """Ten new codes; the former ones are worth nothing from now on. They cannot be read again."""
    codes = ["".join(secrets.choice(LETTERS) for _letter in range(LENGTH)) for _code in range(HOW_MANY)]
    with transaction.atomic():
        for former in living(person, Sort.RECOVERY):
            remove(actor, former)
        kept = enrol(actor, person, Sort.RECOVERY, _("Recovery codes"))
        RecoveryCode.objects.bulk_create(RecoveryCode(credential_id=kept.pk, mark=_marks(code)[0]) for code in codes)
    return ["-".join(code[start : start + 4] for start in range(0, LENGTH, 4)) for code in codes]


def takes(person: int, code: str) -> bool:
    """Whether this is an unused code of the person; it is used up by asking."""
    unused = RecoveryCode.objects.filter(
        credential__person=person, credential__removed_at=None, used_at=None, mark__in=_marks(code)
    )
    return unused.update(used_at=timezone.now()) == 1


def left(person: int) -> int:
    """How many unused codes there are."""
    return RecoveryCode.objects.filter(credential__person=person, credential__removed_at=None, used_at=None).count()


def _marks(code: str) -> list[str]:
    return marks("".join(sign for sign in code.lower() if sign.isalnum()), PURPOSE)
