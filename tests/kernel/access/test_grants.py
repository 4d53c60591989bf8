"""Sharing one record: with a person, a team, a role; to look or to change; until a day; and nothing more than one has."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from concerto.customers.customer.model import Customer
from concerto.customers.note.model import Note
from concerto.kernel.access.grant.model import Grant
from concerto.kernel.access.rights import may, readable
from concerto.kernel.access.visibility import reach, visible_to
from concerto.kernel.actions import standard
from concerto.kernel.actions.refusal import Invalid
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entity_of, named
from tests.cast import acting, client_of, customer_of, made
from tests.queries import Queries

pytestmark = pytest.mark.django_db
CUSTOMER = named("customer")


def share(whose: str, by: str = "admin", **values: Any) -> Record:
    return made(acting(by), "grant", {"subject": CUSTOMER.code(customer_of(whose).pk), **values})


def reached(username: str, act: Act = Act.READ) -> set[int]:
    return set(visible_to(acting(username), Customer, act).values_list("pk", flat=True))


@pytest.mark.parametrize(("username", "receiver"), [
    ("partner", {"person": "partner"}), ("sales", {"team": "North"}), ("mate", {"team": "North"}), ("partner", {"role": "partner"}),
    ("partner", {"role": "everyone"}), ("sales", {"person": "partner", "role": "sales"}),
])  # fmt: skip
def test_a_shared_record_is_seen_and_no_other(username: str, receiver: dict[str, Any]) -> None:
    before, shared = reached(username), customer_of("other").pk
    assert shared not in before
    share("other", **receiver)
    assert reached(username) == before | {shared}
    assert shared not in reached(username, Act.EDIT) | reached(username, Act.DELETE) | reached(username, Act.EXPORT)


def test_a_record_shared_for_changing_is_changed_with_what_belongs_to_it() -> None:
    share("other", person="partner", level="edit")
    other, partner = customer_of("other"), acting("partner")
    standard.edit(partner, CUSTOMER, other.pk, {"city": "Delft"})
    made(partner, "note", {"customer": other.pk, "body": "Seen it"})
    assert visible_to(partner, Note).filter(customer=other).count() == 2
    assert reached("partner", Act.EDIT) == {other.pk}
    assert not may(partner, CUSTOMER, Act.DELETE)


def test_who_has_no_role_for_the_noun_sees_what_is_kept_from_nobody() -> None:
    share("other", person="partner")
    assert set(CUSTOMER.fields) - set(readable(acting("partner"), CUSTOMER)) == {"revenue", "tier", "source"}
    for part in ("", "/related"):
        page = client_of("partner").get(f"/customers/{customer_of('other').pk}{part}")
        assert page.status_code == 200
        assert "910,000" not in page.content.decode() and "910000" not in page.content.decode()


def test_a_grant_ends_by_itself_by_deletion_and_with_the_team() -> None:
    before = reached("partner")
    share("other", person="partner", until=(timezone.now() - timedelta(seconds=1)).isoformat())
    assert reached("partner") == before
    grant = share("other", person="partner", until=(timezone.now() + timedelta(days=1)).isoformat())
    assert reached("partner") != before
    standard.delete(acting("admin"), named("grant"), grant.pk)
    assert reached("partner") == before


def test_nobody_shares_what_they_do_not_have() -> None:
    for values in ({"subject": CUSTOMER.code(customer_of("other").pk)}, {"subject": CUSTOMER.code(10**9)},
                   {"subject": "ZZ-00001"}, {"subject": CUSTOMER.code(customer_of("trashed").pk)}):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            made(acting("sales"), "grant", {"person": "partner", **values})
        assert refused.value.problems.keys() == {"subject"}
    with pytest.raises(Invalid) as refused:
        share("team", by="sales", person="partner", level="edit")
    assert refused.value.problems.keys() == {"level"}
    assert share("team", by="sales", person="partner").pk


def test_a_grant_is_not_turned_into_one_of_another_record() -> None:
    grant = share("own", by="sales", person="partner")
    with pytest.raises(Invalid):
        standard.edit(acting("sales"), named("grant"), grant.pk, {"subject": CUSTOMER.code(customer_of("other").pk)})


@pytest.mark.parametrize(
    "subject", ["", "C", "C-", "C-1", "c-00001", "C-00001; drop", "C-" + "9" * 25, "\x00", "C-00001 [C-00002]"]
)
def test_what_is_no_code_is_refused(subject: str) -> None:
    with pytest.raises(Invalid):
        made(acting("admin"), "grant", {"subject": subject, "person": "partner"})


def test_a_grant_needs_somebody() -> None:
    with pytest.raises(Invalid) as refused:
        share("own")
    assert refused.value.problems.keys() == {"person"}


def test_who_was_given_nothing_is_asked_about_nothing() -> None:
    """Without grants of a noun its query has no word of them; with them it is still one query."""
    mate = acting("mate")
    with Queries() as queries:
        list(visible_to(mate, Customer))
    assert len(queries) == 1 and "kernel_grant" not in queries.captured_queries[0]["sql"]
    share("other", person="mate")
    mate = acting("mate")
    with Queries() as queries:
        list(visible_to(mate, Customer))
    assert len(queries) == 1 and "kernel_grant" in queries.captured_queries[0]["sql"]


def test_shared_ids_use_the_key() -> None:
    """The planner may answer owner and grant by an index each; a subquery beside an "or" would leave it none."""
    share("other", person="mate")
    reached = reach(acting("mate"), entity_of(Customer), Act.READ)
    sql, values = Customer.everything.filter(reached).values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            "set local enable_seqscan = off; set local enable_indexscan = off; set local enable_indexonlyscan = off"
        )
        cursor.execute(f"explain {sql}", values)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "BitmapOr" in plan and "id = ANY ((InitPlan" in plan, plan
    assert Grant.everything.count()
