"""What a person wants to be told of: everything, but for what was switched off."""

from __future__ import annotations

from collections.abc import Collection

from concerto.kernel.access.actor import Actor
from concerto.kernel.notices.following import BY_ITSELF
from concerto.kernel.notices.kinds import kinds
from concerto.kernel.notices.model import Setting


def wanted(actor: Actor) -> frozenset[str]:
    """Ids of the kinds that are on, and BY_ITSELF where what is mine is followed without asking."""
    off = Setting.objects.filter(person=actor.person, wanted=False).values_list("kind", flat=True)
    return frozenset({*kinds(), BY_ITSELF} - set(off))


def want(actor: Actor, chosen: Collection[str]) -> None:
    """These are on, all others off; what is not a kind is passed over."""
    assert actor.person, "the system is told nothing"
    Setting.objects.bulk_create(
        [Setting(person_id=actor.person, kind=id, wanted=id in chosen) for id in (*kinds(), BY_ITSELF)],
        update_conflicts=True,
        unique_fields=["person", "kind"],
        update_fields=["wanted"],
    )
