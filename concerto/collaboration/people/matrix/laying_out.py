"""Rules of responsibility laid out as a matrix: the steps of a noun down, whoever is named across, R, A, C or I where they meet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from concerto.collaboration.people.responsibility.counting import counts
from concerto.collaboration.people.responsibility.entity import responsibility as described
from concerto.collaboration.people.responsibility.model import Responsibility
from concerto.collaboration.people.responsibility.whom import ROLE, SEAT, WHOLE, offered
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.department.model import Hue
from concerto.kernel.access.roles import labels
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.entity import Entity
from concerto.kernel.fields.kind import Label

SIGNS = {"does": "R", "answers": "A", "asked": "C", "told": "I"}
NEEDED: Mapping[str, Label] = {  # without these two a step is left to chance
    "does": gettext_lazy("Nobody does it"),
    "answers": gettext_lazy("Nobody answers for it"),
}


@dataclass(frozen=True)
class Column:
    """Somebody whom rules name. `hue` where it is a department; `how` says as what."""

    word: str
    label: str
    how: str = ""
    hue: str = ""


@dataclass(frozen=True)
class Letter:
    """One letter, and the rule by which it goes. It is `taken` where that rule speaks of more than this row."""

    letter: str
    rule: Responsibility
    taken: bool

    @property
    def sign(self) -> str:
        return SIGNS[self.letter]

    @property
    def label(self) -> str:
        return str(described.fields[self.letter].label)


@dataclass(frozen=True)
class Row:
    """A step; "" for what holds at every one. `own` is the rule that speaks of just this row, where there is one."""

    step: str
    label: str
    cells: Mapping[str, Sequence[Letter]]
    gaps: Sequence[Label]
    own: Responsibility | None


@dataclass(frozen=True)
class Matrix:
    """What holds for those records that a filter finds; "" for all of them."""

    filter: str
    rows: Sequence[Row]

    @property
    def gaps(self) -> int:
        return sum(bool(row.gaps) for row in self.rows)


def rules_of(actor: Actor, entity: Entity) -> list[Responsibility]:
    return list(visible_to(actor, Responsibility).filter(noun=entity.id).order_by("pk").defer("search"))


def matrices(entity: Entity, rules: Sequence[Responsibility]) -> list[Matrix]:
    """One for all records, then one for each filter by which rules differ."""
    filters = dict.fromkeys(["", *(rule.filter for rule in rules)])
    return [Matrix(filter, list(_rows(entity, rules, filter))) for filter in filters]


def columns(rules: Sequence[Responsibility]) -> list[Column]:
    """Everybody whom the rules name, in the order in which they are offered."""
    named = {word for rule in rules for letter in SIGNS for word in _words(rule, letter)}
    known = [word for word in offered() if word in named]
    return [_column(word) for word in [*known, *sorted(named.difference(known))]]


def _rows(entity: Entity, rules: Sequence[Responsibility], filter: str) -> Iterator[Row]:
    """What holds at every step has a row of its own where a rule says so, or where there are no steps."""
    here = [rule for rule in rules if rule.filter in ("", filter)]
    steps = {id: str(label) for id, label in entity.steps.choices.items()} if entity.steps else {}
    if not steps or any(rule.step == "" and rule.filter == filter for rule in here):
        yield _row(here, filter, "", _("At every step") if steps else _("All along"), told=not steps)
    for step, label in steps.items():
        yield _row(here, filter, step, label)


def _row(rules: Sequence[Responsibility], filter: str, step: str, label: str, *, told: bool = True) -> Row:
    """`told`: whether what nobody is named for is a gap."""
    cells: dict[str, list[Letter]] = {}
    for letter in SIGNS:
        rule = counts(rules, step, letter)
        for word in _words(rule, letter) if rule else ():
            assert rule
            taken = (rule.step, rule.filter) != (step, filter)
            cells.setdefault(word, []).append(Letter(letter, rule, taken))
    said = {each.letter for letters in cells.values() for each in letters}
    gaps = [label for letter, label in NEEDED.items() if told and letter not in said]
    own = next((rule for rule in rules if (rule.step, rule.filter) == (step, filter)), None)
    return Row(step, label, cells, gaps, own)


def _words(rule: Responsibility, letter: str) -> Sequence[str]:
    said = getattr(rule, letter)
    return [said] if isinstance(said, str) and said else list(said)


def _column(word: str) -> Column:
    what, _dash, which = word.partition("-")
    if what == ROLE:
        return Column(word, str(labels().get(which, which)), _("role"))
    if what in (SEAT, WHOLE):
        how = _("whoever looks after it") if what == SEAT else _("the whole department")
        return Column(word, str(dict(Hue.choices).get(which, which)), how, which)
    return Column(word, str(offered().get(word, word)))
