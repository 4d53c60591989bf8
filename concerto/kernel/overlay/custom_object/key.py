"""The id of an object, made from whatever one calls it: “Equipment” gives x-equipment, “设备” gives x-she-bei."""

from __future__ import annotations

import re

from django.db import models

from concerto.kernel.fields import text
from concerto.kernel.fields.column import kept_as
from concerto.kernel.fields.kind import Label
from concerto.kernel.fields.text import TextKind
from concerto.kernel.overlay.custom_field.key import spelled

BEFORE, LONGEST, LONGEST_PREFIX = "x-", 40, 4
_OTHER = re.compile(r"[^a-z0-9]+")


class NounKind(TextKind):
    """What begins with x- is never called like a noun, or an address, of the product itself."""

    def clean(self, raw: str) -> str:
        words = "-".join(spelled(super().clean(raw)))
        name = _OTHER.sub("-", words.lower()).strip("-").removeprefix(BEFORE)
        return f"{BEFORE}{name}"[:LONGEST].rstrip("-") if name else ""


class PrefixKind(TextKind):
    """Letters of codes; the first is an X, which no noun of the product begins with."""

    def clean(self, raw: str) -> str:
        letters = super().clean(raw).upper().removeprefix("X")
        return f"X{letters}" if letters else ""


NOUN, PREFIX = NounKind(), PrefixKind()


def noun_key(label: Label, **more: object) -> models.CharField[str, str]:
    return kept_as(NOUN, text(label, required=True, longest=LONGEST, **more))


def prefix(label: Label, **more: object) -> models.CharField[str, str]:
    return kept_as(PREFIX, text(label, required=True, longest=LONGEST_PREFIX, **more))
