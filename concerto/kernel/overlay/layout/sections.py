"""An arrangement as it is kept: `[{"label": "…", "zh": "…", "fields": ["name", …]}, …]`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.registry import find
from concerto.kernel.entity.shape import Arranged
from concerto.kernel.fields.kind import Label
from concerto.kernel.overlay.kinds import in_language
from concerto.kernel.overlay.layout.model import Layout

MOST_SECTIONS, LONGEST = 40, 100
UNCLEAR = _("This is not an arrangement of sections.")


def arranged_in(text: str) -> tuple[Arranged, ...]:
    """The sections of a kept arrangement; none where it cannot be read."""
    read = sections_in(text) or []
    return tuple(Arranged(in_language(each["label"], each["zh"]), tuple(each["fields"])) for each in read)


def sections_in(text: str) -> list[dict[str, Any]] | None:
    """The sections as they were given, or None where they are none."""
    try:
        given = orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
    return given if isinstance(given, list) and len(given) <= MOST_SECTIONS and all(map(_is_section, given)) else None


def _is_section(given: object) -> bool:
    if not isinstance(given, dict) or given.keys() != {"label", "zh", "fields"}:
        return False
    words = [given["label"], given["zh"]]
    ids: Sequence[object] = given["fields"] if isinstance(given["fields"], list) else [None]
    return all(isinstance(word, str) and len(word) <= LONGEST for word in words) and all(
        isinstance(id, str) for id in ids
    )


def rightly_arranged(layout: Layout) -> Mapping[str, Label]:
    """Whether every field that is named is there, and stands once."""
    sections, entity = sections_in(layout.arrangement), find(layout.noun)
    if sections is None or entity is None:
        return {"arrangement": UNCLEAR}
    ids = [id for section in sections for id in section["fields"]]
    unknown = [id for id in ids if id not in entity.fields]
    if unknown:
        return {"arrangement": _("There is no field called “%(field)s”.") % {"field": unknown[0][:60]}}
    return {"arrangement": _("A field stands in two places.")} if len(ids) != len(set(ids)) else {}
