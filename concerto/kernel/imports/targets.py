"""What a column of a file can become: the fields this actor may write, by every name they go by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import writable
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field, in_both_languages
from concerto.kernel.fields.kind import Label
from concerto.kernel.imports.reading.suggest import Target

CODE = "code"  # the pseudo-field that names the record itself: C-00012
_CODE_WORDS = ("code", "id", "编号", "代码")


@dataclass(frozen=True)
class Choice:
    """One thing a column may become, for the mapping table."""

    id: str
    label: Label


def choices(actor: Actor, entity: Entity) -> list[Choice]:
    """In the order of the record page, the code first."""
    return [Choice(CODE, _("Code")), *(Choice(field.id, field.label) for field in offered(actor, entity))]


def offered(actor: Actor, entity: Entity) -> list[Field]:
    allowed = writable(actor, entity)
    return [field for _label, fields in entity.sections for field in fields if field.id in allowed]


def targets(actor: Actor, entity: Entity) -> Sequence[Target]:
    """The same with all their names, for guessing."""
    named = [
        Target(id=field.id, labels=_labels(field), aliases=list(entity.known_as.get(field.id, ())), kind=field.kind.id)
        for field in offered(actor, entity)
    ]
    return [Target(id=CODE, labels=list(_CODE_WORDS), aliases=[], kind="text"), *named]


def _labels(field: Field) -> list[str]:
    return [*_words(str(field.column), field), field.id]


@lru_cache(maxsize=1024)
def _words(_key: str, field: Field) -> tuple[str, ...]:
    return tuple(in_both_languages(field.label))
