"""Which rows of a noun were shared with an actor, as a condition that the key of the row answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, Q, QuerySet
from django.db.models.functions import Now

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.grant.model import Grant
from concerto.kernel.statements.kept import one_of


def granted_to(actor: Actor, prefix: str, levels: Sequence[str]) -> Q:
    """Rows whose code begins with `prefix` and that grants of these levels name today.

    The ids are one array, made once for the whole query: the planner joins the key's index with those of the other
    scopes, where a subquery beside an "or" would make it read the table.
    """
    ids = ArraySubquery(grants_to(actor, prefix, levels))
    among = Func(F("pk"), ids, template="(%(expressions)s))", arg_joiner=" = any(", output_field=BooleanField())
    return Q(among)


def grants_to(actor: Actor, prefix: str, levels: Sequence[str]) -> QuerySet[Any]:
    """The numbers of the records that grants to the actor name today."""
    to_me = Q(person=actor.person) | one_of("team", actor.teams) | Q(role__in=sorted(actor.roles))
    to_me |= one_of("department", actor.above)
    today = Q(until=None) | Q(until__gt=Now())
    return Grant.everything.filter(to_me & today, prefix=prefix, level__in=levels, trashed_at=None).values("number")
