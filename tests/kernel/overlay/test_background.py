"""What follows a change of a field on records that are there already."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from concerto.customers.customer.model import Customer
from concerto.kernel.actions import standard
from concerto.kernel.database.address import Address
from concerto.kernel.entity.registry import named
from concerto.kernel.journal.model import Entry
from concerto.kernel.overlay.background.computing import forget, recompute
from concerto.kernel.overlay.background.settling import out_of_date, settle
from concerto.kernel.overlay.custom_field.actions import bring_back, erase, retire
from concerto.kernel.overlay.custom_field.model import CustomField
from concerto.kernel.overlay.custom_field.readers import bring_records_in_line
from concerto.kernel.query.listing import Asked, page
from concerto.kernel.search.everywhere import search
from tests.cast import acting, customer_of

AddField = Callable[..., CustomField]


def kept(whose: str) -> dict[str, object]:
    return dict(Customer.everything.get(pk=customer_of(whose).pk).custom)


def edit(whose: str, **values: object) -> None:
    standard.edit(acting("admin"), named("customer"), customer_of(whose).pk, values)


@pytest.mark.django_db
def test_a_formula_is_computed_at_every_write_and_for_what_was_there_before(add_field: AddField) -> None:
    edit("own", employees="10")
    add_field("x_double", kind="formula", formula="employees * 2")
    add_field("x_more", kind="formula", formula="x_double + 1")
    version = customer_of("own").version
    assert recompute(named("customer")) == 1
    assert kept("own") == {"x_double": 20.0, "x_more": 21.0}
    assert customer_of("own").version == version
    edit("own", employees="11")
    assert kept("own") == {"x_double": 22.0, "x_more": 23.0}
    edit("own", employees="")
    assert kept("own") == {}
    assert recompute(named("customer")) == 0


@pytest.mark.django_db
def test_two_fields_of_a_noun_at_once_ask_for_one_job(add_field: AddField) -> None:
    """The reader sees both on one page of the journal, within one transaction."""
    fields = [add_field("x_one").pk, add_field("x_two").pk]
    lines = [line for line in Entry.objects.filter(entity="custom-field", record__in=fields) if line.changes]
    bring_records_in_line(lines)
    assert ProcrastinateJob.objects.filter(queueing_lock__startswith="fields-customer").count() == 1


@pytest.mark.django_db
def test_what_depends_on_the_day_is_out_of_date_when_the_day_is_over(add_field: AddField) -> None:
    field = add_field("x_age", kind="formula", formula="years_since(created_at)")
    add_field("x_year", kind="formula", formula="year(created_at)")
    today = timezone.localdate()
    CustomField.everything.filter(pk=field.pk).update(computed_on=today)
    assert out_of_date() == []
    CustomField.everything.filter(pk=field.pk).update(computed_on=today - timedelta(days=1))
    assert out_of_date() == ["customer"]


@pytest.mark.django_db
def test_words_of_a_searched_field_find_the_record(add_field: AddField) -> None:
    field = add_field("x_nick")
    edit("own", x_nick="Zaunkönig")
    admin, customer = acting("admin"), named("customer")
    assert search(admin, "zaunk", within=[customer]) == []
    standard.edit(admin, named("custom-field"), field.pk, {"searched": True})
    acting("admin")
    recompute(customer, words=True)
    assert [hit.record.pk for hit in search(admin, "zaunk", within=[customer])] == [customer_of("own").pk]


@pytest.mark.django_db
def test_a_deleted_field_leaves_nothing_behind(add_field: AddField) -> None:
    field = add_field("x_gone")
    add_field("x_stays")
    edit("own", x_gone="a", x_stays="b")
    retire(acting("admin"), field)
    erase(acting("admin"), field, id="x_gone")
    assert forget(named("customer"), ["x_gone"]) == 1
    assert kept("own") == {"x_stays": "b"}


def test_an_index_is_made_used_and_dropped(committed: Address, owner_address: Address, add_field: AddField) -> None:
    field = add_field("x_rank", kind="whole", indexed=True)
    edit("own", x_rank="7")
    settle(owner_address, "customer", words=False)
    assert CustomField.everything.get(pk=field.pk).index_state == "ready"
    with connection.cursor() as cursor:
        cursor.execute("set enable_seqscan = off; set enable_sort = off")
    rows = page(acting("admin"), named("customer"), Asked(sort="-x_rank", limit=1)).rows
    assert [row.pk for row in rows] == [customer_of("own").pk]
    valued = Customer.everything.filter(custom__x_rank__isnull=False).order_by("-custom__x_rank", "-pk")
    assert f"custom_field_value_{field.pk}" in valued.explain()
    retire(acting("admin"), field)
    settle(owner_address, "customer", words=False)
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from pg_class where starts_with(relname, 'custom_field_value_')")
        assert cursor.fetchone() == (0,)
    bring_back(acting("admin"), field)
    settle(owner_address, "customer", words=False)
    assert CustomField.everything.get(pk=field.pk).index_state == "ready"
