"""Forms: what is typed is kept, shown again with what is wrong, and never written over somebody else's work."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from concerto.customers.activity.model import Activity
from concerto.customers.customer.model import Customer
from concerto.kernel.actions import standard
from concerto.kernel.entity.registry import entities, named
from concerto.kernel.journal.model import Entry
from concerto.kernel.pages.record.typed import same, typed
from tests.cast import acting, client_of, customer_of, made, person_called
from tests.kernel.pages.reading import html, words

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
CONTROL = re.compile(r"<(?:(input)([^>]*)>()|(select|textarea)([^>]*)>(.*?)</(?:select|textarea)>)", re.DOTALL)
NAME, VALUE = re.compile(r' name="([^"]*)"'), re.compile(r' value="([^"]*)"')
CHOSEN = re.compile(r'<option value="([^"]*)"[^>]* selected')


@pytest.fixture
def own() -> Customer:
    return customer_of("own")


def filled_in(page: str) -> dict[str, Any]:
    """What a browser would send of the form of a page, were it sent at once."""
    form = page[page.index(' class="form" id="form"') : page.index('<div class="form-end">')]
    sent = QueryDict(mutable=True)
    for found in CONTROL.findall(form):
        tag, attributes, inside = (one or other for one, other in zip(found[:3], found[3:], strict=True))
        name = NAME.search(attributes)
        to_tick = 'type="checkbox"' in attributes or 'type="radio"' in attributes
        if name and (not to_tick or " checked" in attributes):
            sent.appendlist(name[1], value_of(tag, attributes, inside))
    return {name: sent.getlist(name) for name in sent}


def value_of(tag: str, attributes: str, inside: str) -> str:
    if tag == "select":
        chosen = CHOSEN.search(inside) or re.search(r'<option value="([^"]*)"', inside)
        return unescape(chosen[1]) if chosen else ""
    if tag == "textarea":
        return unescape(inside)
    found = VALUE.search(attributes)
    return unescape(found[1]) if found else "on"


def opened(client: Client, place: str) -> dict[str, Any]:
    return filled_in(html(client.get(place)))


def lines(record: Customer) -> int:
    return Entry.objects.filter(entity="customer", record=record.pk).count()


# -- creating -------------------------------------------------------------------------------------------------------
def test_a_record_is_created_and_one_goes_on_to_it() -> None:
    sales = client_of("sales")
    sent = opened(sales, "/customers/new") | {
        "name": "Acme Corporation",
        "revenue": "1,100.04",
        "flags": ["", "blocked", "sensitive"],
    }
    response = sales.post("/customers/new", sent)
    acme = Customer.everything.get(name="Acme Corporation")
    assert response["Location"] == f"/customers/{acme.pk}"
    assert (acme.owner_id, str(acme.revenue), acme.flags, acme.stage) == (
        person_called("sales").pk, "1100.04", ["sensitive", "blocked"], "acquire",
    )  # fmt: skip
    assert "Created: Acme Corporation" in html(sales.get(f"/customers/{acme.pk}"))


def test_the_form_of_every_noun_sent_as_it_stands_changes_nothing() -> None:
    admin = client_of("admin")
    for entity in entities():
        for record in entity.model.everything.filter(trashed_at=None)[:1]:
            place = f"/{entity.path}/{record.pk}/edit"
            page = admin.get(place)
            if page.status_code != 200:
                continue
            before = Entry.objects.count()
            response = admin.post(place, filled_in(html(page)))
            assert (entity.id, response.status_code, Entry.objects.count()) == (entity.id, 302, before)


def test_a_form_begins_with_what_the_address_says(own: Customer) -> None:
    page = client_of("sales").get(f"/contact-points/new?customer={own.pk}&medium=email&back=/customers/{own.pk}")
    sent = filled_in(html(page))
    assert (sent["customer"], sent["medium"], sent["back"]) == ([str(own.pk)], ["email"], [f"/customers/{own.pk}"])
    assert "苏州晨星科技有限公司" in html(page)


def test_what_may_not_be_seen_is_not_named_by_a_form() -> None:
    other = customer_of("other")
    page = html(client_of("sales").get(f"/contact-points/new?customer={other.pk}"))
    assert "Harbour Mills" not in page
    forged = client_of("sales").post(
        "/contact-points/new", {"customer": str(other.pk), "medium": "email", "value": "a@b.example"}
    )
    assert forged.status_code == 422
    assert "There is no such record." in html(forged)


def test_after_adding_one_is_back_where_one_came_from(own: Customer) -> None:
    sales = client_of("sales")
    sent = {"customer": str(own.pk), "medium": "email", "value": "li@chenxing.example"}
    assert (
        sales.post("/contact-points/new", sent | {"back": f"/customers/{own.pk}"})["Location"] == f"/customers/{own.pk}"
    )
    elsewhere = sales.post("/contact-points/new", sent | {"value": "x@chenxing.example", "back": "//evil.example/1"})
    assert elsewhere["Location"] == f"/customers/{own.pk}"


def test_nothing_typed_is_lost_when_something_is_wrong() -> None:
    sales = client_of("sales")
    sent = opened(sales, "/customers/new") | {
        "name": "",
        "revenue": "much",
        "description": "Line one\r\nLine <two>",
        "tier": "B",
    }
    before = Entry.objects.count()
    for headers in ({}, HTMX):
        response = sales.post("/customers/new", sent, headers=headers)
        again = filled_in(html(response))
        assert response.status_code == 422
        assert (again["revenue"], again["description"], again["tier"]) == (["much"], ["Line one\nLine <two>"], ["B"])
        assert 'href="#f-revenue"' in html(response)
        assert 'id="f-revenue-bad"' in html(response)
    assert Entry.objects.count() == before


def test_a_broken_rule_of_the_noun_is_told_beside_its_field(own: Customer) -> None:
    sent = {"customer": str(own.pk), "medium": "email", "value": "not a mail address"}
    response = client_of("sales").post("/contact-points/new", sent)
    assert response.status_code == 422
    assert 'id="f-value-bad"' in html(response)


def test_who_may_not_create_gets_no_form() -> None:
    lawyer = client_of("legal")
    assert lawyer.get("/customers/new").status_code == 403
    assert lawyer.post("/customers/new", {"name": "Acme"}).status_code == 403
    assert client_of("newcomer").get("/customers/new").status_code == 403
    assert client_of("admin").get("/tokens/new").status_code == 403


def test_fields_that_are_not_mine_are_not_written(own: Customer) -> None:
    service_lead = client_of("service-lead")  # may edit, but not owner and tier
    page = html(service_lead.get(f"/customers/{own.pk}/edit"))
    assert 'name="owner"' not in page
    sent = filled_in(page) | {
        "tier": "C",
        "owner": "1",
        "id": "7",
        "version": "1",
        "last_touch": "2020-01-01",
        "city": "Wuxi",
    }
    assert service_lead.post(f"/customers/{own.pk}/edit", sent).status_code == 302
    saved = customer_of("own")
    assert (saved.pk, saved.tier, saved.owner_id, saved.city, saved.last_touch) == (
        own.pk,
        "A",
        own.owner_id,
        "Wuxi",
        own.last_touch,
    )


# -- editing --------------------------------------------------------------------------------------------------------
def test_only_what_was_changed_is_written(own: Customer) -> None:
    sales, place = client_of("sales"), f"/customers/{own.pk}/edit"
    response = sales.post(place, opened(sales, place) | {"city": "Wuxi", "flags": [""]})
    assert response["Location"] == f"/customers/{own.pk}"
    entry = Entry.objects.filter(entity="customer", record=own.pk).latest("id")
    assert entry.changes == {"city": ["苏州", "Wuxi"], "flags": [["sensitive"], []]}
    assert "Saved" in html(sales.get(f"/customers/{own.pk}"))


def test_seconds_that_nobody_typed_stay(own: Customer) -> None:
    call = made(
        acting("sales"), "activity", {"customer": own.pk, "subject": "Call", "happened_at": "2026-02-03 04:05:06.789"}
    )
    sales, place = client_of("sales"), f"/activities/{call.pk}/edit"
    sales.post(place, opened(sales, place) | {"subject": "A call"})
    entry = Entry.objects.filter(entity="activity", record=call.pk).latest("id")
    assert entry.changes == {"subject": ["Call", "A call"]}
    assert Activity.everything.get(pk=call.pk).happened_at == call.happened_at


def test_two_people_at_once_see_both_versions_and_choose(own: Customer) -> None:
    sales, place = client_of("sales"), f"/customers/{own.pk}/edit"
    mine = opened(sales, place) | {"city": "Wuxi", "industry": "Valves"}
    standard.edit(acting("service-lead"), named("customer"), own.pk, {"city": "Nanjing", "country": "China"})
    for headers in ({}, HTMX):
        stale = sales.post(place, mine, headers=headers)
        page = html(stale)
        assert stale.status_code == 412
        assert "Nanjing" in page
        assert "Wuxi" in page
        assert "周岚" in page
        assert page.count('name="pick-') == 4
    assert customer_of("own").city == "Nanjing"
    chosen = filled_in(page) | {"pick-city": "theirs", "pick-industry": "mine"}
    assert sales.post(place, chosen)["Location"] == f"/customers/{own.pk}"
    saved = customer_of("own")
    assert (saved.city, saved.industry, saved.country) == ("Nanjing", "Valves", "China")


def test_what_two_people_changed_in_different_fields_is_brought_together(own: Customer) -> None:
    sales, place = client_of("sales"), f"/customers/{own.pk}/edit"
    mine = opened(sales, place) | {"industry": "Valves"}
    standard.edit(acting("service-lead"), named("customer"), own.pk, {"city": "Nanjing"})
    assert sales.post(place, mine)["Location"] == f"/customers/{own.pk}"
    assert (customer_of("own").city, customer_of("own").industry) == ("Nanjing", "Valves")
    assert "What others changed meanwhile" in html(sales.get(f"/customers/{own.pk}"))


def test_a_form_that_does_not_say_what_it_showed_is_never_brought_together(own: Customer) -> None:
    sales, place = client_of("sales"), f"/customers/{own.pk}/edit"
    standard.edit(acting("service-lead"), named("customer"), own.pk, {"country": "China"})
    assert sales.post(place, {"version": str(own.version), "city": "Wuxi"}).status_code == 412
    assert customer_of("own").city == "苏州"


def test_a_third_change_while_one_chooses_is_told_again(own: Customer) -> None:
    sales, place = client_of("sales"), f"/customers/{own.pk}/edit"
    mine = opened(sales, place) | {"city": "Wuxi"}
    standard.edit(acting("service-lead"), named("customer"), own.pk, {"city": "Nanjing"})
    chosen = filled_in(html(sales.post(place, mine))) | {"pick-city": "mine"}
    standard.edit(acting("service-lead"), named("customer"), own.pk, {"city": "Beijing"})
    again = sales.post(place, chosen)
    assert (again.status_code, "Beijing" in html(again)) == (412, True)
    assert sales.post(place, filled_in(html(again)) | {"pick-city": "mine"}).status_code == 302
    assert customer_of("own").city == "Wuxi"


def test_a_refused_edit_leaves_no_trace(own: Customer) -> None:
    sales, place = client_of("sales"), f"/customers/{own.pk}/edit"
    before = lines(own)
    for wrong in (
        {"revenue": "x"},
        {"parent": "999999"},
        {"stage": "nowhere"},
        {"parent": str(own.pk)},
        {"name": "a" * 300},
    ):
        assert sales.post(place, opened(sales, place) | {"city": "Wuxi"} | wrong).status_code == 422, wrong
    assert (lines(own), customer_of("own").city) == (before, "苏州")


# -- one field in place ---------------------------------------------------------------------------------------------
def form_of(client: Client, own: Customer, field: str) -> dict[str, Any]:
    form = html(client.get(f"/customers/{own.pk}/fields/{field}", headers=HTMX))
    return {"version": hidden_in(form, "version"), f"shown-{field}": hidden_in(form, f"shown-{field}")}


def hidden_in(form: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', form)
    assert found, f"no input {name}"
    return unescape(found[1])


def test_a_field_is_edited_in_its_place(own: Customer) -> None:
    sales = client_of("sales")
    response = sales.post(
        f"/customers/{own.pk}/fields/city", form_of(sales, own, "city") | {"city": "Wuxi"}, headers=HTMX
    )
    assert response.status_code == 200
    assert html(response).strip().startswith('<dd data-field="city" data-editable')
    assert words(html(response)) == "Wuxi"
    entry = Entry.objects.filter(entity="customer", record=own.pk).latest("id")
    assert f"/customers/{own.pk}/undo/{entry.id}" in response["HX-Trigger"]
    assert "record-changed" in response["HX-Trigger"]


def test_a_wrong_value_stays_in_its_field(own: Customer) -> None:
    sales = client_of("sales")
    response = sales.post(
        f"/customers/{own.pk}/fields/revenue", form_of(sales, own, "revenue") | {"revenue": "much"}, headers=HTMX
    )
    assert response.status_code == 422
    assert 'value="much"' in html(response)
    assert "cell-error" in html(response)


def test_another_field_changed_meanwhile_is_no_reason_to_refuse_this_one(own: Customer) -> None:
    sales = client_of("sales")
    form = form_of(sales, own, "city")
    standard.edit(acting("service-lead"), named("customer"), own.pk, {"industry": "Valves"})
    assert sales.post(f"/customers/{own.pk}/fields/city", form | {"city": "Wuxi"}, headers=HTMX).status_code == 200
    assert (customer_of("own").city, customer_of("own").industry) == ("Wuxi", "Valves")


def test_the_same_field_changed_meanwhile_is_for_the_person_to_choose(own: Customer) -> None:
    sales = client_of("sales")
    form = form_of(sales, own, "city")
    standard.edit(acting("service-lead"), named("customer"), own.pk, {"city": "Nanjing"})
    stale = sales.post(f"/customers/{own.pk}/fields/city", form | {"city": "Wuxi"}, headers=HTMX)
    page = html(stale)
    assert stale.status_code == 412
    assert "Nanjing" in page
    assert "Wuxi" in page
    kept = {name: hidden_in(page, name) for name in ("version", "city", "shown-city")}
    assert sales.post(f"/customers/{own.pk}/fields/city", kept, headers=HTMX).status_code == 200
    assert customer_of("own").city == "Wuxi"


def test_whoever_gives_a_record_away_is_told_that_it_is_gone(own: Customer) -> None:
    sales = client_of("sales")
    form = form_of(sales, own, "owner") | {"owner": str(person_called("rival").pk)}
    response = sales.post(f"/customers/{own.pk}/fields/owner", form, headers=HTMX)
    assert response.status_code in (200, 403)
    if response.status_code == 200:
        assert response["HX-Redirect"] == "/customers/"


# -- names that are taken already -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed_name", "found"),
    [
        ("Brightwater Ltd", ["Brightwater Ltd"]),
        ("brightwater", ["Brightwater Ltd"]),
        ("Brightwatr Ltd", ["Brightwater Ltd"]),
        ("苏州晨星", ["苏州晨星科技有限公司"]),  # its trade and form are left out
        ("晨星科技股份有限公司", ["苏州晨星科技有限公司"]),
        ("Chenxing", ["苏州晨星科技有限公司"]),
        ("\x00\x00'); --", []),
        ("Brightwater Ltd.", ["Brightwater Ltd"]),
        ("苏州晨星科技", ["苏州晨星科技有限公司"]),
        ("Harbour Mills", []),  # out of this reader's sight
        ("Zzz", []),
        ("B", []),
        ("", []),
    ],
)
def test_alike_names_are_told_while_typing(typed_name: str, found: list[str]) -> None:
    response = client_of("sales").get("/customers/alike", {"name": typed_name}, headers=HTMX)
    assert response.status_code == 200
    assert re.findall(r'target="_blank">([^<]+)</a>', html(response)) == found


def test_the_hint_is_offered_where_a_record_is_created(own: Customer) -> None:
    sales = client_of("sales")
    assert 'hx-get="/customers/alike"' in html(sales.get("/customers/new"))
    assert "/customers/alike" not in html(sales.get(f"/customers/{own.pk}/edit"))


# -- the parts that need no page ------------------------------------------------------------------------------------
def test_line_ends_and_several_values_are_read_as_they_are_kept() -> None:
    fields = named("customer").fields
    post = QueryDict(mutable=True)
    post.update({"description": "one\r\ntwo", "shown-description": "one\ntwo", "unknown": "x"})
    post.setlist("flags", ["", "blocked"])
    read = typed(post, fields)
    assert read.values == {"description": "one\ntwo", "flags": ["blocked"]}
    assert read.changed == {"flags": ["blocked"]}


def test_two_ways_of_writing_one_value_are_the_same() -> None:
    fields = named("customer").fields
    moment = named("activity").fields["happened_at"]
    assert same(fields["revenue"], "1,100.00", "1100.00")
    assert same(moment, "2026-01-02T03:04", "2026-01-02T03:04:00.000")
    assert not same(moment, "2026-01-02T03:04", "2026-01-02T03:05")
    assert not same(fields["revenue"], "much", "1100.00")
