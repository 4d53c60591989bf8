"""What stands beside a customer: ways to reach it, its family, and ties that read naturally from either side."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from concerto.customers.contact_point.panels import ways_to_reach
from concerto.customers.customer.entity import customer as described
from concerto.customers.customer.model import Customer
from concerto.customers.customer.panels import family
from concerto.customers.relation.panels import people_and_ties
from concerto.kernel.entity.registry import named
from concerto.kernel.pages.panels import Panel
from concerto.kernel.pages.record.composer import composer_of
from concerto.kernel.pages.record.look import Look, look_at
from concerto.kernel.pages.record.related import beside
from tests.cast import acting, client_of, customer_of, made, person_called
from tests.kernel.pages.reading import html

pytestmark = pytest.mark.django_db
Draw = Callable[[Look], "Panel | None"]


def seen_by(username: str, customer: Customer) -> Look:
    return look_at(acting(username), described, customer.pk)


def lines(draw: Draw, username: str, customer: Customer) -> list[tuple[str, str, str]]:
    panel = draw(seen_by(username, customer))
    return [(line.title, line.note, line.end) for line in panel.lines] if panel else []


def tie(customer: Customer, tie: str, other: Customer, part: str = "") -> None:
    made(acting("admin"), "relation", {"customer": customer.pk, "tie": tie, "other": other.pk, "part": part})


@pytest.fixture
def person() -> Customer:
    return made(acting("admin"), "customer", {"name": "何叙白", "form": "person", "owner": person_called("sales").pk})


def test_a_person_at_two_organisations_reads_naturally_from_each_side(person: Customer) -> None:
    own, group = customer_of("own"), customer_of("group")
    tie(person, "works-at", own, "工程总监")
    tie(person, "works-at", group)
    assert lines(people_and_ties, "admin", person) == [
        ("苏州晨星科技有限公司", "works at · 工程总监", ""),
        ("Amber Holding", "works at", ""),
    ]
    assert ("何叙白", "works here · 工程总监", "") in lines(people_and_ties, "admin", own)


def test_a_tie_to_whom_one_may_not_see_is_not_told(person: Customer) -> None:
    tie(person, "works-at", customer_of("own"))
    tie(person, "works-at", customer_of("other"))
    tie(customer_of("other"), "referred", person)
    assert [title for title, _note, _end in lines(people_and_ties, "sales", person)] == ["苏州晨星科技有限公司"]
    assert people_and_ties(seen_by("sales", person)).count.value == 1  # type: ignore[union-attr]  # there is one


def test_households_and_partners_read_the_same_from_both_sides(person: Customer) -> None:
    other = made(acting("admin"), "customer", {"name": "沈海棠", "form": "person"})
    tie(person, "household", other)
    assert lines(people_and_ties, "admin", person) == [("沈海棠", "lives with", "")]
    assert lines(people_and_ties, "admin", other) == [("何叙白", "lives with", "")]


def test_a_subsidiary_stands_under_its_group() -> None:
    assert [title for title, _note, _end in lines(family, "admin", customer_of("group"))] == ["Amber Retail"]
    assert lines(family, "admin", customer_of("subsidiary")) == []


def test_a_private_person_is_not_asked_for_subsidiaries(person: Customer) -> None:
    assert family(seen_by("admin", person)) is None
    assert family(seen_by("admin", customer_of("own"))).add.startswith("/customers/new?parent=2&back=")  # type: ignore[union-attr]  # there is one


def test_ways_to_reach_are_used_by_one_press_unless_refused(person: Customer) -> None:
    for values in (
        {"medium": "email", "value": "he@egret.example", "note": "office"},
        {"medium": "mobile", "value": "138 0013 8000", "primary": True},
        {"medium": "phone", "value": "0512 6666 8888", "consent": "refused"},
        {"medium": "wechat", "value": "he-xubai"},
    ):
        made(acting("admin"), "contact-point", {"customer": person.pk, **values})
    panel = ways_to_reach(seen_by("sales", person))
    assert panel
    assert [(line.call.split(":")[0], line.end, line.faded) for line in panel.lines] == [
        ("tel", "", False),
        ("mailto", "office", False),
        ("", "no contact", True),
        ("", "", False),
    ]


def test_what_may_not_be_added_is_not_offered(person: Customer) -> None:
    offered: dict[str, Any] = {
        name: ways_to_reach(seen_by(name, customer_of("own"))) for name in ("sales", "legal", "service")
    }
    assert bool(offered["sales"].add)
    assert not offered["legal"].add
    assert bool(offered["service"].add)  # may add to whatever it may read
    team = ways_to_reach(seen_by("sales", customer_of("team")))
    assert team
    assert not team.add  # seen, but not the reader's to edit


def test_panels_of_colleagues_and_departments_are_derived() -> None:
    person = person_called("sales")
    look = look_at(acting("admin"), named("person"), person.pk)
    labels = [str(panel.label) for panel in beside(look)]
    assert {"Memberships", "Customers", "Activities", "Notes"} <= set(labels)
    customers = next(panel for panel in beside(look) if panel.id == "customer-owner")
    assert {line.title for line in customers.lines} == {"欧阳静", "苏州晨星科技有限公司"}
    assert customers.all == f"/customers/?filter=owner+%3D+P-{person.pk:05d}"
    listed = html(client_of("admin").get(customers.all))
    assert "苏州晨星科技有限公司" in listed
    assert "Harbour Mills" not in listed


def test_a_count_is_that_of_the_reader() -> None:
    rival = person_called("rival")
    for number in range(7):
        made(acting("admin"), "customer", {"name": f"Mill {number}", "owner": rival.pk})
    for username, expected in (("admin", 8), ("sales", None)):
        panels = beside(look_at(acting(username), named("person"), rival.pk))
        found = next((panel for panel in panels if panel.id == "customer-owner"), None)
        assert (found.count.value if found else None) == expected
        assert found is None or len(found.lines) == 5


# -- writing on the timeline ----------------------------------------------------------------------------------------
def test_the_composer_has_a_tab_for_every_way_to_write() -> None:
    composer = composer_of(seen_by("sales", customer_of("own")))
    assert composer
    assert [(tab.id, str(tab.label), tab.icon) for tab in composer.tabs] == [
        ("comment", "Comment", "message"),
        ("note", "Note", "note"),
        ("activity.call", "Call", "phone"),
        ("activity.meeting", "Meeting", "users"),
        ("activity.mail", "Mail", "mail"),
        ("activity.visit", "Visit", "map-pin"),
        ("activity.chat", "Chat", "message-2"),
    ]
    assert [[control.field.id for control in part.controls] for part in composer.parts] == [
        ["subject", "happened_at", "minutes", "direction"]
    ]


def test_a_note_and_a_visit_are_written() -> None:
    own, sales, htmx = customer_of("own"), client_of("sales"), {"HX-Request": "true"}
    place = f"/customers/{own.pk}/compose"
    answer = sales.post(place, {"kind": "note", "text": "Line one\r\nline two"}, headers=htmx)
    assert answer.status_code == 200
    assert "Line one\nline two" in html(answer)
    visit = {
        "kind": "activity.visit", "text": "Looked at the plant.", "activity.subject": "Plant tour",
        "activity.happened_at": "2031-02-02T09:30", "activity.minutes": "90",
    }  # fmt: skip
    assert "Plant tour" in html(sales.post(place, visit, headers=htmx))
    written = named("activity").model.everything.latest("id")
    assert (written.sort, written.minutes, written.customer_id, written.author_id) == (
        "visit",
        90,
        own.pk,
        person_called("sales").pk,
    )


def test_the_time_of_an_entry_is_now_unless_somebody_says_otherwise() -> None:
    own, sales = customer_of("own"), client_of("sales")
    opened = {"activity.happened_at": "2026-02-02T09:30", "shown-activity.happened_at": "2026-02-02T09:30"}
    sales.post(
        f"/customers/{own.pk}/compose", {"kind": "activity.call", "text": "x", "activity.subject": "y", **opened}
    )
    written = named("activity").model.everything.latest("id")
    assert timezone.now() - written.happened_at < timedelta(minutes=1)


def test_what_cannot_be_kept_is_told_and_the_entries_stay() -> None:
    own, sales = customer_of("own"), client_of("sales")
    answer = sales.post(
        f"/customers/{own.pk}/compose", {"kind": "activity.call", "text": "x"}, headers={"HX-Request": "true"}
    )
    assert (answer.status_code, answer["HX-Retarget"]) == (422, "#not-composed")
    assert "Subject: This is needed." in html(answer)
    for forged in ("token", "customer", "activity.sail", ""):
        status = sales.post(
            f"/customers/{own.pk}/compose", {"kind": forged, "text": "x", "activity.subject": "y"}
        ).status_code
        assert status == (422 if forged == "activity.sail" else 404), forged


def test_who_only_reads_may_still_write_notes_but_not_on_what_is_out_of_sight() -> None:
    lawyer = client_of("legal")
    assert (
        lawyer.post(f"/customers/{customer_of('own').pk}/compose", {"kind": "note", "text": "Checked."}).status_code
        == 200
    )
    assert (
        client_of("sales")
        .post(f"/customers/{customer_of('other').pk}/compose", {"kind": "note", "text": "x"})
        .status_code
        == 404
    )
