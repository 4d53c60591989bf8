"""Bringing the records of a noun in line with its fields as they are now. Doing it twice is doing it once."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from concerto.kernel.database.address import Address
from concerto.kernel.entity.registry import named
from concerto.kernel.overlay.background.computing import forget, recompute
from concerto.kernel.overlay.background.indexes import keep_indexes
from concerto.kernel.overlay.custom_field.merging import follow_merged
from concerto.kernel.overlay.custom_field.model import CustomField, IndexState
from concerto.kernel.overlay.kinds import KindOfField
from concerto.kernel.overlay.loading import refresh

TO_BE_FAST = Q(indexed=True) | Q(kind=KindOfField.LINK)  # links are followed back, by panels and by what is rolled up


def settle(owner: Address, noun: str, *, words: bool) -> None:
    """Values of deleted fields go, merged choices become those that stand for them, indexes come and go, formulas (and with `words` what search finds) are made anew."""
    refresh()
    entity = named(noun)
    fields = CustomField.everything.filter(noun=noun, trashed_at=None)
    forget(entity, list(fields.exclude(erased_at=None).values_list("key", flat=True)))
    follow_merged(entity)
    day = timezone.localdate()
    recompute(entity, words=words)
    fields.filter(kind=KindOfField.FORMULA).update(computed_on=day)
    _settle_indexes(owner, noun)


def _settle_indexes(owner: Address, noun: str) -> None:
    fields = CustomField.everything.filter(noun=noun, trashed_at=None)
    wanted = fields.filter(TO_BE_FAST, retired_at=None)
    fields.exclude(pk__in=wanted).exclude(index_state=IndexState.NONE).update(index_state=IndexState.NONE)
    wanted.exclude(index_state=IndexState.READY).update(index_state=IndexState.BUILDING)
    states = keep_indexes(owner, named(noun), [field for field in wanted if isinstance(field, CustomField)])
    for id, state in states.items():
        fields.filter(pk=id).update(index_state=state)


def out_of_date() -> list[str]:
    """Nouns with formulas that depend on the day and were computed on an earlier one."""
    refresh()
    living = CustomField.everything.filter(trashed_at=None, retired_at=None, kind=KindOfField.FORMULA)
    today = timezone.localdate()
    stale = living.exclude(computed_on=today).values_list("noun", "key")
    return sorted({noun for noun, key in stale if _dated(noun, key)})


def _dated(noun: str, key: str) -> bool:
    return any(field.id == key and field.dated for field in named(noun).shape.formulas)


def unfinished() -> list[str]:
    """Nouns with an index that is wanted and not there."""
    living = CustomField.everything.filter(TO_BE_FAST, trashed_at=None, retired_at=None)
    return sorted(set(living.exclude(index_state=IndexState.READY).values_list("noun", flat=True)))
