"""What a column of a file can become: the fields this actor may write, by every name they go by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import writable
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field, in_both_languages
from concerto.kernel.entity.registry import find, named
from concerto.kernel.fields.kind import Label
from concerto.kernel.imports.beside import fed, sort_of, value_of
from concerto.kernel.imports.reading.suggest import Target

CODE = "code"  # the pseudo-field that names the record itself: C-00012
_CODE_WORDS = ("code", "id", "编号", "代码")


@dataclass(frozen=True)
class Choice:
    """One thing a column may become, for the mapping table; `kind` is that of its values."""

    id: str
    label: Label
    kind: str = "text"


def choices(actor: Actor, entity: Entity) -> list[Choice]:
    """In the order of the record page, the code first, what belongs to the record last."""
    own = [Choice(field.id, field.label, field.kind.id) for field in offered(actor, entity)]
    return [Choice(CODE, _("Code")), *own, *_beside(actor, entity)]


def _beside(actor: Actor, entity: Entity) -> Iterator[Choice]:
    for noun in fed(actor, entity):
        for sort, label in sort_of(noun).choices.items():
            said = say("%(noun)s: %(sort)s") % {"noun": noun.label, "sort": label}
            yield Choice(f"{noun.id}.{sort}", said, value_of(noun).kind.id)


def offered(actor: Actor, entity: Entity) -> list[Field]:
    allowed = writable(actor, entity)
    return [field for _label, fields in entity.sections for field in fields if field.id in allowed]


def targets(actor: Actor, entity: Entity) -> Sequence[Target]:
    """The same with all their names, for guessing."""
    named = [
        Target(id=field.id, labels=_labels(field), aliases=list(entity.known_as.get(field.id, ())), kind=field.kind.id)
        for field in offered(actor, entity)
    ]
    return [Target(id=CODE, labels=list(_CODE_WORDS), aliases=[], kind="text"), *named, *_targets_beside(actor, entity)]


def _targets_beside(actor: Actor, entity: Entity) -> Iterator[Target]:
    for noun in fed(actor, entity):
        known_as = noun.beside.known_as if noun.beside else {}
        for sort, label in sort_of(noun).choices.items():
            words = [
                sort,
                *in_both_languages(label),
                *known_as.get(sort, ()),
            ]  # a field of the record itself goes before
            yield Target(f"{noun.id}.{sort}", [], words, "text")


def _labels(field: Field) -> list[str]:
    return [*_words(str(field.column), field), field.id]


@lru_cache(maxsize=1024)
def _words(_key: str, field: Field) -> tuple[str, ...]:
    return tuple(in_both_languages(field.label))


def called(entity: Entity, id: str) -> Label:
    """What a column that becomes this is called; "" for what concerns no column."""
    if id in entity.fields:
        return entity.fields[id].label
    noun, dot, sort = id.partition(".")
    return sort_of(named(noun)).choices.get(sort, "") if dot and find(noun) else ""
