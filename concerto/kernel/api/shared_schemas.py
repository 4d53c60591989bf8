"""Schemas of what is the same for every noun: links, lines of a timeline, hits of a search, the catalogue, problems."""

from __future__ import annotations

from django.utils.translation import gettext as say

from concerto.kernel.api import bulk_schemas
from concerto.kernel.api.schemas import ID, MOMENT, TEXT, Schema, or_null, ref, some, thing
from concerto.kernel.entity.policy import Act
from concerto.kernel.fields.operators import ALL

ANY: Schema = {}
YES_NO: Schema = {"type": "boolean"}
NUMBER: Schema = {"type": "integer"}
MARKS = some({"type": "array", "items": NUMBER, "minItems": 2, "maxItems": 2})
CHANGE = thing(
    {"field": TEXT, "label": TEXT, "before": ANY, "after": ANY, "words": thing({"before": TEXT, "after": TEXT})}
)
FIELD = {
    "id": TEXT, "label": TEXT, "help": TEXT, "kind": TEXT, "required": YES_NO, "sortable": YES_NO,
    "operators": some({"enum": [operator.symbol for operator in ALL]}),
    "choices": some(thing({"id": TEXT, "label": TEXT})), "target": or_null(TEXT),
}  # fmt: skip


def shared() -> dict[str, Schema]:
    """Name → schema."""
    return (
        records_told()
        | of_two()
        | groups_told()
        | found()
        | problems_told()
        | {"Nothing": thing({}), "Results": bulk_schemas.results()}
    )


def records_told() -> dict[str, Schema]:
    """What stands beside records: links to them, and lines of their history."""
    line = {
        "id": ID, "at": MOMENT, "happened_at": MOMENT, "who": or_null(ref("Linked")), "verb": TEXT, "entity": TEXT,
        "record": ID, "title": or_null(TEXT), "changes": some(CHANGE),
    }  # fmt: skip
    file = {
        "id": ID, "code": TEXT, "name": TEXT, "subject": TEXT, "version": ID, "size": ID, "media": TEXT, "sha256": TEXT,
        "called": TEXT, "by": or_null(ref("Linked")), "at": MOMENT, "content": TEXT,
    }  # fmt: skip
    return {
        "Linked": thing({"id": ID, "title": or_null(TEXT)}, description=say("A linked record. The title is null where you may not see it. Fields asked for with a dot stand beside it.")) | {"additionalProperties": True},
        "Line": thing(line, description=say("Who did what to which record, and what it changed. `who` is null for the system itself.")),
        "Attachment": thing(file, description=say("A file with one of its versions; `called` is its name as it came.")),
        "Attachments": thing({"items": some(ref("Attachment"))}),
        "Stretch": thing({"items": some(ref("Line")), "next": or_null(TEXT)}),
        "WhichChange": thing(
            {
                "entry": ID | {"description": say("The id of a line of the record's history.")},
                "fields": some(TEXT) | {"minItems": 1, "description": say("Which fields of that line are set back; all of them unless given.")},
            },
            required=["entry"],
        ),
    }  # fmt: skip


def of_two() -> dict[str, Schema]:
    """What is said of two records that are the same, or are not."""
    other = ID | {"description": say("The id of the other record.")}
    take = {
        "type": "object",
        "additionalProperties": {"enum": ["this", "that"]},
        "description": say("Whose value survives in a field; of all others the merge rules decide."),
        "examples": [{"name": "that"}],
    }
    undo = YES_NO | {"description": say("The two may be the same again.")}
    return {
        "WhichOther": thing({"with": other}, required=["with"]),
        "WhichMerged": thing({"with": other, "take": take}, required=["with"]),
        "WhichApart": thing({"with": other, "undo": undo}, required=["with"]),
    }


def groups_told() -> dict[str, Schema]:
    """What records come to."""
    group = {
        "type": "object",
        "description": say(
            "What the records have in common under the name of each grouping, and each measure under its own."
        ),
        "examples": [{"created_at:month": "2026-11-01", "count": 12, "sum:revenue": "4500.00"}],
    }
    more = YES_NO | {"description": say("Whether there are more groups than are told; then these are the largest.")}
    return {"Groups": thing({"groups": some(group), "more": more})}


def found() -> dict[str, Schema]:
    """What searching and the catalogue answer."""
    hit = {
        "entity": TEXT, "id": ID, "title": TEXT, "subtitle": TEXT, "code": TEXT, "icon": TEXT, "url": TEXT,
        "hint": or_null(thing({"text": TEXT, "marks": MARKS})),
    }  # fmt: skip
    noun = {
        **dict.fromkeys(("id", "path", "label", "plural", "about", "icon", "prefix", "title"), TEXT),
        "rights": thing({act.value: YES_NO for act in Act}),
        "fields": some(thing(FIELD | {"right": {"enum": ["masked", "read", "write"]}})),
        "verbs": some(thing({"verb": TEXT, "label": TEXT, "inputs": some(thing(FIELD))})),
    }
    return {
        "Hit": thing(
            hit, description=say("A record that was found. `hint` says why, where the title does not show it.")
        ),
        "Hits": thing({"items": some(ref("Hit"))}),
        "Noun": thing(noun, description=say("A noun as you may use it.")),
        "Catalogue": thing({"items": some(ref("Noun"))}),
    }


def problems_told() -> dict[str, Schema]:
    """What every refusal says."""
    always = {
        "type": TEXT | {"description": say("Where this kind of problem is explained.")},
        "title": TEXT | {"description": say("The kind of problem, for programs.")},
        "status": NUMBER,
        "detail": TEXT | {"description": say("What happened and what was kept, for people, in their language.")},
    }
    sometimes = {
        "ask_for": some(TEXT) | {"description": say("Fields that would change the answer.")},
        "problems": {
            "type": "object",
            "additionalProperties": TEXT,
            "description": say("Field id → what is wrong with it."),
        },
        "read": NUMBER | {"description": say("The version that If-Match named.")},
        "current": NUMBER | {"description": say("The version that the record has now.")},
        "moved": some(TEXT) | {"description": say("Fields that were changed again since.")},
        "possible": some(TEXT) | {"description": say("Fields that can still be set back.")},
        "approval": thing({"code": TEXT, "url": TEXT})
        | {
            "description": say(
                "Of what needs approval: the approval that was asked for. What was asked is done as soon as it is granted."
            )
        },
        "items": some(thing({"status": NUMBER, "problem": ref("Problem")}, required=["status"]))
        | {"description": say("Of a request that is all or nothing: each item, in the order asked.")},
    }
    return {"Problem": thing(always | sometimes, required=always)}
