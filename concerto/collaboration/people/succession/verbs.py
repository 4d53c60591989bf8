"""What becomes of people's work as they come, move and go: verbs of people. See held.py for what is theirs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from concerto.collaboration.people.seat.model import Part, Seat
from concerto.collaboration.people.succession.handing import hand_on, successor_of
from concerto.collaboration.people.succession.held import heaps
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.membership.model import Membership
from concerto.kernel.access.person.entity import person as described
from concerto.kernel.access.person.leaving import leave
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.action import action
from concerto.kernel.actions.bulk import add_many
from concerto.kernel.actions.change import add, change
from concerto.kernel.actions.refusal import Refused
from concerto.kernel.actions.standard import CREATE, EDIT
from concerto.kernel.entity.registry import entity_of


@action(on=Person, label=_("Hand over everything"), icon="user-share", bulk=False)
def hand_over(actor: Actor, person: Person, *, successor: Person, leaves: bool = False) -> None:
    """Hand all that is somebody's to a successor, and if so wished let them leave: sessions end, keys are revoked. Raises Refused
    where nothing is theirs. Undoing the mass change takes all of it back, but nobody returns by it."""
    chosen = successor_of(actor, successor.pk, person)
    batch = hand_on(actor, person, {heap.key: chosen.pk for heap in heaps(actor)})
    if leaves and person.left_at is None:
        leave(actor, person, anyway=True)
    elif batch is None:
        raise Refused(_("Nothing is in their name."))


@action(on=Person, label=_("Begin like a colleague"), icon="user-plus", bulk=False)
def begin_like(actor: Actor, person: Person, *, colleague: Person, seats: bool = False) -> None:
    """Give somebody the department, superior, roles and teams of a colleague, and if so wished a place beside them wherever they
    look after something. What the person has stays. Raises Invalid for roles beyond the actor's own."""
    place = {"department": colleague.department_id, "manager": colleague.manager_id}
    change(actor.doing(EDIT), person, roles=sorted({*person.roles, *colleague.roles}),
           **{id: value for id, value in place.items() if value and value != person.pk})  # fmt: skip
    have = set(Membership.everything.filter(person=person, trashed_at=None).values_list("team", flat=True))
    for team in visible_to(actor, Membership).filter(person=colleague).exclude(team__in=have).order_by("pk"):
        add(actor.doing(CREATE), Membership(team_id=team.team_id, person=person, part=team.part))
    if seats:
        _sit_beside(actor, person, colleague)


def _sit_beside(actor: Actor, person: Person, colleague: Person) -> None:
    """A member's seat on each record that the colleague looks after and the actor may name people for."""
    held = {(each.subject, each.department_id) for each in Seat.everything.filter(person=person, trashed_at=None)}
    theirs = visible_to(actor, Seat).filter(person=colleague).order_by("pk")
    new = [
        Seat(subject=each.subject, department_id=each.department_id, person=person, part=Part.MEMBER, note=each.note)
        for each in theirs
        if (each.subject, each.department_id) not in held
    ]
    add_many(actor.doing(CREATE), entity_of(Seat), [(None, seat) for seat in new])


described.also_does(hand_over)
described.also_does(begin_like)
