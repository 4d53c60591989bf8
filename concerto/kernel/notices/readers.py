"""What follows a journal line for people: owners and followers are told of what others did, and follow what is theirs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from concerto.kernel.access.actor import API, COMMAND, PAGE, Actor, actor_for
from concerto.kernel.access.audience import profile, seen_among
from concerto.kernel.access.rights import seen
from concerto.kernel.actions.standard import CREATE, DELETE, RESTORE
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.registry import find
from concerto.kernel.journal.model import Entry
from concerto.kernel.journal.quiet import is_quiet
from concerto.kernel.journal.reading import reader
from concerto.kernel.notices.following import Following, follow_by_themselves, followers_of
from concerto.kernel.notices.sending import Notification, send
from concerto.kernel.overlay.loading import learn

BY_HAND = (PAGE, API)  # doors at which a person does one thing at a time


@reader("notices")
def tell(lines: Sequence[Entry]) -> None:
    """Assignments, then follows, then what followers are told; all of it set by set."""
    learn({line.entity for line in lines})
    known = [(line, entity) for line in lines if (entity := find(line.entity)) and not is_quiet(line.verb)]
    assigned = [(line, entity, to) for line, entity in known if (to := assigned_to(line, entity))]
    told = {(person, noun, record, journal) for person, noun, record, journal in _changes(known)}
    assigned_now = {(to, line.entity, line.record, line.id) for line, _entity, to in assigned}
    actors = _actors({person for person, *_rest in told | assigned_now})
    _tell_owners(actors, assigned)
    _tell_followers(actors, known, told - assigned_now)
    follow_by_themselves(list(_theirs(known, assigned)))


def assigned_to(line: Entry, entity: Entity) -> int | None:
    """The person to whom a line gives a record: its new owner, put there by somebody else."""
    owner = next((field for field in entity.links if field.attribute == entity.owner), None)
    if line.door == COMMAND:  # whoever sets the house up gives nobody work
        return None
    if not entity.is_edited:  # there is nothing to be done with it: a try to sign in is somebody's, and not given
        return None
    after = line.changes.get(owner.id, (None, None))[1] if owner and entity.owner != "id" else None
    return int(after) if after and int(after) != line.actor else None


def _changes(known: Sequence[tuple[Entry, Entity]]) -> Iterator[tuple[int, str, int, int]]:
    """(person, noun, record, line) for every follower of what lines changed or stand beside, but for their own
    doing and what was done before they followed."""
    concerned: dict[tuple[str, int], list[Entry]] = defaultdict(list)
    for line, _entity in known:
        for noun, id in {(line.entity, line.record), (line.topic_entity, line.topic), (line.root_entity, line.root)}:
            if noun and id:
                concerned[noun, id].append(line)
    for person, noun, id, since in followers_of(concerned) if concerned else ():
        lines = (line for line in concerned[noun, id] if line.actor != person and line.at >= since)
        yield from ((person, noun, id, line.id) for line in lines)


def _actors(people: Iterable[int]) -> Mapping[int, Actor]:
    """Each of them with the rights of this moment; whoever has left is missing."""
    return {person: actor for person in people if (actor := actor_for(person, PAGE))}


def _tell_owners(actors: Mapping[int, Actor], assigned: Sequence[tuple[Entry, Entity, int]]) -> None:
    """One notice for each record given by hand; those of an import or a mass change are counted in one."""
    told = [(line, to) for line, _entity, to in assigned if to in actors]
    send(
        "assigned",
        [Notification(to, line.entity, line.record, line.id, line.actor) for line, to in told if line.batch is None],
    )
    send(
        "assigned-many",
        [Notification(to, line.entity, 0, line.id, line.actor) for line, to in told if line.batch is not None],
    )


def _tell_followers(
    actors: Mapping[int, Actor],
    known: Sequence[tuple[Entry, Entity]],
    told: Iterable[tuple[int, str, int, int]],
) -> None:
    """Those who may still see the record, and of the change at least one field."""
    lines = {line.id: (line, entity) for line, entity in known}
    wanted = [each for each in told if each[0] in actors and _shows(actors[each[0]], *lines[each[3]])]
    asked = {(person, noun, id) for person, noun, id, _line in wanted}
    asked |= {(person, lines[line][0].entity, lines[line][0].record) for person, _noun, _id, line in wanted}
    visible = seen_among((actors[person], noun, id) for person, noun, id in asked)
    send(
        "followed",
        [
            Notification(person, noun, id, line, lines[line][0].actor)
            for person, noun, id, line in sorted(wanted)
            if (profile(actors[person], noun), noun, id) in visible
            and (profile(actors[person], lines[line][0].entity), lines[line][0].entity, lines[line][0].record)
            in visible
        ],
    )


def _shows(actor: Actor, line: Entry, entity: Entity) -> bool:
    """Whether the actor may know of anything that the line says. Signing in and out is no change of a person."""
    if not line.changes:
        return line.verb in (CREATE, DELETE, RESTORE) or line.verb in entity.actions
    return bool(line.changes.keys() & seen(actor, entity).keys())


def _theirs(
    known: Sequence[tuple[Entry, Entity]], assigned: Sequence[tuple[Entry, Entity, int]]
) -> Iterator[Following]:
    """What people made or wrote on by hand, and what was given to them by hand."""
    for line, entity in known:
        if line.verb == CREATE and line.actor and line.door in BY_HAND:
            if entity.entry and line.topic_entity and line.topic:
                if (about := find(line.topic_entity)) and about.followed:
                    yield line.actor, line.topic_entity, line.topic
            elif (
                entity.followed and not entity.follows and entity.owner != "id"
            ):  # colleagues are looked up, not looked after
                yield line.actor, line.entity, line.record
    yield from ((to, line.entity, line.record) for line, _entity, to in assigned if line.batch is None)
