"""Who may do what, worked out from the declared table and plain facts. It knows none of the product's code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tests.contracts.expected_access import EXPECTED, Grant

HIDDEN, MASKED, READ, WRITE = "hidden", "masked", "read", "write"
ENOUGH = {"read": {"read", "edit"}, "edit": {"edit"}}  # act → the levels of sharing that allow it
ORDER = (HIDDEN, MASKED, READ, WRITE)


@dataclass(frozen=True)
class Who:
    """Somebody, with the roles given to them, their department, all below it, and the members of their teams."""

    id: int
    roles: frozenset[str]
    department: int | None
    tree: frozenset[int]
    mates: frozenset[int]
    shared: Mapping[tuple[str, int], frozenset[str]] = field(default_factory=dict)  # row → the levels it is shared at


@dataclass(frozen=True)
class Row:
    """What a row says of itself; `parent` is the (noun, id) it belongs to, `shared` with whom its owner shares it."""

    owner: int | None
    department: int | None
    parent: tuple[str, int] | None
    trashed: bool
    shared: str = ""


World = Mapping[tuple[str, int], Row]


def may(world: World, who: Who, noun: str, id: int, act: str, *, trashed: bool = False) -> bool:
    """Whether `who` may do `act` to a row; `trashed` asks about rows in the trash, otherwise these are out of sight."""
    row = world[noun, id]
    if row.trashed != trashed or _below_the_trash(world, row):
        return False
    return all(_reached(world, who, noun, id, needed) for needed in {"read", act})


def _below_the_trash(world: World, row: Row) -> bool:
    """Whether it belongs to something in the trash, however far above."""
    above = world[row.parent] if row.parent else None
    return above is not None and (above.trashed or _below_the_trash(world, above))


def _reached(world: World, who: Who, noun: str, id: int, act: str) -> bool:
    row = world[noun, id]
    if who.shared.get((noun, id), frozenset()) & ENOUGH.get(act, set()):
        return True
    return any(_within(world, who, row, grant.rows.get(act, "none")) for grant in grants(who, noun))


def _within(world: World, who: Who, row: Row, scope: str) -> bool:
    match scope:
        case "all":
            return True
        case "own":
            return row.owner == who.id
        case "team":
            return row.owner in who.mates | {who.id}
        case "department":
            return row.department is not None and row.department == who.department
        case "tree":
            return row.department in who.tree
        case "shared":
            of_mate = row.owner in who.mates
            return row.owner == who.id or row.shared == "everyone" or (row.shared == "team" and of_mate)
        case "readable" | "editable" if row.parent:
            return may(world, who, *row.parent, "read" if scope == "readable" else "edit")
    return False


def ever(who: Who, noun: str, act: str) -> bool:
    """Whether there can be a row of the noun to which `who` may do `act`."""
    return all(
        shared(who, noun, needed)
        or any(_can_hold(who, noun, grant.rows.get(needed, "none")) for grant in grants(who, noun))
        for needed in {"read", act}
    )


def shared(who: Who, noun: str, act: str) -> bool:
    """Whether any record of the noun is shared with `who` for this act."""
    return any(kind == noun and levels & ENOUGH.get(act, set()) for (kind, _id), levels in who.shared.items())


def _can_hold(who: Who, noun: str, scope: str) -> bool:
    belongs = EXPECTED[noun].belongs
    if EXPECTED[noun].attached and scope in ("readable", "editable"):
        return any(
            ever(who, above, {"readable": "read", "editable": "edit"}[scope])
            for above, told in EXPECTED.items()
            if not told.attached and above in (EXPECTED[noun].attaches or EXPECTED)
        )
    if belongs and scope in ("readable", "editable"):
        return ever(who, belongs[0], "read" if scope == "readable" else "edit")
    return scope != "none"


def grants(who: Who, noun: str) -> Iterator[Grant]:
    lines = EXPECTED[noun].roles
    return (lines[role] for role in who.roles | {"everyone"} if role in lines)


def right(who: Who, noun: str, field: str) -> str:
    """hidden, masked, read or write: the highest of what the roles that read this noun give."""
    given = [_given(grant, field) for grant in grants(who, noun) if grant.rows.get("read", "none") != "none"]
    if not given and shared(who, noun, "read"):
        return _right_of_a_guest(noun, field)
    highest = max(given, key=ORDER.index, default=HIDDEN)
    return READ if highest == WRITE and field in EXPECTED[noun].kept else highest


def _right_of_a_guest(noun: str, field: str) -> str:
    """Who has no role that reads the noun sees of a shared record what is kept from no role."""
    told = EXPECTED[noun]
    if any(field in (*grant.hidden, *grant.masked) for grant in told.roles.values()):
        return HIDDEN
    return READ if field in told.kept else WRITE


def _given(grant: Grant, field: str) -> str:
    limits = {HIDDEN: grant.hidden, MASKED: grant.masked, READ: grant.locked}
    return next((limit for limit, fields in limits.items() if field in fields), WRITE)
