"""The terms of one hand-off with what stands beside each: what was provided, met and told, and what is still missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from concerto.collaboration.handoffs.handoff.model import Handoff
from concerto.collaboration.handoffs.provision.model import Provision
from concerto.collaboration.handoffs.term.model import PROVIDED, Part, Term
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import meant


@dataclass(frozen=True)
class Beside:
    """A term of a hand-off, and what stands beside it."""

    term: Term
    provision: Provision | None
    holds: bool

    @property
    def is_missing(self) -> bool:
        return not self.term.optional and not self.holds

    @property
    def is_provided(self) -> bool:
        """Whether it is the giver's to fill; what is not is the receiver's."""
        return self.term.part in PROVIDED


def terms_of(handoff: Handoff) -> list[Beside]:
    """Those of one hand-off, in their order. Three queries at most."""
    return terms_of_many([handoff])[handoff.pk]


def terms_of_many(handoffs: Sequence[Handoff]) -> Mapping[int, list[Beside]]:
    """Hand-off id → its terms. One query for terms, one for provisions, one for each noun that a field is asked of."""
    terms = _by(Term.everything.filter(type__in={each.type_id for each in handoffs}, trashed_at=None), "type_id")
    kept = Provision.everything.filter(handoff__in=[each.pk for each in handoffs], trashed_at=None)
    beside = {(each.handoff_id, each.term_id): each for each in kept.select_related("file").defer("search")}
    records = _records(each for each in handoffs if any(term.is_of_the_record for term in terms[each.type_id]))
    return {
        each.pk: [
            _beside(term, beside.get((each.pk, term.pk)), records.get(each.subject)) for term in terms[each.type_id]
        ]
        for each in handoffs
    }


def _by(terms: Any, key: str) -> Mapping[int, list[Term]]:
    found: dict[int, list[Term]] = defaultdict(list)
    for term in terms.defer("search").order_by("place", "pk"):
        found[getattr(term, key)].append(term)
    return found


def _records(handoffs: Iterable[Handoff]) -> Mapping[str, tuple[Entity, Record]]:
    """Code → the record handed over, with its noun; terms were agreed on, so whether it is filled is no secret between the two."""
    wanted: dict[str, tuple[Entity, int]] = {each.subject: known for each in handoffs if (known := meant(each.subject))}
    ids: dict[Entity, set[int]] = defaultdict(set)
    for entity, id in wanted.values():
        ids[entity].add(id)
    rows = {entity: entity.model.everything.defer("search").in_bulk(list(some)) for entity, some in ids.items()}
    return {code: (entity, rows[entity][id]) for code, (entity, id) in wanted.items() if id in rows[entity]}


def _beside(term: Term, provision: Provision | None, record: tuple[Entity, Record] | None) -> Beside:
    return Beside(term, provision, _holds(term, provision, record))


def _holds(term: Term, provision: Provision | None, record: tuple[Entity, Record] | None) -> bool:
    if term.is_of_the_record:
        field = record[0].fields.get(term.field) if record else None
        return bool(record and field and not field.kind.is_empty(field.value(record[1])))
    match term.part:
        case Part.FILE:
            return bool(provision and provision.file_id)
        case Part.CRITERION:
            return bool(provision and provision.met)
        case Part.REPORT:
            return bool(provision and (provision.words or provision.file_id))
        case _:
            return bool(provision and provision.words)
