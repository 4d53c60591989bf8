"""Which verbs a mass change can be made of, by name, and how their inputs are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import BULK, UNDO, Actor
from concerto.kernel.access.rights import may_do, writable
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.action import Action
from concerto.kernel.actions.inputs import read_inputs
from concerto.kernel.actions.refusal import Invalid, Refused
from concerto.kernel.actions.standard import DELETE, EDIT, RESTORE
from concerto.kernel.actions.values import read_values
from concerto.kernel.batches.batch.model import Batch
from concerto.kernel.batches.handing_on import HAND_ON, HandingOn, handing_on, words_for
from concerto.kernel.batches.repairing.work import REPAIR, Repairing, repairing
from concerto.kernel.batches.reverting import Done, Reverting, SettingApart
from concerto.kernel.batches.work import MERGE_ALL, Doing, Editing, Merging, Moving, Tagging, Work
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.fields.tags import TAGS as KIND

TAG, UNTAG = "tag", "untag"
TAGS = "tags"  # the field that these two are about


def work_of(actor: Actor, entity: Entity, verb: str, inputs: Mapping[str, Any]) -> Work:
    """The work that a verb is, its inputs read for `actor`. Raises Invalid, or Refused where there is no such verb."""
    read = _READ.get(verb)
    if read:
        return read(actor, entity, inputs)
    action = entity.actions.get(verb)
    if action is None or not action.bulk:
        raise Refused(_("This cannot be done to many records at once."))
    return Doing(action, read_inputs(actor, action, inputs))


def _editing(actor: Actor, entity: Entity, inputs: Mapping[str, Any]) -> Work:
    typed = {id: raw for id, raw in inputs.items() if id in entity.shape.looking and isinstance(raw, str)}
    values = read_values(actor, entity, {id: raw for id, raw in inputs.items() if id not in typed})
    if not values and not typed:
        raise Invalid({"": _("Choose at least one field to change.")})
    emptied = [
        id for id, value in values.items() if entity.fields[id].required and entity.fields[id].kind.is_empty(value)
    ]
    emptied += [id for id, raw in typed.items() if not raw.strip() and entity.fields[id].required]
    if emptied:
        raise Invalid({id: _("This is needed.") for id in emptied})
    refuse_unwritable(actor, entity, typed)
    return Editing(values, typed)


def refuse_unwritable(actor: Actor, entity: Entity, typed: Mapping[str, str]) -> None:
    """What each record says how to read must be a field that the actor may write."""
    refused = typed.keys() - writable(actor, entity).keys()
    if refused:
        raise Invalid({id: _("You may not change this field.") for id in refused})


def _tagging(actor: Actor, entity: Entity, inputs: Mapping[str, Any]) -> list[int]:
    values = read_values(actor, entity, {TAGS: inputs.get(TAGS, [])})
    if not values[TAGS]:
        raise Invalid({TAGS: _("Choose at least one tag.")})
    tags: list[int] = values[TAGS]
    return tags


def _undoing(actor: Actor, entity: Entity, inputs: Mapping[str, Any]) -> Work:
    """A mass change by its number; what was done at another door by its number, the door and what it was called."""
    number, door = inputs["batch"], inputs.get("door", BULK)
    if door != BULK:
        return Reverting(Done(entity.id, number, door, lambda: str(inputs["title"])))
    batch = Batch.everything.get(pk=number)
    own = frozenset({batch.inputs["field"]}) if batch.verb == HAND_ON else frozenset()
    done = Done(entity.id, number, BULK, lambda: batch_title(batch), own)
    return SettingApart(done) if batch.verb == MERGE_ALL else Reverting(done)


def _merging(actor: Actor, entity: Entity, inputs: Mapping[str, Any]) -> Work:
    least = inputs.get("least")
    if entity.alike is None or not isinstance(least, int) or not 50 <= least <= 99:
        raise Refused(_("This cannot be done to many records at once."))
    return Merging(least)


_READ: Mapping[str, Callable[[Actor, Entity, Mapping[str, Any]], Work]] = {
    EDIT: _editing,
    TAG: lambda actor, entity, inputs: Tagging(TAGS, added=_tagging(actor, entity, inputs)),
    UNTAG: lambda actor, entity, inputs: Tagging(TAGS, removed=KIND.meant_by(_tagging(actor, entity, inputs))),
    DELETE: lambda *_given: Moving(to_trash=True),
    RESTORE: lambda *_given: Moving(to_trash=False),
    MERGE_ALL: _merging,
    UNDO: _undoing,
    REPAIR: repairing,
    HAND_ON: handing_on,
}


def offered(actor: Actor, entity: Entity) -> Iterator[Action[Any]]:
    """The noun's own verbs that the actor may do to many records."""
    return (action for action in entity.actions.values() if action.bulk and may_do(actor, entity, action.needs))


def editable(actor: Actor, entity: Entity) -> list[Field]:
    """Fields that can be given the same value on many records; tags have verbs of their own, titles tell records apart."""
    allowed = writable(actor, entity)
    placed = [field for _label, fields in entity.sections for field in fields]
    return [
        field
        for field in placed
        if field.id in allowed and field not in (entity.title, entity.title_zh) and field.id != TAGS
    ]


def kept(entity: Entity, verb: str, work: Work, given: Mapping[str, Any]) -> dict[str, Any]:
    """Inputs as the batch keeps them: values as JSON, links by id, so that they read the same however late they are read."""
    if isinstance(work, Editing):
        values = {id: entity.fields[id].kind.dump(entity.fields[id], value) for id, value in work.values.items()}
        return {**values, **work.typed}
    if isinstance(work, Tagging):
        return {TAGS: [*work.added, *work.removed]}
    return dict(given)


def words_of(actor: Actor, entity: Entity, verb: str, work: Work) -> str:
    """What a batch does, in the active language: the title it goes by."""
    if isinstance(work, Editing):
        set_to = [_set_to(actor, entity.fields[id], value) for id, value in work.values.items()]
        typed = [
            say("%(field)s: %(value)s") % {"field": entity.fields[id].label, "value": raw[:80]}
            for id, raw in work.typed.items()
        ]
        return say("; ").join([*set_to, *typed])
    if isinstance(work, Tagging):
        words = say("Tag: %(tags)s") if work.added else say("Untag: %(tags)s")
        field = entity.fields[TAGS]
        return words % {"tags": field.kind.show(field, [*work.added, *work.removed])}
    if isinstance(work, Reverting | SettingApart):
        return say("Undo: %(what)s") % {"what": work.done.title()}
    if isinstance(work, Doing):
        return str(work.action.label)
    if isinstance(work, HandingOn):
        return words_for(actor, entity, work)
    if isinstance(work, Repairing):
        return say("Suggested repairs")
    if isinstance(work, Merging):
        return say("Merge duplicates of %(least)s%% and more") % {"least": work.least}
    return say("Delete") if verb == DELETE else say("Restore")


def batch_title(batch: Batch) -> str:
    return entity_of(batch).title_of(batch)


def _set_to(actor: Actor, field: Field, value: Any) -> str:
    if field.kind.is_empty(value):
        return say("%(field)s: emptied") % {"field": field.label}
    return say("%(field)s: %(value)s") % {"field": field.label, "value": _shown(actor, field, value)[:80]}


def _shown(actor: Actor, field: Field, value: Any) -> str:
    if not field.is_link:
        return field.kind.show(field, value)
    target = entity_of(field.target)
    return target.title_of(visible_to(actor, target.model).get(pk=value))
