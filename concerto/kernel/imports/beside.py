"""Columns of a file that become records of another noun, each belonging to the record of its row: the phones of a customer.

Which nouns that are says their description (`Entity.beside`). A column is called by the noun and the sort: contact-point.email.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from django.db.models import BigIntegerField

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import may, writable
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.change import wrong_with
from concerto.kernel.actions.standard import blank
from concerto.kernel.entity.among import Among
from concerto.kernel.entity.cleaning import read
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entities, named
from concerto.kernel.fields.kind import Label


class Given(NamedTuple):
    """What a cell says: a thing of some sort that belongs to the record of its row."""

    noun: str
    sort: str
    value: Any


def fed(actor: Actor, entity: Entity) -> list[Entity]:
    """The nouns that columns of a file of this one may become, for who may bring them in."""
    return [
        each
        for each in _following(entity)
        if may(actor, each, Act.IMPORT) and _parts(each) <= writable(actor, each).keys()
    ]


def _following(entity: Entity) -> Iterator[Entity]:
    return (each for each in entities() if each.beside and each.follows and each.follows.target is entity.model)


def _parts(entity: Entity) -> set[str]:
    assert entity.follows and entity.identifies, (
        "a noun that stands beside another follows it and identifies by something"
    )
    return {entity.follows.id, entity.identifies.id, sort_of(entity).id}


def sort_of(entity: Entity) -> Field:
    assert entity.beside, "only such nouns are asked"
    return entity.at(entity.beside.sort)


def value_of(entity: Entity) -> Field:
    assert entity.identifies, "only such nouns are asked"
    return entity.identifies


def asked(actor: Actor, entity: Entity, target: str) -> tuple[Entity, str] | None:
    """The noun and the sort that a column becomes; None where there is no such thing, or not for this actor."""
    noun, dot, sort = target.partition(".")
    found = next((each for each in fed(actor, entity) if each.id == noun), None) if dot else None
    return (found, sort) if found and sort in sort_of(found).choices else None


class Reading:
    """Reads cells of one column. Raises Unreadable; what is wrong beyond that is told as a sentence."""

    def __init__(self, actor: Actor, entity: Entity, sort: str) -> None:
        self.actor, self.entity, self.sort = actor, entity, sort

    def one(self, words: str) -> tuple[Given, Label]:
        value = read(self.entity, value_of(self.entity), words)
        problems = wrong_with(self.entity, made(self.actor, self.entity, None, Given(self.entity.id, self.sort, value)))
        assert self.entity.follows, "it follows the noun that is brought in"
        problems.pop(self.entity.follows.id, None)
        return Given(self.entity.id, self.sort, value), next(iter(problems.values()), "")


def made(actor: Actor, entity: Entity, above: int | None, given: Given) -> Record:
    """A new record, not yet kept."""
    assert entity.follows, "it follows the noun that is brought in"
    record = blank(actor, entity)
    for field, value in ((entity.follows, above), (sort_of(entity), given.sort), (value_of(entity), given.value)):
        field.keep(record, value)
    return record


def kept(actor: Actor, wanted: Sequence[tuple[int, Sequence[Given]]]) -> set[tuple[int, Given]]:
    """Of what records are to have, what they have: by one query for each noun. Nobody is told what they may not see."""
    nouns = {given.noun for _above, several in wanted for given in several}
    return {found for noun in sorted(nouns) for found in _kept(actor, named(noun), wanted)}


def _kept(actor: Actor, entity: Entity, wanted: Sequence[tuple[int, Sequence[Given]]]) -> Iterator[tuple[int, Given]]:
    assert entity.follows, "it follows the noun that is brought in"
    above, sort, value = entity.follows.attribute, sort_of(entity).attribute, value_of(entity).attribute
    values = {given.value for _above, several in wanted for given in several if given.noun == entity.id}
    records = {record for record, _several in wanted}
    rows = visible_to(actor, entity.model).filter(Among(above, records, BigIntegerField), Among(value, values))
    for record, of_sort, known in rows.values_list(above, sort, value):
        yield record, Given(entity.id, of_sort, known)
