"""What can be asked of a noun, in one table: addresses, OpenAPI and the human documents are read from here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import may
from concerto.kernel.actions.action import Action
from concerto.kernel.actions.handed import hands_over
from concerto.kernel.actions.inputs import can_answer
from concerto.kernel.actions.merging.merge import MERGE, UNMERGE
from concerto.kernel.api import aggregates, bulk, files, lists, merging, records, schemas, timelines, verbs
from concerto.kernel.api.call import NounCall
from concerto.kernel.duplicates.deciding import DIFFERENT
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act, Scope
from concerto.kernel.entity.record import Record
from concerto.kernel.fields.kind import Label
from concerto.kernel.files.file.model import File

READ, CREATE, EDIT, DELETE = Act.READ, Act.CREATE, Act.EDIT, Act.DELETE


@dataclass(frozen=True)
class Operation:
    """One thing that can be asked of a noun.

    place   its address below the noun's own
    needs   acts of which the actor must have one at least, on some row
    asks    its parameters in the query
    takes, gives   body and answer, by their names in `schemas`; "" for no body
    versioned      it minds If-Match
    body, result   schemas of a body and an answer that no other noun's operation has
    questions      parameters that no other noun's operation has: name → (what it means, schema)
    """

    name: str
    method: str
    place: str
    summary: Label
    answer: Callable[[NounCall], HttpResponse]
    needs: tuple[Act, ...]
    gives: str = "done"
    takes: str = ""
    asks: tuple[str, ...] = ()
    versioned: bool = False
    action: Action[Any] | None = None
    body: Callable[[], dict[str, Any]] | None = None
    result: Callable[[], dict[str, Any]] | None = None
    questions: Mapping[str, tuple[Label, dict[str, Any]]] = field(default_factory=dict)

    @property
    def has_body(self) -> bool:
        return bool(self.takes or self.body)

    def exists(self, entity: Entity) -> bool:
        """Whether any role at all can ask this of the noun."""
        return any(rule.scope(act) is not Scope.NONE for rule in entity.access for act in self.needs)

    def allowed(self, actor: Actor, entity: Entity) -> bool:
        """Whether there can be a record of which the actor may ask it."""
        answerable = self.action is None or can_answer(actor, self.action)
        return answerable and any(may(actor, entity, act) for act in self.needs)


GROUPS = ("group", "measure", "filter", "q")
LIST = ("filter", "sort", "fields", "limit", "cursor", "q", "view")
STRETCH = ("limit", "cursor")
OF_EVERY_NOUN = (
    Operation("list", "GET", "", _("List, filter, sort and search"), lists.listed, (READ,), "page", asks=LIST),
    Operation("create", "POST", "", _("Create"), records.create, (CREATE,), "created", "new"),
    Operation(
        "aggregate",
        "GET",
        "/aggregate",
        _("Group, count and add up"),
        aggregates.aggregated,
        (READ,),
        "groups",
        asks=GROUPS,
    ),
    Operation("bulk", "POST", "/bulk", _("Do many at once"), bulk.bulk, (CREATE, EDIT, DELETE), "results", "items"),
    Operation("read", "GET", "/{id}", _("Read one"), records.read, (READ,), "read", asks=("fields", "at")),
    Operation("edit", "PATCH", "/{id}", _("Change fields"), records.edit, (EDIT,), takes="changes", versioned=True),
    Operation(
        "delete", "DELETE", "/{id}", _("Put into the trash"), records.delete, (DELETE,), "nothing", versioned=True
    ),
    Operation(
        "timeline",
        "GET",
        "/{id}/timeline",
        _("What happened around it"),
        timelines.around,
        (READ,),
        "stretch",
        asks=STRETCH,
    ),
    Operation(
        "history", "GET", "/{id}/history", _("What changed in it"), timelines.within, (READ,), "stretch", asks=STRETCH
    ),
    Operation(
        "restore", "POST", "/{id}/actions/restore", _("Take out of the trash"), verbs.restore, (DELETE,), takes="empty"
    ),
    Operation(
        "undo", "POST", "/{id}/actions/undo", _("Undo one change"), verbs.take_back, (EDIT, DELETE), takes="entry"
    ),
    Operation(
        MERGE,
        "POST",
        f"/{{id}}/actions/{MERGE}",
        _("Merge another record into it"),
        merging.merge_in,
        (DELETE,),
        takes="merged",
        versioned=True,
    ),
    Operation(
        UNMERGE,
        "POST",
        f"/{{id}}/actions/{UNMERGE}",
        _("Take a merge apart again"),
        merging.take_apart,
        (DELETE,),
        takes="other",
    ),
)
OF_WHAT_IS_ALIKE = (
    Operation(
        DIFFERENT,
        "POST",
        f"/{{id}}/actions/{DIFFERENT}",
        _("Hold two records apart"),
        merging.hold_apart,
        (EDIT,),
        "nothing",
        "apart",
    ),
)


OF_WHAT_HAS_FILES = (
    Operation("files", "GET", "/{id}/files", _("The files of it"), files.listed, (READ,), "files"),
    Operation(
        "attach", "POST", "/{id}/files", _("Attach a file"), files.sent, (EDIT,), "file", "bytes", asks=("name",)
    ),
)
OF_FILES = (
    Operation("versions", "GET", "/{id}/versions", _("Its versions"), files.versions, (READ,), "files"),
    Operation(
        "renew", "POST", "/{id}/versions", _("A new version"), files.renewed, (EDIT,), "file", "bytes", asks=("name",)
    ),
    Operation("content", "GET", "/{id}/content", _("Its bytes"), files.content, (READ,), "bytes", asks=("version",)),
)


_of_its_own: dict[type[Record], list[Operation]] = {}


def also(model: type[Record], operation: Operation) -> None:
    """Declare what can be asked of one noun alone; it does so in its `api.py`, which is found as the apps load."""
    _of_its_own.setdefault(model, []).append(operation)


def operations(entity: Entity) -> Iterator[Operation]:
    """Everything that some role may ask of a noun."""
    others = OF_FILES if entity.model is File else () if entity.attached else OF_WHAT_HAS_FILES
    for operation in (
        *OF_EVERY_NOUN,
        *others,
        *(OF_WHAT_IS_ALIKE if entity.alike else ()),
        *_of_its_own.get(entity.model, ()),
        *map(of_verb, entity.actions.values()),
    ):
        if operation.exists(entity):
            yield operation


def of_verb(action: Action[Any]) -> Operation:
    """The operation that does a verb of the noun's own."""
    place = f"/{{id}}/actions/{action.verb}"
    do = partial(verbs.do, action=action)
    return Operation(
        action.verb, "POST", place, action.label, do, (action.needs,), takes="inputs", versioned=True, action=action,
        result=schemas.handed if hands_over(action) else None,
    )  # fmt: skip
