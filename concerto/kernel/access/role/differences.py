"""Where a role differs from its declared table, as one value: it changes, is told and is taken back as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import orjson
from django.db import models
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.policy import Differences, wrong_in
from concerto.kernel.access.words import ACT_WORDS, RIGHT_WORDS, SCOPE_WORDS
from concerto.kernel.entity.policy import Act, FieldRight, Scope
from concerto.kernel.entity.registry import find
from concerto.kernel.fields.column import kept_as
from concerto.kernel.fields.kind import Json, Kind, Label, Unreadable
from concerto.kernel.fields.operators import EMPTY, FILLED

if TYPE_CHECKING:
    from concerto.kernel.entity.field import Field

UNCLEAR = _("Differences are written as noun → rows → act → scope, and noun → fields → field → right.")
PARTS = ("rows", "fields")


class DifferencesKind(Kind):
    """Noun → "rows" → act → scope, and noun → "fields" → field → right. What is not said is as declared."""

    id = "differences"
    operators = (EMPTY, FILLED)
    sortable = False
    placed = False

    @property
    def empty(self) -> dict[str, Any]:  # a fresh one each time: nobody may share it
        return {}

    def parse(self, field: Field, raw: Any) -> Differences:
        given = _read(raw) if isinstance(raw, str) else {} if raw is None else raw
        if not _is_shaped(given):
            raise Unreadable(UNCLEAR)
        place = wrong_in(given)
        if place is not None:
            raise Unreadable(_("“%(place)s” is not there, or cannot be set so.") % {"place": place[:80]})
        return _tidy(given)

    def show(self, field: Field, value: Any) -> str:
        return say("; ").join(_told(value or {}))

    def write(self, field: Field, value: Any) -> str:
        return orjson.dumps(value).decode() if value else ""

    def schema(self, field: Field) -> dict[str, Json]:
        words: dict[str, Json] = {"type": "object", "additionalProperties": {"type": "string"}}
        noun: dict[str, Json] = {
            "type": "object",
            "properties": {"rows": words, "fields": words},
            "additionalProperties": False,
        }
        return {"type": "object", "additionalProperties": noun}


def _read(text: str) -> Any:
    try:
        return orjson.loads(text) if text.strip() else {}
    except orjson.JSONDecodeError as wrong:
        raise Unreadable(UNCLEAR) from wrong


def _is_shaped(given: Any) -> bool:
    return isinstance(given, Mapping) and all(
        isinstance(changed, Mapping)
        and changed.keys() <= set(PARTS)
        and all(_is_words(part) for part in changed.values())
        for changed in given.values()
    )


def _is_words(part: Any) -> bool:
    return isinstance(part, Mapping) and all(isinstance(word, str) for pair in part.items() for word in pair)


def _tidy(given: Differences) -> Differences:
    """Without what says nothing, in one order, so that equal differences are the same value."""
    nouns = {
        noun: {part: dict(sorted(changed[part].items())) for part in PARTS if changed.get(part)}
        for noun, changed in sorted(given.items())
    }
    return {noun: changed for noun, changed in nouns.items() if changed}


def _told(value: Differences) -> Iterator[str]:
    for noun, changed in value.items():
        entity = find(noun)
        if entity is None:
            continue
        for act, scope in changed.get("rows", {}).items():
            yield f"{entity.plural} · {ACT_WORDS[Act(act)]}: {SCOPE_WORDS[Scope(scope)]}"
        for id, right in changed.get("fields", {}).items():
            if id in entity.fields:
                yield f"{entity.plural} · {entity.fields[id].label}: {RIGHT_WORDS[FieldRight[right.upper()]]}"


DIFFERENCES = DifferencesKind()


def differences(label: Label) -> models.JSONField[Any, Any]:
    """The column of a role's differences; empty is as declared."""
    return kept_as(DIFFERENCES, models.JSONField(label, default=dict, blank=True))
