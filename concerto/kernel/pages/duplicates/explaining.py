"""Why two records seem to be the same: each comparison with its weight, drawn to scale, and what the sum stands for."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from concerto.kernel.duplicates.linking.weights import probability
from concerto.kernel.duplicates.model import Pair
from concerto.kernel.fields.kind import Label

WIDEST = 24.0  # the weight that fills a bar


@dataclass(frozen=True)
class Part:
    """What one comparison says. `share` of a bar, from 0 to 100, to the right where it speaks for, to the left where against."""

    label: Label
    what: Label
    weight: float

    @property
    def share(self) -> int:
        return round(min(abs(self.weight) / WIDEST, 1) * 100)

    @property
    def speaks_for(self) -> bool:
        return self.weight >= 0


def parts_of(pair: Pair) -> list[Part]:
    """Where the sum begins, and the comparisons in their order: together they are the weight of the pair."""
    labels, levels = _labels(), _levels()
    known = [(id, *pair.parts[id]) for id in labels if id in pair.parts and (id, pair.parts[id][0]) in levels]
    begun = pair.weight - sum(weight for _id, _level, weight in known)
    start = Part(_("Any two records"), _("before anything is compared"), begun)
    return [start, *(Part(labels[id], levels[id, level], weight) for id, level, weight in known)]


def per_cent(pair: Pair) -> str:
    """The probability as people read it: never a full hundred, for nobody knows."""
    share = probability(pair.weight) * 100
    return "> 99.9" if share > 99.9 else f"{share:.1f}"


def _labels() -> dict[str, Label]:
    return {"name": _("Name"), "points": _("Phone, mail, address"), "host": _("Web site"), "place": _("Where it is")}


def _levels() -> dict[tuple[str, str], Label]:
    return {
        ("name", "same"): _("the same"),
        ("name", "reading"): _("read the same"),
        ("name", "stem"): _("the same but for the trade"),
        ("name", "also"): _("one is also known by the other's name"),
        ("name", "near"): _("nearly the same"),
        ("name", "similar"): _("similar"),
        ("name", "other"): _("different"),
        ("points", "shared"): _("one in common"),
        ("points", "other"): _("none in common"),
        ("host", "same"): _("the same"),
        ("host", "other"): _("different"),
        ("place", "same"): _("the same"),
        ("place", "other"): _("different"),
    }
