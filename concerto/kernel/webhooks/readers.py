"""Follows the journal: a message for each hook that wants a line and whose owner may see the record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import Q

from concerto.kernel.access.actor import JOB, Actor, actor_for
from concerto.kernel.entity.registry import find, named
from concerto.kernel.journal.model import Entry
from concerto.kernel.journal.reading import reader
from concerto.kernel.overlay.loading import learn
from concerto.kernel.query.language import Unclear, parse
from concerto.kernel.query.listing import Asked, chosen
from concerto.kernel.webhooks.delivery.model import Delivery
from concerto.kernel.webhooks.hook.actions import off_by_itself
from concerto.kernel.webhooks.hook.model import Webhook
from concerto.kernel.webhooks.waking import wake


@reader("webhooks.deliveries")
def make_deliveries(lines: Sequence[Entry]) -> None:
    """A line that is read twice makes no second message: the database keeps each event once for a hook."""
    learn({line.entity for line in lines})
    for hook in Webhook.everything.filter(active=True, trashed_at=None).order_by("pk"):
        made = list(messages(hook, lines))
        if made:
            Delivery.everything.bulk_create(made, ignore_conflicts=True)
            wake(hook.pk)


def messages(hook: Webhook, lines: Sequence[Entry]) -> Iterator[Delivery]:
    """What a hook is told of these lines."""
    wanted = [line for line in lines if wants(hook, line)]
    owner = actor_for(hook.person_id, JOB) if wanted else None
    if owner is None:
        return
    try:
        seen = {noun: within(owner, hook, noun, wanted) for noun in {line.entity for line in wanted}}
    except Unclear as unclear:
        off_by_itself(hook, unclear.message)
        return
    for line in wanted:
        if line.record in seen[line.entity]:
            yield Delivery.of(hook, f"{line.entity}.{line.verb} · {named(line.entity).code(line.record)}", line)


def wants(hook: Webhook, line: Entry) -> bool:
    told = line.entity in hook.nouns and (not hook.verbs or line.verb in hook.verbs)
    assert hook.created_at, "every record has one"
    return told and line.at >= hook.created_at and find(line.entity) is not None


def within(owner: Actor, hook: Webhook, noun: str, lines: Sequence[Entry]) -> set[int]:
    """Ids of the records that the owner may see and for which the filter holds, in the trash or not. Raises Unclear."""
    only = Q(pk__in={line.record for line in lines if line.entity == noun})
    asked = [Asked(filter=hook.filter, only=only, trashed=trashed) for trashed in (False, True)]
    found = [chosen(owner, named(noun), one, parse(hook.filter)).values_list("pk", flat=True) for one in asked]
    return {id for ids in found for id in ids}
