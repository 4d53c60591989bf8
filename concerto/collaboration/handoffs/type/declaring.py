"""Types of hand-offs that departments declare in code, each in a file `handoffs.py` that is found as the apps load.

    declare(
        "onboarding", name="Onboarding", name_zh="客户上线", giver=Hue.SALES, receiver=Hue.SERVICE, noun="opportunity",
        accept_within=4, finish_within=80, terms=[file("Signed contract", "已签合同")], ladder=[accept_late(4, Whom.RECEIVER_MANAGER)],
    )

What is declared becomes rows once; from then on administrators change them, as they do with types that they made themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from concerto.collaboration.handoffs.escalation.model import Clock, Whom
from concerto.collaboration.handoffs.term.model import Part
from concerto.kernel.access.department.model import Hue


@dataclass(frozen=True)
class Said:
    """A term in both languages; `field` is the id of a field of the record, `optional` says that it may be missing."""

    part: Part
    name: str
    name_zh: str
    field: str = ""
    optional: bool = False


@dataclass(frozen=True)
class Rung:
    """A step of a ladder: working hours after the promise was due, and whom it tells."""

    clock: Clock
    after: Decimal
    whom: Whom


@dataclass(frozen=True)
class Declared:
    """A type as code declares it. Without a giver any department may give it; without a noun it is about any record."""

    key: str
    name: str
    name_zh: str
    about: str
    about_zh: str
    noun: str
    giver: str
    receiver: str
    accept_within: Decimal
    finish_within: Decimal
    terms: Sequence[Said]
    ladder: Sequence[Rung]


_declared: dict[str, Declared] = {}


def declare(
    key: str,
    *,
    name: str,
    name_zh: str,
    receiver: Hue,
    giver: Hue | None = None,
    about: str = "",
    about_zh: str = "",
    noun: str = "",
    accept_within: float = 8,
    finish_within: float = 40,
    terms: Sequence[Said] = (),
    ladder: Sequence[Rung] = (),
) -> None:
    """Declare a type; times are working hours of the receiver. Without a ladder each side is told when a promise is due."""
    if key in _declared:
        raise ValueError(f"two types of hand-offs are called {key}")
    hours = Decimal(str(accept_within)), Decimal(str(finish_within))
    rungs = tuple(ladder) or USUAL
    _declared[key] = Declared(
        key, name, name_zh, about, about_zh, noun, giver or "", receiver, *hours, tuple(terms), rungs
    )


def declared() -> Sequence[Declared]:
    return tuple(_declared.values())


def field(id: str, name: str, name_zh: str, *, optional: bool = False) -> Said:
    """A field of the record is to be filled."""
    return Said(Part.WORDS, name, name_zh, id, optional)


def file(name: str, name_zh: str, *, optional: bool = False) -> Said:
    """A file is to be provided."""
    return Said(Part.FILE, name, name_zh, optional=optional)


def words(name: str, name_zh: str, *, optional: bool = False) -> Said:
    """A question is to be answered."""
    return Said(Part.WORDS, name, name_zh, optional=optional)


def criterion(name: str, name_zh: str, *, optional: bool = False) -> Said:
    """The work must meet it."""
    return Said(Part.CRITERION, name, name_zh, optional=optional)


def report(name: str, name_zh: str, *, optional: bool = False) -> Said:
    """It is told back at the end."""
    return Said(Part.REPORT, name, name_zh, optional=optional)


def rung(clock: Clock, after: float, whom: Whom) -> Rung:
    return Rung(clock, Decimal(str(after)), whom)


USUAL = (
    rung(Clock.ACCEPT, 0, Whom.RECEIVER),
    rung(Clock.ACCEPT, 4, Whom.RECEIVER_MANAGER),
    rung(Clock.FINISH, -4, Whom.RECEIVER),
    rung(Clock.FINISH, 0, Whom.GIVER),
    rung(Clock.FINISH, 8, Whom.RECEIVER_MANAGER),
)
