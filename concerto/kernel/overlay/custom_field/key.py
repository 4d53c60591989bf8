"""The id of an added field, made from whatever one calls it: “Birthday” gives x_birthday, “生日” gives x_sheng_ri."""

from __future__ import annotations

import re
from typing import Any

from django.db import models

from concerto.kernel.fields import text
from concerto.kernel.fields.column import kept_as
from concerto.kernel.fields.kind import Label
from concerto.kernel.fields.text import TextKind
from concerto.kernel.text.pinyin import syllables
from concerto.kernel.text.tokens import tokens

BEFORE, LONGEST = "x_", 40
_OTHER = re.compile(r"[^a-z0-9]+")


class KeyKind(TextKind):
    def clean(self, raw: str) -> str:
        words = "_".join(spelled(super().clean(raw)))
        name = _OTHER.sub("_", words.lower()).strip("_").removeprefix(BEFORE)
        return f"{BEFORE}{name}"[:LONGEST].rstrip("_") if name else ""


def spelled(words: str) -> list[str]:
    """Words in Latin letters."""
    parts = [syllables(token.text) if token.kind == "han" else [token.text] for token in tokens(words)]
    return [each for part in parts for each in part]


KEY = KeyKind()


def key(label: Label, **more: Any) -> models.CharField[str, str]:
    """The id of a field; never empty."""
    return kept_as(KEY, text(label, required=True, longest=LONGEST, **more))
