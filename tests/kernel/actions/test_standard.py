"""The verbs of every noun on real customers: what they keep, what they tell the journal, what they refuse."""

from __future__ import annotations

from typing import Any

import pytest

from concerto.customers.customer.model import Customer
from concerto.kernel.access.actor import API, SYSTEM
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions import standard
from concerto.kernel.actions.refusal import Forbidden, Invalid, NotThere, Refused, Stale
from concerto.kernel.actions.undo import undo
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import named
from concerto.kernel.journal.model import Entry
from tests.cast import acting, customer_of, made, person_called
from tests.hashes import held

pytestmark = pytest.mark.django_db
CUSTOMER = named("customer")


def last_line() -> Entry:
    return Entry.objects.order_by("-id")[0]


def created(username: str = "sales", **values: Any) -> Customer:
    record = standard.create(acting(username), CUSTOMER, {"name": "Willow Works", **values})
    assert isinstance(record, Customer)
    return record


def refused(kind: type[Refused], act: Any) -> Refused:
    """The refusal of an act that must leave nothing behind."""
    before = held()
    with pytest.raises(kind) as error:
        act()
    assert held() == before
    return error.value


# -- create ---------------------------------------------------------------------------------------------------------
def test_a_new_record_is_its_maker_s_and_its_maker_s_department_s() -> None:
    customer, sales = created(), acting("sales")
    assert (customer.owner_id, customer.department_id, customer.version) == (sales.person, sales.department, 1)


def test_creating_tells_the_journal_what_was_given() -> None:
    customer = created(city=" Suzhou ", revenue="1,000", flags="blocked,government")
    line, sales = last_line(), acting("sales")
    assert (line.actor, line.door, line.verb, line.entity, line.record) == (
        sales.person,
        "page",
        "create",
        "customer",
        customer.pk,
    )
    assert (line.topic_entity, line.topic) == ("customer", customer.pk)
    assert line.changes == {
        "name": [None, "Willow Works"],
        "form": [None, "organisation"],
        "stage": [None, "acquire"],
        "owner": [None, sales.person],
        "department": [None, sales.department],
        "city": [None, "Suzhou"],
        "revenue": [None, "1000.00"],
        "flags": [None, ["government", "blocked"]],
    }


def test_nobody_creates_out_of_reach() -> None:
    rival = person_called("rival").pk
    refused(Forbidden, lambda: created(owner=rival))
    refused(Forbidden, lambda: created("legal"))
    refused(Forbidden, lambda: created("partner"))


def test_every_problem_is_told_at_once() -> None:
    wrong = {"name": "", "revenue": "much", "tier": "Z", "last_touch": "2026-01-01", "password": "x", "owner": "Nobody"}
    problems = refused(Invalid, lambda: created(**wrong)).problems  # type: ignore[attr-defined]  # of Invalid
    assert {id: str(problem) for id, problem in problems.items()} == {
        "revenue": "“much” is not a number, or can be read as two. Write it like 1234.56.",
        "tier": "“Z” is not one of: A · key, B · growing, C · regular.",
        "last_touch": "You may not change this field.",
        "password": "There is no such field.",
        "owner": "There is no such record.",
    }
    problems = refused(Invalid, lambda: created(name=" \t ")).problems  # type: ignore[attr-defined]  # of Invalid
    assert {id: str(problem) for id, problem in problems.items()} == {"name": "This is needed."}


@pytest.mark.parametrize(
    "flag",
    [
        "ignore_permissions",
        "id",
        "pk",
        "version",
        "trashed_at",
        "search",
        "sort_key",
        "created_at",
        "owner_id",
        "_state",
        "__class__",
    ],
)
def test_no_key_widens_what_may_be_written(flag: str) -> None:
    refused(Invalid, lambda: created(**{flag: 1}))


# -- edit -----------------------------------------------------------------------------------------------------------
def test_editing_tells_before_and_after() -> None:
    customer = customer_of("own")
    standard.edit(
        acting("sales", API), CUSTOMER, customer.pk, {"city": "Kunshan", "tier": "", "name": customer.name}, version=1
    )
    after, line = customer_of("own"), last_line()
    assert (after.city, after.tier, after.version) == ("Kunshan", "", 2)
    assert (line.verb, line.door, line.changes) == ("edit", "api", {"city": ["苏州", "Kunshan"], "tier": ["A", ""]})
    assert after.updated_at > customer.updated_at


def test_what_is_as_it_was_tells_nothing() -> None:
    before, customer = held(), customer_of("own")
    standard.edit(
        acting("sales"),
        CUSTOMER,
        customer.pk,
        {"city": " 苏州", "revenue": "1,250,000.50", "owner": "李青", "flags": ["Sensitive"]},
    )
    assert held() == before


def test_an_old_version_is_refused() -> None:
    customer = customer_of("own")
    standard.edit(acting("sales"), CUSTOMER, customer.pk, {"city": "A"}, version=1)
    stale = refused(Stale, lambda: standard.edit(acting("sales"), CUSTOMER, customer.pk, {"tier": "B"}, version=1))
    assert (stale.read, stale.current, stale.status) == (1, 2, 412)  # type: ignore[attr-defined]  # of Stale
    refused(Stale, lambda: standard.delete(acting("admin"), CUSTOMER, customer.pk, version=3))


def test_what_is_seen_but_not_one_s_own_is_forbidden_and_the_rest_is_not_there() -> None:
    sales, edit = acting("sales"), {"city": "A"}
    refused(Forbidden, lambda: standard.edit(sales, CUSTOMER, customer_of("team").pk, edit))
    for id in (customer_of("other").pk, customer_of("trashed").pk, 10**9, 0, -1):
        refused(NotThere, lambda id=id: standard.edit(sales, CUSTOMER, id, edit))
        refused(NotThere, lambda id=id: standard.delete(sales, CUSTOMER, id))


def test_a_locked_field_is_seen_and_not_written() -> None:
    customer = customer_of("own").pk
    locked = refused(
        Invalid, lambda: standard.edit(acting("service-lead"), CUSTOMER, customer, {"tier": "C", "city": "A"})
    )
    assert {id: str(text) for id, text in locked.problems.items()} == {"tier": "You may not change this field."}  # type: ignore[attr-defined]  # of Invalid
    hidden = refused(Invalid, lambda: standard.edit(acting("marketing"), CUSTOMER, customer, {"revenue": "1"}))
    unknown = refused(Invalid, lambda: standard.edit(acting("marketing"), CUSTOMER, customer, {"nothing": "1"}))
    assert str(hidden.problems["revenue"]) == str(unknown.problems["nothing"])  # type: ignore[attr-defined]  # of Invalid


# -- delete, restore, undo ------------------------------------------------------------------------------------------
def test_the_trash_hides_a_record_with_all_around_it_and_gives_it_back() -> None:
    sales, steward, customer = acting("sales"), acting("data"), customer_of("own")
    nouns = [named(noun).model for noun in ("customer", "note", "activity", "contact-point", "relation")]
    before = [visible_to(sales, model).count() for model in nouns]
    standard.delete(steward, CUSTOMER, customer.pk)
    assert [visible_to(sales, model).count() for model in nouns] == [count - 1 for count in before]
    assert visible_to(sales, Customer, trashed=True).filter(pk=customer.pk).exists()
    standard.restore(steward, CUSTOMER, customer.pk)
    assert [visible_to(sales, model).count() for model in nouns] == before
    assert [entry.verb for entry in Entry.objects.filter(entity="customer", record=customer.pk).order_by("id")][
        -2:
    ] == ["delete", "restore"]


def test_nothing_is_deleted_or_restored_twice() -> None:
    steward, customer = acting("data"), customer_of("trashed").pk
    refused(NotThere, lambda: standard.delete(steward, CUSTOMER, customer))
    standard.restore(steward, CUSTOMER, customer)
    refused(NotThere, lambda: standard.restore(steward, CUSTOMER, customer))


def undone(username: str = "sales") -> Record:
    return undo(acting(username), last_line())


def test_an_edit_is_taken_back_field_by_field() -> None:
    customer = customer_of("own")
    values = {
        "city": "A",
        "revenue": "",
        "flags": [],
        "owner": None,
        "founded": 2000,
        "parent": customer_of("person").pk,
    }
    dumped = CUSTOMER.dump(customer)
    standard.edit(acting("admin"), CUSTOMER, customer.pk, values)
    edit = last_line()
    undone("admin")
    after = CUSTOMER.dump(customer_of("own"))
    assert {id for id, value in after.items() if value != dumped[id]} == {"updated_at"}
    assert (last_line().verb, last_line().because) == ("undo", edit.id)


def test_an_undo_can_be_undone() -> None:
    standard.edit(acting("sales"), CUSTOMER, customer_of("own").pk, {"city": "A"})
    undone()
    undone()
    assert customer_of("own").city == "A"


def test_create_delete_and_restore_can_be_undone() -> None:
    customer = created()
    for in_trash in (True, False, True):
        undone("data")
        assert bool(Customer.everything.get(pk=customer.pk).trashed_at) == in_trash


def test_what_others_built_on_is_not_undone() -> None:
    customer = customer_of("own").pk
    standard.edit(acting("sales"), CUSTOMER, customer, {"city": "A"})
    edit = last_line()
    standard.edit(acting("sales"), CUSTOMER, customer, {"city": "B"})
    refused(Refused, lambda: undo(acting("sales"), edit))
    standard.edit(acting("sales"), CUSTOMER, customer, {"city": "A", "tier": "C"})
    undo(acting("sales"), edit)
    assert (customer_of("own").city, customer_of("own").tier) == ("苏州", "C")


def test_nobody_undoes_what_he_could_not_have_done() -> None:
    standard.edit(acting("sales"), CUSTOMER, customer_of("own").pk, {"tier": "B"})
    for username, refusal in {
        "mate": Forbidden,
        "service-lead": Forbidden,
        "rival": NotThere,
        "partner": NotThere,
    }.items():
        refused(refusal, lambda username=username: undone(username))


def test_the_system_may_do_everything_and_is_nobody() -> None:
    standard.edit(SYSTEM, CUSTOMER, customer_of("own").pk, {"city": "A"})
    assert (last_line().actor, last_line().door) == (None, "command")


def test_an_entry_stands_on_the_timeline_once() -> None:
    note = made(acting("sales"), "note", {"customer": customer_of("own").pk, "body": "One"})
    assert (last_line().topic_entity, last_line().topic) == ("customer", customer_of("own").pk)
    standard.edit(acting("sales"), named("note"), note.pk, {"body": "Two"})
    assert (last_line().verb, last_line().topic) == ("edit", None)
