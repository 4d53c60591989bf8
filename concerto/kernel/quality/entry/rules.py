"""An entry speaks of a field that is there."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.registry import find
from concerto.kernel.fields.kind import Label
from concerto.kernel.quality.entry.model import CatalogueEntry


def speaks_of_a_field(entry: CatalogueEntry) -> Mapping[str, Label]:
    """Field id → what is wrong."""
    entity = find(entry.noun)
    if entity and entry.field and entry.field not in entity.fields:
        return {"field": _("There is no such field.")}
    return {}
