"""Documents beside the terms of a hand-off: its two sides add them, without a right to change the record that they become part of."""

from __future__ import annotations

from django.db import transaction

from concerto.collaboration.handoffs.handoff.model import Handoff
from concerto.collaboration.handoffs.provision.entity import provision as described
from concerto.collaboration.handoffs.provision.guards import refuse_other_side
from concerto.collaboration.handoffs.provision.model import Provision
from concerto.collaboration.handoffs.term.model import Part, Term
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import within_limits
from concerto.kernel.actions import standard
from concerto.kernel.actions.refusal import Forbidden, NotThere
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import meant
from concerto.kernel.files.file.model import File
from concerto.kernel.files.keeping import attach
from concerto.kernel.files.storing import Readable

WITH_DOCUMENTS = (Part.FILE, Part.REPORT)  # the giver provides them, the receiver tells back by them


def take_in(actor: Actor, handoff: Handoff, term: Term, name: str, source: Readable) -> File:
    """Keep a document with the record that is handed over. Whoever may fill the term may; the record they have to see.

    Raises NotThere for a term that has none, Forbidden for one of the other side, Refused where it is too early or late, or the
    content is none that is taken; then nothing is kept.
    """
    above = meant(handoff.subject)
    if above is None or term.type_id != handoff.type_id or term.part not in WITH_DOCUMENTS:
        raise NotThere()
    if not within_limits(actor, described, Act.CREATE):
        raise Forbidden()
    refuse_other_side(actor, handoff, term)
    return attach(actor, *above, name, source, needs=Act.READ)


def add_document(actor: Actor, handoff: Handoff, term: Term, name: str, source: Readable) -> File:
    """Keep a document, and let it stand beside the term: all of it or nothing. Raises what `take_in` does."""
    with transaction.atomic():
        file = take_in(actor, handoff, term, name, source)
        kept = Provision.everything.filter(handoff=handoff, term=term, trashed_at=None).first()
        if kept:
            standard.edit(actor, described, kept.pk, {"file": file.pk})
        else:
            standard.create(actor, described, {"handoff": handoff.pk, "term": term.pk, "file": file.pk})
    return file
