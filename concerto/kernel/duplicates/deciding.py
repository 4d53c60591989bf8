"""What people decide of pairs: merged, not the same, or nothing yet. Only who may see both records is shown a pair."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.kept import kept
from concerto.kernel.access.rights import may
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.merging.references import Keeper, goes_along
from concerto.kernel.actions.refusal import Forbidden, NotThere
from concerto.kernel.duplicates.model import Pair, Verdict
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.record import Record
from concerto.kernel.fields.link import LARGEST_ID
from concerto.kernel.journal.writing import Line, write
from concerto.kernel.statements.kept import Slot

MOST_PAIRS = 5  # shown beside a record
DIFFERENT, UNDECIDED = "not-the-same", "maybe-the-same"  # in the journal


def stewards(actor: Actor, entity: Entity) -> bool:
    """Whether the actor decides about duplicates of a noun at all: who may delete and edit some of it does."""
    return entity.alike is not None and may(actor, entity, Act.DELETE) and may(actor, entity, Act.EDIT)


def queue(actor: Actor, entity: Entity) -> QuerySet[Pair]:
    """Open pairs of which the actor may edit and delete both records, the most alike first. Raises Forbidden."""
    if not stewards(actor, entity):
        raise Forbidden()
    rows = visible_to(actor, entity.model, Act.DELETE) & visible_to(actor, entity.model, Act.EDIT)
    both = Q(Exists(rows.filter(pk=OuterRef("one")))) & Q(Exists(rows.filter(pk=OuterRef("other"))))
    return Pair.objects.filter(both, noun=entity.id, verdict=Verdict.OPEN).order_by("-weight", "id")


def pairs_of(actor: Actor, entity: Entity, id: int, limit: int = MOST_PAIRS) -> list[Pair]:
    """Open pairs of one record whose other side the actor sees."""
    return _open_pairs(actor, entity, limit).rows(id=id)


@kept
def _open_pairs(actor: Actor, entity: Entity, limit: int) -> QuerySet[Pair]:
    """Either side is read along an index of its own."""
    rows = visible_to(actor, entity.model)
    one = Q(Exists(rows.filter(pk=OuterRef("other"))), one=Slot("id"))
    other = Q(Exists(rows.filter(pk=OuterRef("one"))), other=Slot("id"))
    return Pair.objects.filter(one | other, noun=entity.id, verdict=Verdict.OPEN).order_by("-weight", "id")[:limit]


def different(actor: Actor, entity: Entity, one: int, other: int, *, undo: bool = False) -> None:
    """Remember that two records are not the same, or take that back; both journals tell it. Raises NotThere, Forbidden."""
    low, high = sorted((one, other))
    with transaction.atomic():
        _both(actor, entity, low, high)
        verdict = Verdict.OPEN if undo else Verdict.DIFFERENT
        pair, _made = Pair.objects.select_for_update().get_or_create(
            noun=entity.id, one=low, other=high, defaults={"weight": 0.0, "cluster": low}
        )
        if pair.verdict == verdict and not _made:
            return
        pair.verdict, pair.person, pair.decided_at = verdict, actor.person, timezone.now()
        pair.save(update_fields=["verdict", "person", "decided_at"])
        for id, its in ((low, high), (high, low)):
            verb = UNDECIDED if undo else DIFFERENT
            write(Line(actor.person, actor.door, verb, entity.id, id, {}, entity.id, id, reason=entity.code(its)))


def _both(actor: Actor, entity: Entity, one: int, other: int) -> Sequence[Record]:
    if not (0 < one < other <= LARGEST_ID):
        raise NotThere()
    rows = list(visible_to(actor, entity.model).filter(pk__in=[one, other]))
    if len(rows) < 2:
        raise NotThere()
    if visible_to(actor, entity.model, Act.EDIT).filter(pk__in=[one, other]).count() < 2:
        raise Forbidden()
    return rows


# -- when records are merged -------------------------------------------------------------------------------------------
def _go_along(noun: str, loser: int, winner: int) -> list[int]:
    """What seemed the same as the loser, or was held to be different from it, is so of the winner; answers new pairs."""
    made = []
    for pair in Pair.objects.filter(Q(one=loser) | Q(other=loser), noun=noun).order_by("pk"):
        its = pair.other if pair.one == loser else pair.one
        if its == winner:
            continue
        low, high = sorted((its, winner))
        new, is_new = Pair.objects.get_or_create(
            noun=noun, one=low, other=high,
            defaults={"weight": pair.weight, "parts": pair.parts, "cluster": pair.cluster, "verdict": pair.verdict,
                      "person": pair.person, "decided_at": pair.decided_at},
        )  # fmt: skip
        if is_new:
            made.append(new.pk)
    return made


def _go_back(noun: str, loser: int, winner: int, made: Sequence[int]) -> None:
    Pair.objects.filter(noun=noun, pk__in=made, verdict=Verdict.OPEN).delete()


goes_along("duplicates", Keeper(_go_along, _go_back))
