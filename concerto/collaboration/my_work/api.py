"""What is owed, for programs: the same rows in the same order as the page has them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from concerto.collaboration.my_work.lines import GROUPS, Line, Named, lines
from concerto.collaboration.my_work.owed import MINE, VIEWS, kinds, owed
from concerto.collaboration.tasks.task.model import Task
from concerto.kernel.api.answers import answer
from concerto.kernel.api.asking import limit
from concerto.kernel.api.call import NounCall
from concerto.kernel.api.operations import Operation, also
from concerto.kernel.api.parameters import MEANINGS, limited
from concerto.kernel.api.schemas import ID, TEXT, Schema, or_null, some, thing
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.fields.kind import Label
from concerto.kernel.query.language import Unclear

USUAL, MOST = 50, 200


def my_work(call: NounCall) -> HttpResponse:
    """`{"items": […], "next": …}`, the most urgent first."""
    view, kind = call.asked["whose"] or MINE, call.asked["kind"]
    if view not in VIEWS:
        raise Unclear(_("“whose” is one of: %(views)s.") % {"views": ", ".join(VIEWS)})
    if kind and kind not in kinds(call.actor):
        raise Unclear(_("There is no kind of record called “%(name)s”.") % {"name": kind[:60]})
    found = owed(call.actor, view, kind=kind, after=call.asked["cursor"], limit=limit(call.asked["limit"], USUAL, MOST))
    return answer({"items": [told(each) for each in lines(call.actor, view, found.rows)], "next": found.next or None})


def told(each: Line) -> dict[str, Any]:
    return {
        "duty": each.owed.duty.id,
        "entity": each.entity.id,
        "id": each.record.pk,
        "code": each.entity.code(each.record.pk),
        "title": each.title,
        "todo": str(each.owed.duty.label),
        "due": each.owed.by and each.owed.by.isoformat(),
        "since": each.owed.since and each.owed.since.isoformat(),
        "group": each.group,
        "verb": each.verb and each.verb.verb,
        "whose": each.whose,
        "about": _named(each.about),
        "root": _named(each.root),
        "url": each.url,
    }


def _named(named: Named | None) -> dict[str, Any] | None:
    if named is None:
        return None
    entity = entity_of(named.record)
    return {"entity": entity.id, "id": named.record.pk, "code": entity.code(named.record.pk), "title": named.title}


def result_schema() -> Schema:
    moment = or_null({"type": "string", "format": "date-time"})
    named = or_null(thing({"entity": TEXT, "id": ID, "code": TEXT, "title": TEXT}))
    one = thing(
        {
            "duty": TEXT, "entity": TEXT, "id": ID, "code": TEXT, "title": TEXT, "todo": TEXT, "due": moment, "since": moment,
            "group": {"type": "string", "enum": list(GROUPS)}, "verb": or_null(TEXT), "whose": TEXT, "about": named, "root": named,
            "url": TEXT,
        }
    )  # fmt: skip
    return thing({"items": some(one), "next": or_null(TEXT)})


QUESTIONS: dict[str, tuple[Label, Schema]] = {
    "whose": (_("What is mine to do, what my department holds and nobody took, or what others owe me."), {"type": "string", "enum": list(VIEWS), "default": MINE}),
    "kind": (_("Only what is owed on records of this noun, by its id."), {"type": "string", "pattern": "^[a-z-]+$"}),
    "limit": (MEANINGS["limit"], limited(USUAL, MOST)),
    "cursor": (MEANINGS["cursor"], {"type": "string", "pattern": "^[A-Za-z0-9_-]*$"}),
}  # fmt: skip

also(
    Task,
    Operation(
        "my-work", "GET", "/my-work", _("What is owed: by me, by my department, to me"), my_work, (Act.READ,), "owed",
        questions=QUESTIONS, result=result_schema,
    ),
)  # fmt: skip
