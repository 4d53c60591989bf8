"""What one side of a hand-off fills: the giver what is provided, the receiver what is met and told back; kept in one go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import QueryDict

from concerto.collaboration.handoffs.handoff.actions import deliver, offer
from concerto.collaboration.handoffs.handoff.model import Handoff
from concerto.collaboration.handoffs.handoff.rules import is_on, suits
from concerto.collaboration.handoffs.mode.modes import GIVER, RECEIVER
from concerto.collaboration.handoffs.provision.beside import Beside, terms_of
from concerto.collaboration.handoffs.provision.documents import WITH_DOCUMENTS, take_in
from concerto.collaboration.handoffs.provision.entity import provision
from concerto.collaboration.handoffs.provision.guards import open_to
from concerto.collaboration.handoffs.term.model import Part
from concerto.kernel.access.actor import Actor
from concerto.kernel.actions import standard
from concerto.kernel.actions.inputs import read_inputs
from concerto.kernel.entity.registry import meant
from concerto.kernel.files.file.model import File
from concerto.kernel.files.reading import files_of

TERM = "term-"  # begins the name of the input of each term …
FILE = (
    "-file"  # … and this ends that of the file beside it: a browser sends an empty word for a file that was not chosen
)
MOST_FILES = 50
NEXT = {GIVER: offer, RECEIVER: deliver}  # the step that one fills them for


@dataclass(frozen=True)
class Filling:
    """The terms of the actor's side, the files of the record to choose among, and the verb that may follow, if it can."""

    handoff: Handoff
    side: str
    terms: Sequence[Beside]
    files: Sequence[File]
    then: Any


def filling_of(actor: Actor, handoff: Handoff) -> Filling | None:
    """None where the actor has nothing to fill at this point of the hand-off."""
    for side in (RECEIVER, GIVER):
        if is_on(side, actor, handoff) and open_to(side, handoff):
            terms = [each for each in terms_of(handoff) if each.is_provided == (side == GIVER)]
            then = NEXT[side]
            return Filling(
                handoff, side, terms, _files(actor, handoff, terms), then if suits(then.verb, actor, handoff) else None
            )
    return None


def _files(actor: Actor, handoff: Handoff, terms: Sequence[Beside]) -> list[File]:
    above = meant(handoff.subject)
    if above is None or not any(each.term.part == Part.FILE for each in terms):
        return []
    return [shown.file for shown in files_of(actor, *above, first=MOST_FILES)]


def fill(actor: Actor, filled: Filling, post: QueryDict, files: Mapping[str, Any], *, go_on: bool) -> None:
    """Keep what was given beside each term, and take the next step if `go_on`: all of it or nothing. Raises Refused."""
    with transaction.atomic():
        for each in filled.terms:
            if not each.term.is_of_the_record:
                _keep(actor, filled.handoff, each, _given(actor, filled.handoff, each, post, files))
        if go_on and filled.then:
            asked = {id: post.get(id, "") for id in filled.then.inputs if id in post}
            filled.then(actor, filled.handoff, **read_inputs(actor, filled.then, asked))


def _given(actor: Actor, handoff: Handoff, each: Beside, post: QueryDict, files: Mapping[str, Any]) -> dict[str, Any]:
    name = f"{TERM}{each.term.pk}"
    if each.term.part == Part.CRITERION:
        return {"met": "yes" if name in post else "no"}
    sent = files.get(f"{name}{FILE}") if each.term.part in WITH_DOCUMENTS else None
    document = {"file": take_in(actor, handoff, each.term, sent.name or "", sent).pk} if sent else {}
    if each.term.part != Part.FILE:
        return {"words": post.get(name, "").strip(), **document}
    return document or {"file": post.get(name, "") or None}


def _keep(actor: Actor, handoff: Handoff, each: Beside, given: dict[str, Any]) -> None:
    """A new row only where there is something to say."""
    if each.provision:
        standard.edit(actor, provision, each.provision.pk, given)
    elif any(value not in ("", "no", None) for value in given.values()):
        standard.create(actor, provision, {**given, "handoff": handoff.pk, "term": each.term.pk})
