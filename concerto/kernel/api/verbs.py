"""What is done to a record by name: out of the trash, a change undone, and the verbs of the noun itself."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.rights import readable
from concerto.kernel.actions import standard, undo
from concerto.kernel.actions.action import Action
from concerto.kernel.actions.handed import Handed
from concerto.kernel.actions.inputs import read_inputs
from concerto.kernel.actions.refusal import Invalid, NotThere
from concerto.kernel.api.answers import answer
from concerto.kernel.api.asking import body_if_any
from concerto.kernel.api.call import NounCall
from concerto.kernel.api.etags import version_read
from concerto.kernel.api.records import as_it_is_now
from concerto.kernel.fields.link import LARGEST_ID
from concerto.kernel.journal.model import Entry


def restore(call: NounCall) -> HttpResponse:
    refuse_unknown(body_if_any(call.request))
    standard.restore(call.actor, call.entity, call.id)
    return as_it_is_now(call)


def take_back(call: NounCall) -> HttpResponse:
    """Undo the journal line that the body names; its id stands in the record's history."""
    given = body_if_any(call.request)
    refuse_unknown(given, "entry", "fields")
    id = given.get("entry")
    if type(id) is not int or not 1 <= id <= LARGEST_ID:
        raise Invalid({"entry": _("The id of a line of the record's history is expected here.")})
    entry = Entry.objects.filter(id=id, entity=call.entity.id, record=call.id).first()
    if entry is None:
        raise NotThere()
    undo.undo(call.actor, entry, only=_fields(call, given.get("fields"), entry))
    return as_it_is_now(call)


def _fields(call: NounCall, given: object, entry: Entry) -> list[str] | None:
    """The fields of the change to set back; None for all of them."""
    if given is None:
        return None
    known = entry.changes.keys() & readable(call.actor, call.entity).keys()
    if not isinstance(given, list) or not given or not all(isinstance(each, str) and each in known for each in given):
        raise Invalid({"fields": _("A list of fields that this line has changed is expected here.")})
    return given


def refuse_unknown(given: dict[str, object], *known: str) -> None:
    unknown = given.keys() - set(known)
    if unknown:
        raise Invalid({id: _("There is no such field.") for id in sorted(unknown)})


def do(call: NounCall, action: Action) -> HttpResponse:  # type: ignore[type-arg]  # a verb of any noun
    """Do a noun's own verb."""
    inputs = read_inputs(call.actor, action, body_if_any(call.request))
    done = action(call.actor, call.entity.model(id=call.id), version=version_read(call.request), **inputs)
    return answer(dict(done.values)) if isinstance(done, Handed) else as_it_is_now(call)
