"""Editing a value in its place: saved by the same verb as anywhere, refused in words, nothing lost, nothing overwritten."""

from __future__ import annotations

import pytest
from django.test import Client

from concerto.customers.customer.model import Customer
from concerto.kernel.actions import standard
from concerto.kernel.entity.registry import named
from concerto.kernel.journal.model import Entry
from tests.cast import acting, client_of, customer_of, let_in, person_called
from tests.kernel.pages.reading import hidden, html, words

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def own() -> Customer:
    return customer_of("own")


def cell(own: Customer, field: str) -> str:
    return f"/customers/{own.pk}/cell/{field}"


def opened(client: Client, own: Customer, field: str) -> str:
    """The version that the editor of a cell was opened with."""
    return hidden(client.get(cell(own, field), {"edit": "1"}, headers=HTMX), "version")


def lines(own: Customer) -> int:
    return Entry.objects.filter(entity="customer", record=own.pk).count()


def test_a_value_is_edited_in_its_place(own: Customer) -> None:
    sales = client_of("sales")
    editor = sales.get(cell(own, "city"), {"edit": "1"}, headers=HTMX)
    assert 'value="苏州"' in html(editor)
    response = sales.post(cell(own, "city"), {"city": "Wuxi", "version": hidden(editor, "version")}, headers=HTMX)
    assert response.status_code == 200
    assert words(html(response)) == "Wuxi"
    assert html(response).startswith('<td data-field="city"')
    entry = Entry.objects.filter(entity="customer", record=own.pk).latest("id")
    assert (entry.verb, entry.door, entry.actor, entry.changes) == (
        "edit",
        "page",
        person_called("sales").pk,
        {"city": ["苏州", "Wuxi"]},
    )


@pytest.mark.parametrize(
    ("field", "typed", "shown"),
    [
        ("tier", "B", "B"),
        ("tier", "", "–"),
        ("employees", "1,250", "1,250"),
        ("revenue", "2500000", "¥2.5 M"),
        ("stage", "retain", "Retain"),
    ],
)
def test_every_kind_of_value_is_edited(own: Customer, field: str, typed: str, shown: str) -> None:
    admin = client_of("admin")
    response = admin.post(cell(own, field), {field: typed, "version": opened(admin, own, field)}, headers=HTMX)
    assert (response.status_code, words(html(response))) == (200, shown)


def test_a_link_is_chosen_by_id(own: Customer) -> None:
    admin, marta = client_of("admin"), person_called("sales-manager")
    response = admin.post(
        cell(own, "owner"), {"owner": str(marta.pk), "version": opened(admin, own, "owner")}, headers=HTMX
    )
    assert words(html(response)) == "Marta Kowal"


def test_a_wrong_value_stays_in_the_editor_with_its_reason(own: Customer) -> None:
    admin = client_of("admin")
    before = lines(own)
    response = admin.post(cell(own, "employees"), {"employees": "many", "version": str(own.version)}, headers=HTMX)
    assert response.status_code == 422
    assert 'class="cell-form is-bad"' in html(response)
    assert 'value="many"' in html(response)
    assert 'role="alert"' in html(response)
    assert (customer_of("own").employees, lines(own)) == (320, before)


def test_whoever_comes_second_sees_both_values_and_chooses(own: Customer) -> None:
    sales = client_of("sales")
    version = opened(sales, own, "city")
    standard.edit(acting("admin"), named("customer"), own.pk, {"city": "Nanjing"})
    response = sales.post(cell(own, "city"), {"city": "Wuxi", "version": version}, headers=HTMX)
    assert response.status_code == 412
    assert customer_of("own").city == "Nanjing"
    text = words(html(response))
    assert "Nanjing" in text
    assert "Wuxi" in text
    assert 'class="cell-form' not in html(response)
    again = sales.post(
        cell(own, "city"), {"city": hidden(response, "city"), "version": hidden(response, "version")}, headers=HTMX
    )
    assert (again.status_code, customer_of("own").city) == (200, "Wuxi")


def test_a_save_that_names_no_version_has_read_nothing(own: Customer) -> None:
    assert client_of("sales").post(cell(own, "city"), {"city": "Wuxi"}, headers=HTMX).status_code == 412
    assert customer_of("own").city == "苏州"


def test_reading_writes_nothing(own: Customer) -> None:
    before = lines(own)
    sales = client_of("sales")
    sales.get(cell(own, "city"), {"city": "Wuxi"}, headers=HTMX)
    sales.get(cell(own, "city"), {"edit": "1", "city": "Wuxi"}, headers=HTMX)
    assert (customer_of("own").city, lines(own)) == ("苏州", before)


@pytest.mark.parametrize(
    ("username", "whose", "field", "status"),
    [
        ("sales", "team", "city", 403),  # seen, of a mate
        ("sales", "other", "city", 404),  # not seen
        ("service-lead", "own", "owner", 422),  # seen, the field is locked
        ("legal", "own", "city", 403),  # reads everything, edits nothing
        ("rnd", "own", "revenue", 404),  # the field does not exist for them
        ("product", "own", "revenue", 403),
        ("admin", "own", "password", 404),
        ("admin", "trashed", "city", 404),
    ],
)
def test_nobody_edits_what_they_may_not(username: str, whose: str, field: str, status: int) -> None:
    record = customer_of(whose)
    kept = (record.city, record.revenue, record.owner_id)
    response = client_of(username).post(cell(record, field), {field: "1", "version": str(record.version)}, headers=HTMX)
    assert response.status_code == status
    after = customer_of(whose)
    assert (after.city, after.revenue, after.owner_id) == kept


def test_no_editor_for_what_may_not_be_edited() -> None:
    assert client_of("sales").get(cell(customer_of("team"), "city"), {"edit": "1"}, headers=HTMX).status_code == 403
    assert (
        client_of("service-lead").get(cell(customer_of("own"), "tier"), {"edit": "1"}, headers=HTMX).status_code == 403
    )


def test_who_gives_a_record_away_is_told_that_it_is_out_of_sight(own: Customer) -> None:
    sales, rival = client_of("sales"), person_called("rival")
    response = sales.post(
        cell(own, "owner"), {"owner": str(rival.pk), "version": opened(sales, own, "owner")}, headers=HTMX
    )
    assert response.status_code == 200
    assert "no longer see" in response["HX-Trigger"]
    assert customer_of("own").owner_id == rival.pk


def test_a_form_from_elsewhere_is_refused(own: Customer) -> None:
    strict = Client(enforce_csrf_checks=True)
    let_in(strict, "sales")
    response = strict.post(cell(own, "city"), {"city": "Wuxi", "version": str(own.version)}, headers=HTMX)
    assert (response.status_code, customer_of("own").city) == (403, "苏州")


def test_a_session_that_ended_keeps_what_was_typed(own: Customer) -> None:
    """401 and nothing to put into the page: the browser's side asks to sign in and sends it again."""
    response = Client().post(cell(own, "city"), {"city": "Wuxi", "version": str(own.version)}, headers=HTMX)
    assert response.status_code == 401
    assert b"<" not in response.content


def test_ids_that_cannot_be_are_not_there() -> None:
    admin = client_of("admin")
    assert admin.get(f"/customers/{10**30}/cell/city").status_code == 404
    assert admin.get("/customers/0/cell/city").status_code == 404
