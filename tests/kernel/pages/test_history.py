"""History and taking back: every line with what it was before, and a way back while nobody has built on it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone, translation

from concerto.customers.customer.model import Customer
from concerto.kernel.actions import standard
from concerto.kernel.actions import undo as undoing
from concerto.kernel.entity.registry import named
from concerto.kernel.journal.model import Entry
from concerto.kernel.pages.record.days import day_in_words
from concerto.kernel.pages.record.folding import changed_in_all, folded
from concerto.kernel.pages.record.steps import added_up, in_words
from concerto.kernel.timeline.reading import history, timeline
from tests.cast import acting, client_of, customer_of, made, person_called
from tests.kernel.pages.reading import html
from tests.kernel.pages.test_record import address, told

HTMX = {"HX-Request": "true"}


@pytest.fixture
def own(db: None) -> Customer:
    return customer_of("own")


def edit(username: str, customer: Customer, **values: str) -> Entry:
    standard.edit(acting(username), named("customer"), customer.pk, values)
    return newest(customer)


def newest(customer: Customer) -> Entry:
    return Entry.objects.filter(entity="customer", record=customer.pk).latest("id")


def undo(username: str, customer: Customer, entry: Entry, **more: str):  # type: ignore[no-untyped-def]  # Django's test response
    return client_of(username).post(address(customer, "undo", str(entry.id)), more, headers=HTMX)


def test_every_line_says_who_when_and_what(own: Customer) -> None:
    edit("service-lead", own, city="Wuxi", industry="Valves")
    entries = told(html(client_of("sales").get(address(own, "history"))))
    assert "周岚" in entries[0]
    assert "changed 2 fields" in entries[0]
    assert "City苏州Wuxi" in entries[0]
    assert "IndustryElectronicsValves" in entries[0]
    assert "created this customer" in entries[-1]
    assert "Name苏州晨星科技有限公司" in entries[-1]


def test_history_keeps_to_one_field_when_asked(own: Customer) -> None:
    edit("sales", own, city="Wuxi")
    edit("sales", own, industry="Valves")
    entries = told(html(client_of("sales").get(address(own, "history?field=city"))))
    assert len(entries) == 2
    assert "City苏州Wuxi" in entries[0]


def test_a_history_is_read_on_to_its_end(own: Customer) -> None:
    for number in range(60):
        edit("sales", own, city=f"City {number:02d}")
    sales, seen, next = client_of("sales"), [], address(own, "history")
    while next:
        page = html(sales.get(next, headers=HTMX))
        seen += re.findall(r"<ins>(City \d\d)</ins>", page)
        following = re.search(r'class="entry-more" hx-get="([^"]+)"', page)
        next = following[1].replace("&amp;", "&") if following else ""
    assert seen == [f"City {number:02d}" for number in reversed(range(60))]


def test_times_are_told_in_the_zone_of_the_reader(own: Customer) -> None:
    standard.edit(acting("admin"), named("person"), person_called("sales").pk, {"time_zone": "Pacific/Kiritimati"})
    at = edit("service-lead", own, city="Wuxi").at
    here = (
        timezone.localtime(at, timezone.zoneinfo.ZoneInfo("Pacific/Kiritimati"))
        if hasattr(timezone, "zoneinfo")
        else None
    )
    page = html(client_of("sales").get(address(own, "history")))
    hour = f"{(at + timedelta(hours=14)).astimezone(UTC):%H:%M}"
    assert f">{hour}</time>" in page
    assert here is None or f"{here:%H:%M}" == hour


# -- taking back ----------------------------------------------------------------------------------------------------
def test_a_line_is_taken_back(own: Customer) -> None:
    entry = edit("sales", own, city="Wuxi")
    response = undo("sales", own, entry)
    assert (response.status_code, response["HX-Refresh"]) == (200, "true")
    assert customer_of("own").city == "苏州"
    assert (newest(own).verb, newest(own).because) == ("undo", entry.id)
    plain = client_of("sales").post(address(own, "undo", str(newest(own).id)))
    assert plain["Location"] == address(own)
    assert customer_of("own").city == "Wuxi"


def test_what_others_have_built_on_is_refused_in_words(own: Customer) -> None:
    entry = edit("sales", own, city="Wuxi")
    edit("service-lead", own, city="Nanjing")
    before = newest(own).id
    response = undo("sales", own, entry)
    assert (response.status_code, response["Content-Type"]) == (409, "application/problem+json")
    assert "changed again since" in response.json()["detail"]
    assert (customer_of("own").city, newest(own).id) == ("Nanjing", before)


def test_a_line_of_another_record_is_not_found(own: Customer) -> None:
    entry = edit("admin", customer_of("other"), city="Ghent")
    assert undo("sales", own, entry).status_code == 404
    assert undo("sales", customer_of("other"), entry).status_code == 404
    assert customer_of("other").city == "Ghent"
    for line in ("0", str(2**63), "9" * 40):
        assert client_of("sales").post(address(own, "undo", line)).status_code == 404
    assert undo("sales", own, newest(own), also="1;2").status_code == 404


def test_who_may_not_edit_may_not_take_back(own: Customer) -> None:
    entry = edit("sales", own, city="Wuxi")
    assert undo("legal", own, entry).status_code == 403
    assert customer_of("own").city == "Wuxi"


def test_a_group_is_taken_back_as_one_or_not_at_all(own: Customer) -> None:
    lines = [edit("sales", own, city="Wuxi"), edit("sales", own, industry="Valves"), edit("sales", own, city="Nanjing")]
    page = html(client_of("sales").get(address(own)))
    also = f"{lines[1].id},{lines[0].id}"
    assert f'action="{address(own, "undo", str(lines[2].id))}"' in page
    assert f'name="also" value="{also}"' in page
    edit("service-lead", own, industry="Pumps")
    assert undo("sales", own, lines[2], also=also).status_code == 409
    assert (customer_of("own").city, customer_of("own").industry) == ("Nanjing", "Pumps")
    edit("service-lead", own, industry="Valves")
    assert undo("sales", own, lines[2], also=also).status_code == 200
    assert (customer_of("own").city, customer_of("own").industry) == ("苏州", "Electronics")


def test_deleting_leads_away_and_can_be_taken_back(own: Customer) -> None:
    steward = client_of("data")
    response = steward.post(address(own, "delete"), headers=HTMX)
    assert response["HX-Redirect"] == "/customers/"
    assert steward.get(address(own)).status_code == 404
    assert "is in the trash" in html(steward.get("/customers/"))
    assert undo("data", own, newest(own)).status_code == 200
    assert steward.get(address(own)).status_code == 200
    assert client_of("sales").post(address(own, "delete")).status_code == 403


def test_a_creation_taken_back_leads_away_from_the_page_that_is_gone() -> None:
    acme = made(acting("admin"), "customer", {"name": "Acme"})
    entry = Entry.objects.filter(entity="customer", record=acme.pk).latest("id")
    here = {"HX-Request": "true", "HX-Current-URL": f"http://testserver/customers/{acme.pk}/history"}
    response = client_of("admin").post(f"/customers/{acme.pk}/undo/{entry.id}", headers=here)
    assert response["HX-Redirect"] == "/customers/"


test_a_creation_taken_back_leads_away_from_the_page_that_is_gone = pytest.mark.django_db(
    test_a_creation_taken_back_leads_away_from_the_page_that_is_gone
)


def test_undo_is_offered_only_where_it_can_be_done(own: Customer) -> None:
    first = edit("sales", own, city="Wuxi")
    second = edit("service-lead", own, city="Nanjing")
    page = html(client_of("sales").get(address(own, "history")))
    assert f"/undo/{second.id}" in page
    assert f"/undo/{first.id}" not in page
    assert "/undo/" not in html(client_of("legal").get(address(own, "history")))


# -- folding --------------------------------------------------------------------------------------------------------
def test_small_edits_one_after_the_other_read_as_one(own: Customer) -> None:
    edit("sales", own, city="Wuxi")
    edit("sales", own, industry="Valves")
    edit("service-lead", own, country="China")
    edit("sales", own, city="苏州")
    groups = folded(history(acting("sales"), own).happenings)
    assert [len(group) for group in groups[:3]] == [1, 1, 2]
    assert [(each.field.id, each.before, each.after) for each in changed_in_all(groups[2])] == [
        ("city", "苏州", "Wuxi"),
        ("industry", "Electronics", "Valves"),
    ]


def test_what_was_put_back_by_oneself_is_no_change(own: Customer) -> None:
    edit("sales", own, city="Wuxi")
    edit("sales", own, city="苏州")
    groups = folded(history(acting("sales"), own).happenings)
    assert changed_in_all(groups[0]) == ()
    assert "changed something and put it back" in html(client_of("sales").get(address(own)))


def test_edits_long_after_each_other_stay_apart(own: Customer) -> None:
    edit("sales", own, city="Wuxi")
    edit("sales", own, industry="Valves")
    happenings = history(acting("sales"), own).happenings
    happenings[1].line.happened_at -= timedelta(minutes=11)
    assert [len(group) for group in folded(happenings[:2])] == [1, 1]


def test_edits_of_an_import_do_not_mix_with_those_of_a_person(own: Customer) -> None:
    edit("sales", own, city="Wuxi")
    standard.edit(acting("sales", door="import").within(3, 1), named("customer"), own.pk, {"industry": "Valves"})
    groups = folded(history(acting("sales"), own).happenings)
    assert [len(group) for group in groups[:2]] == [1, 1]
    assert "by import, batch 3, line 1" in html(client_of("sales").get(address(own)))


# -- days and spans -------------------------------------------------------------------------------------------------
def test_days_have_names() -> None:
    today = date(2026, 11, 19)
    assert day_in_words(today, today) == "Today · Thu, Nov 19"
    assert day_in_words(date(2026, 11, 18), today) == "Yesterday · Wed, Nov 18"
    assert day_in_words(date(2026, 11, 17), today) == "Tue, Nov 17"
    assert day_in_words(date(2024, 2, 29), today) == "Thu, Feb 29, 2024"
    with translation.override("zh-hans"):
        assert day_in_words(date(2026, 11, 17), today) == "11月17日周二"


def test_time_in_steps_adds_up() -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    moves = [("acquire", start), ("nurture", start + timedelta(days=12)), ("acquire", start + timedelta(days=40))]
    assert added_up(moves, start + timedelta(days=50)) == {"acquire": timedelta(days=22), "nurture": timedelta(days=28)}
    assert added_up([], start) == {}


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "today"), (1, "1 day"), (59, "59 days"), (61, "2 months"), (400, "13 months"), (950, "2 years")],
)
def test_spans_are_told_in_the_unit_that_says_enough(days: int, words: str) -> None:
    assert in_words(timedelta(days=days)) == words


def test_the_timeline_and_the_history_agree(own: Customer) -> None:
    edit("sales", own, city="Wuxi")
    actor = acting("sales")
    lines = [happening.line.id for happening in timeline(actor, own, nouns=("customer",)).happenings]
    assert lines == [happening.line.id for happening in history(actor, own).happenings]


# -- what is in the trash, where a value comes from, what is alike ----------------------------------------------------
@pytest.mark.django_db
def test_a_record_in_the_trash_keeps_its_history_and_its_past() -> None:
    standard.edit(acting("admin"), named("customer"), customer_of("own").pk, {"city": "Wuhan"})
    own = customer_of("own").pk
    at = Entry.objects.filter(entity="customer", record=own).latest("id").at.isoformat()
    standard.delete(acting("admin"), named("customer"), own)
    admin = client_of("admin")
    assert "put this customer into the trash" in html(admin.get(f"/customers/{own}/history"))
    assert "Wuhan" in html(admin.get(f"/customers/{own}", {"at": at}))
    assert admin.get(f"/customers/{own}").status_code == 404
    assert {
        client_of("rival").get(f"/customers/{own}{rest}").status_code for rest in ("/history", f"?at={at[:10]}")
    } == {404}


@pytest.mark.django_db
def test_a_value_that_was_taken_back_says_so() -> None:
    own = customer_of("own").pk
    standard.edit(acting("sales"), named("customer"), own, {"city": "Xi'an"})
    undoing.undo(acting("admin"), Entry.objects.filter(entity="customer", record=own).latest("id"))
    source = html(client_of("sales").get(f"/customers/{own}/source/city"))
    assert "Takes back or follows what 李青 did" in source


@pytest.mark.django_db
def test_what_is_alike_folds_into_one_line_and_the_rest_goes_on() -> None:
    own = customer_of("own").pk
    for number in range(40):
        made(acting("sales"), "contact-point", {"customer": own, "medium": "wechat", "value": f"wechat-{number}"})
    page = html(client_of("sales").get(f"/customers/{own}"))
    assert "40 times" in page
    assert "wechat-39" in page
    assert page.count('class="entry run"') == 1
    assert "Clear up sales" in page, "what came before is on the same page"
