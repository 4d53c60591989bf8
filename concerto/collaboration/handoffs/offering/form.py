"""The form with which one hands something over, and what becomes of it: a draft with what was provided, offered if so wished."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import QueryDict

from concerto.collaboration.handoffs.filling.form import MOST_FILES, TERM, fill, filling_of
from concerto.collaboration.handoffs.handoff.entity import handoff as described
from concerto.collaboration.handoffs.handoff.model import Handoff
from concerto.collaboration.handoffs.term.model import PROVIDED, Term
from concerto.collaboration.handoffs.type.model import HandoffType
from concerto.collaboration.sides import department_of
from concerto.kernel.actions import standard
from concerto.kernel.actions.refusal import Refused
from concerto.kernel.files.file.model import File
from concerto.kernel.files.reading import files_of
from concerto.kernel.pages.record.controls import Control, controls
from concerto.kernel.pages.record.look import Look
from concerto.kernel.pages.record.typed import typed

ASKED = ("title", "about", "receiving", "receiver")


@dataclass(frozen=True)
class Line:
    """A term as the form asks for it: a field of the record says whether it is filled, others have an input."""

    term: Term
    words: str
    filled: bool = False
    edit: str = ""

    @property
    def name(self) -> str:
        return f"{TERM}{self.term.pk}"


@dataclass(frozen=True)
class Form:
    """What is asked, what the terms want beside it, and the files of the record to choose among. `refusal` is why it was not kept."""

    type: HandoffType
    controls: list[Control]
    provided: list[Line]
    agreed: list[Line]
    files: list[File]
    reason: str = ""
    refusal: Refused | None = None


def form_of(look: Look, type: HandoffType, post: QueryDict | None = None, refusal: Refused | None = None) -> Form:
    """The form afresh, or with what was typed and why it was refused."""
    fields = [described.fields[id] for id in ASKED]
    raw = typed(post, {each.id: each for each in fields}).values if post else begun(type)
    problems = getattr(refusal, "problems", None)
    terms = list(Term.everything.filter(type=type, trashed_at=None).order_by("place", "pk").defer("search"))
    lines = [_line(look, term, post) for term in terms]
    return Form(
        type,
        list(controls(look.actor, fields, raw, problems=problems).values()),
        [line for line in lines if line.term.part in PROVIDED],
        [line for line in lines if line.term.part not in PROVIDED],
        [shown.file for shown in files_of(look.actor, look.entity, look.record.pk, first=MOST_FILES)],
        post.get("reason", "") if post else "",
        refusal,
    )


def begun(type: HandoffType) -> dict[str, Any]:
    """What stands in an empty form: the department that the type means."""
    return {"receiving": str(department_of(type.receiver) or "")}


def _line(look: Look, term: Term, post: QueryDict | None) -> Line:
    if not term.is_of_the_record:
        return Line(term, post.get(f"{TERM}{term.pk}", "") if post else "")
    known = look.entity.fields.get(term.field)
    shown = look.sight.fields.get(term.field)
    filled = bool(known and not known.kind.is_empty(known.value(look.record)))
    edit = f"{look.address}/edit#f-{term.field}" if term.field in look.writable else ""
    return Line(term, look.words(shown) if shown else "", filled, edit)


def hand_over(look: Look, type: HandoffType, post: QueryDict, files: Mapping[str, Any], *, at_once: bool) -> Handoff:
    """Keep a draft with all that was provided, and offer it if `at_once`: all of it or nothing. Raises Refused."""
    actor = look.actor
    with transaction.atomic():
        raw = typed(post, {id: described.fields[id] for id in ASKED}).values
        kept = standard.create(actor, described, {**raw, "type": type.pk, "subject": look.code})
        assert isinstance(kept, Handoff)
        filled = filling_of(actor, kept)
        assert filled, "whoever makes a draft can fill it"
        fill(actor, filled, post, files, go_on=at_once)
    return kept
