"""What `concerto check` says of people who have left: nobody waits for them any more, but somebody waits for what is theirs."""

from __future__ import annotations

from concerto.site.terminal import gettext as _

TOLD = 10  # of the people, by name


def waiting_for_leavers() -> str:
    """In a line: how much is still in whose name, of which kinds, and what to do about it. Django has started."""
    from concerto.collaboration.people.succession.left import left_behind
    from concerto.kernel.access.actor import SYSTEM

    behind = left_behind(SYSTEM)
    if not behind:
        return _("ok  leavers: nothing is in the name of anybody who has left")
    told = [f"{each.person.name} ({', '.join(f'{heap.label} {many}' for heap, many in each.heaps)})" for each in behind]
    people = "; ".join([*told[:TOLD], *(["…"] if len(told) > TOLD else [])])
    return _("to do  leavers: {count} things are still in the name of people who have left: {people}. Hand them over at /people/left-behind.").format(
        count=sum(each.total for each in behind), people=people,
    )  # fmt: skip
