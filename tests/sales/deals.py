"""What tests of deals begin with."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from concerto.kernel.actions.standard import create, edit
from concerto.kernel.entity.registry import named
from concerto.kernel.journal.model import Entry
from concerto.sales.opportunity.model import Opportunity
from concerto.sales.opportunity.readers import keep_stays
from concerto.sales.stage import known
from concerto.sales.stage.model import Stage
from tests.cast import acting, customer_of, person_called


def deal(by: str = "sales", **more: Any) -> Opportunity:
    given = {"name": "Rooftop units", "customer": customer_of("own").pk, "owner": person_called("sales").pk}
    made = create(acting(by), named("opportunity"), given | more)
    assert isinstance(made, Opportunity)
    return made


def now(one: Opportunity) -> Opportunity:
    found = Opportunity.everything.get(pk=one.pk)
    assert isinstance(found, Opportunity)
    return found


def put(one: Opportunity, by: str = "sales", **values: Any) -> Opportunity:
    edit(acting(by), named("opportunity"), one.pk, values)
    return now(one)


def stage(key: str) -> Stage:
    found = Stage.everything.get(key=key)
    assert isinstance(found, Stage)
    return found


def ask(key: str, **values: Any) -> None:
    """Let a stage be otherwise from now on."""
    edit(acting("admin"), named("stage"), stage(key).pk, values)
    known.forget()


def renewals() -> int:
    """A second pipeline: coming up, renewed, gone."""
    made = create(acting("admin"), named("pipeline"), {"name": "Renewals", "name_zh": "续约", "position": 2})
    for position, (key, kind) in enumerate({"due": "open", "renewed": "won", "gone": "lost"}.items(), start=1):
        given = {"key": key, "name": key.title(), "pipeline": made.pk, "position": position, "kind": kind}
        create(acting("admin"), named("stage"), given)
    known.forget()
    return made.pk


def lines_of(one: Opportunity) -> int:
    return Entry.objects.filter(entity="opportunity", record=one.pk).count()


def read() -> None:
    """The reader is given every line about deals and stages."""
    with transaction.atomic():
        keep_stays(list(Entry.objects.filter(entity__in=("opportunity", "stage")).order_by("id")))
