"""Two records side by side: every field that either has, where they differ, and which value is proposed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.duplicates.rule.model import Survives
from concerto.kernel.duplicates.surviving import Proposal, proposals
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.fields.kind import Label
from concerto.kernel.pages.record.look import Look, look_at

MINE, THEIRS, UNITED = "mine", "theirs", "united"


@dataclass(frozen=True)
class Row:
    """One field of both. `pick` is the side that is proposed, "" where there is nothing to choose; `why` says by which rule."""

    field: Field
    mine: str
    theirs: str
    differs: bool
    pick: str = ""
    why: Label = ""
    united: str = ""


@dataclass(frozen=True)
class Compared:
    """`winner` stays, `loser` becomes part of it."""

    winner: Look
    loser: Look
    rows: list[Row]

    @property
    def may_merge(self) -> bool:
        return self.winner.may_edit and self.loser.may_edit and self.loser.may_delete

    @property
    def differing(self) -> int:
        return sum(row.differs for row in self.rows)


def compared(actor: Actor, entity: Entity, winner: int, loser: int) -> Compared:
    """The two as `actor` sees them. Raises NotThere."""
    looks = look_at(actor, entity, winner), look_at(actor, entity, loser)
    made = proposals(actor, entity, looks[0].record, looks[1].record)
    return Compared(*looks, list(_rows(entity, *looks, made)))


def better_first(actor: Actor, entity: Entity, one: int, other: int) -> tuple[int, int]:
    """Which of two should stay: the one with more in it, else the older."""
    filled = {id: sum(look.is_filled(field) for field in look.entity.written.values()) for id, look in
              ((id, look_at(actor, entity, id)) for id in (one, other))}  # fmt: skip
    return (other, one) if filled[other] > filled[one] else (one, other)


def _rows(entity: Entity, winner: Look, loser: Look, made: Mapping[str, Proposal]) -> Iterator[Row]:
    """Fields in the order of the page, without those that neither has."""
    for _label, fields in entity.sections:
        for field in fields:
            if field.id in winner.sight.fields and (winner.is_filled(field) or loser.is_filled(field)):
                yield _row(field, winner, loser, made.get(field.id))


def _row(field: Field, winner: Look, loser: Look, proposal: Proposal | None) -> Row:
    mine, theirs = winner.words(field), loser.words(field)
    if proposal is None or winner.sight.is_masked(field):
        return Row(field, mine, theirs, differs=field.value(winner.record) != field.value(loser.record))
    united = field.kind.show(field, proposal.value) if proposal.rule == UNITED else ""
    pick = UNITED if united else THEIRS if proposal.from_loser else MINE
    return Row(field, mine, theirs, differs=True, pick=pick, why=why_of(proposal.rule), united=united)


def why_of(rule: str) -> Label:
    """Why a value is proposed, in words."""
    words: dict[str, Label] = {UNITED: _("both together"), "filled": _("the only one filled")}
    return words.get(rule) or {
        Survives.KEEP: _("of the record that stays"),
        Survives.NEWEST: _("entered last"),
        Survives.OLDEST: _("entered first"),
        Survives.LONGEST: _("the longest"),
        Survives.TRUSTED: _("most trusted source"),
        Survives.LOCKED: _("locked"),
    }.get(Survives(rule), "")


def picked(actor: Actor, seen: Compared, given: Mapping[str, str]) -> dict[str, Any]:
    """Field id → the value to set on the winner, from `take-<field>`; what is not said is as proposed."""
    made = proposals(actor, seen.winner.entity, seen.winner.record, seen.loser.record)
    values: dict[str, Any] = {}
    for id, proposal in made.items():
        pick = given.get(f"take-{id}", "")
        if pick == THEIRS:
            values[id] = proposal.field.value(seen.loser.record)
        elif pick != MINE and proposal.from_loser:
            values[id] = proposal.value
    return values
