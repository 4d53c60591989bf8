"""Why rows were not brought in: kept without a language, told in the language of whoever reads it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from django.utils.translation import gettext as say

from concerto.kernel.entity.entity import Entity
from concerto.kernel.fields.kind import Label
from concerto.kernel.imports.targets import called
from concerto.kernel.text.sentences import Kept, kept, said

Reasons: TypeAlias = "str | Sequence[tuple[str, Kept]]"  # words of before reasons were kept so


def reasons(problems: Mapping[str, Label]) -> Sequence[tuple[str, Kept]]:
    """(what a column becomes, what is wrong with it) for each problem of a row; "" for what concerns no column."""
    return [(id, kept(problem)) for id, problem in problems.items()]


def in_words(entity: Entity, why: Reasons) -> str:
    """The reasons of a row as one text."""
    if isinstance(why, str):
        return why
    named = ((called(entity, id), said(problem)) for id, problem in why)
    placed = say("%(field)s: %(problem)s")
    return " ".join(placed % {"field": label, "problem": text} if label else text for label, text in named)
