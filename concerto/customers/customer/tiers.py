"""The tiers that customers may have, remembered for a moment: three that come along, and those that the company named.

Whoever names a tier in both languages renames one that comes along, or adds one that there was not.
"""

from __future__ import annotations

from collections.abc import Mapping
from time import monotonic

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from concerto.kernel.fields.kind import Label
from concerto.kernel.fields.naming import called


class Tier(models.TextChoices):
    A = "A", _("A · key")
    B = "B", _("B · growing")
    C = "C", _("C · regular")


MOMENT = 2.0  # seconds for which a process may not know a tier that another one named
_NAMED = """
    select distinct on (grade) grade, name, name_zh, min(place) over (partition by grade) from customers_tierpolicy
    where trashed_at is null order by grade, name_zh = '', place, id
"""
_remembered: dict[str, tuple[float, Mapping[str, Label]]] = {}


def tiers() -> Mapping[str, Label]:
    """Id → what it is called, the highest first: in the order of the places that the company gave. One that comes along
    and was given none stands behind the one that comes along before it."""
    database = str(connection.settings_dict["NAME"])
    at, found = _remembered.get(database, (0.0, {}))
    if not found or monotonic() - at > MOMENT:
        found = _found()
        _remembered[database] = (monotonic(), found)
    return found


def _found() -> dict[str, Label]:
    with connection.cursor() as cursor:
        cursor.execute(_NAMED)
        kept = {grade: (name, name_zh, place or 0) for grade, name, name_zh, place in cursor.fetchall()}
    places, last = {grade: place for grade, (_name, _name_zh, place) in kept.items()}, 0
    for own in Tier.values:
        last = places[own] = places.get(own, last)
    labels: dict[str, Label] = {str(tier.value): tier.label for tier in Tier}
    labels |= {grade: called(name, name_zh) for grade, (name, name_zh, _place) in kept.items()
               if name_zh or grade not in labels}  # fmt: skip
    ranks = {own: rank for rank, own in enumerate(Tier.values, 1)}
    return {grade: labels[grade] for grade in sorted(places, key=lambda each: (places[each], ranks.get(each, 0), each))}
