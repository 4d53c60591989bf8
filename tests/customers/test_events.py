"""What customers do comes in once, goes to the right customer, and costs strangers more than us."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from django.core.signing import Signer
from django.test import Client
from django.utils import timezone

from concerto.customers.event.model import Event
from concerto.customers.tracked_site.model import TrackedSite
from concerto.customers.tracking.door import LARGEST, script
from concerto.customers.visitor.token import customer_in, token_of
from concerto.kernel.actions.merging.merge import merge
from concerto.kernel.entity.registry import named
from concerto.kernel.journal.model import Entry
from tests.cast import acting, api_of, client_of, customer_of, person_called

pytestmark = pytest.mark.django_db


def tell(events: list[Any], who: str = "admin") -> Any:
    return api_of(who).post("/api/v1/events/intake", json.dumps({"events": events}), content_type="application/json")


def kept(**asked: Any) -> list[Event]:
    return list(Event.everything.filter(**asked).order_by("pk"))


@pytest.fixture(autouse=True)
def nothing_yet(db: None) -> None:
    Event.everything.all().delete()


def test_events_are_told_once(db: None) -> None:
    own = customer_of("own").pk
    events = [
        {
            "id": "a",
            "kind": "purchase",
            "customer": own,
            "amount": "12.50",
            "at": "2026-11-01T08:00:00Z",
            "about": "Tea",
        },
        {"id": "b", "kind": "review", "customer": f"C-{own:05d}", "score": 4},
        {"id": "b", "kind": "review", "customer": own, "score": 1},
        {"kind": "page-view", "page": "https://shop.example/tea"},
    ]
    assert tell(events).json() == {"taken": 3, "known": 1, "refused": []}
    assert tell(events[:2]).json() == {"taken": 0, "known": 2, "refused": []}
    assert [(each.kind, each.customer_id, each.what) for each in kept()] == [
        ("purchase", own, "Tea"), ("review", own, ""), ("page-view", None, ""),
    ]  # fmt: skip
    assert [each.score for each in kept(kind="review")] == [4]


@pytest.mark.parametrize(
    "wrong",
    [
        "text", 7, None, [], {}, {"kind": "nothing-like-it"}, {"kind": "purchase", "amount": "much"}, {"kind": "review", "score": 101},
        {"kind": "review", "score": True}, {"kind": "cart", "at": "yesterday"}, {"kind": "cart", "at": "2999-01-01T00:00:00Z"},
        {"kind": "cart", "customer": 10**18}, {"kind": "cart", "customer": "P-00001"}, {"kind": "cart", "customer": True},
        {"kind": "cart", "visitor": "x" * 201}, {"kind": "cart", "id": 7}, {"kind": "cart", "about": "y" * 201}, {"kind": "cart", "is": 1},
        {"kind": "cart", "amount": "1e400"}, {"kind": ["cart"]}, {"kind": "cart", "customer": {"id": 1}},
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_refused_alone(db: None, wrong: Any) -> None:
    answer = tell([wrong, {"kind": "cart"}])
    assert answer.status_code == 200
    assert (answer.json()["taken"], [each["place"] for each in answer.json()["refused"]]) == (1, [0])


@pytest.mark.parametrize(
    "body", [{}, {"events": []}, {"events": "x"}, {"events": [{"kind": "cart"}] * 1001}, {"events": [], "more": 1}]
)
def test_a_body_that_is_none_is_refused_whole(db: None, body: Any) -> None:
    answer = api_of("admin").post("/api/v1/events/intake", json.dumps(body), content_type="application/json")
    assert answer.status_code == 400
    assert kept() == []


def test_only_who_may_tells_and_only_of_customers_in_sight(db: None) -> None:
    assert tell([{"kind": "cart"}], "sales").status_code == 403
    trashed = customer_of("trashed").pk
    assert tell([{"kind": "cart", "customer": trashed}]).json()["taken"] == 0


def test_a_visitor_who_signs_in_brings_the_visits_along(db: None) -> None:
    own, other = customer_of("own").pk, customer_of("other").pk
    tell([{"kind": "page-view", "visitor": "browser-1"}, {"kind": "cart", "visitor": "browser-2"}])
    tell([{"kind": "sign-in", "visitor": "browser-1", "customer": own}])
    tell([{"kind": "product-view", "visitor": "browser-1"}])
    tell([{"kind": "sign-in", "visitor": "browser-1", "customer": other}, {"kind": "cart", "visitor": "browser-1"}])
    assert [(each.kind, each.customer_id) for each in kept()] == [
        ("page-view", own), ("cart", None), ("sign-in", own), ("product-view", own), ("sign-in", other), ("cart", other),
    ]  # fmt: skip


# -- the tracker ----------------------------------------------------------------------------------------------------
def shop() -> TrackedSite:
    found = TrackedSite.everything.get(name="Shop")
    assert isinstance(found, TrackedSite)
    return found


def track(body: Any, origin: str = "https://shop.example", key: str = "") -> int:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Client().post(
        f"/track/{key or shop().key}", raw, content_type="text/plain;charset=UTF-8", headers={"origin": origin}
    ).status_code  # fmt: skip


def test_the_script_is_small_and_for_everybody(db: None) -> None:
    answer = Client().get("/tracker.js")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert len(script()) < 3000


def test_a_browser_tells_what_was_looked_at_but_not_what_was_paid(db: None) -> None:
    visit = {
        "visitor": str(uuid4()),
        "events": [{"kind": "purchase", "about": "Tea", "amount": "999999", "score": 100, "ago": 5}],
    }
    assert track(visit) == 204
    assert [(each.kind, each.what, each.amount, each.score, each.customer_id, each.site_id) for each in kept()] == [
        ("purchase", "Tea", None, None, None, shop().pk)
    ]


def test_a_signed_token_says_who_it_is_and_nothing_else_does(db: None) -> None:
    own = customer_of("own").pk
    visitor = str(uuid4())
    assert (
        track({"visitor": visitor, "person": f"{own}:forged", "events": [{"kind": "page-view", "customer": own}]})
        == 204
    )
    assert [each.customer_id for each in kept()] == [None]
    good = token_of(own, timezone.now() + timedelta(minutes=1))
    assert track({"visitor": visitor, "person": good, "events": [{"kind": "mail-click"}]}) == 204
    assert [each.customer_id for each in kept()] == [own, own]


def test_a_token_is_good_for_its_time_and_for_whoever_the_customer_is_now(db: None) -> None:
    own, soon, over = customer_of("own"), timezone.now() + timedelta(minutes=1), timezone.now() - timedelta(seconds=1)
    good = token_of(own.pk, soon)
    assert customer_in(good) == own.pk
    ours = Signer(salt="concerto.customer-on-our-sites")
    others = [
        Signer(salt="of something else").sign(f"{own.pk}.9999999999"),
        Signer(key="not ours").sign(f"{own.pk}.9999999999"),
    ]
    broken = [
        ours.sign(each)
        for each in (str(own.pk), f"{own.pk}.", f"{own.pk}.1e9", f"{own.pk}.{10**30}", "a.b", "1.2.3", "")
    ]
    changed = [
        good.replace(str(own.pk), str(customer_of("other").pk), 1),
        good[:-1],
        good + "x",
        "",
        "\x00",
        "x" * 10_000,
    ]
    assert [customer_in(each) for each in (token_of(own.pk, over), *others, *broken, *changed)] == [None] * 16
    other = customer_of("other").pk
    merge(acting("admin"), named("customer"), other, own.pk)
    assert track({"person": good, "events": [{"kind": "mail-click"}]}) == 204
    assert [each.customer_id for each in kept()] == [other]


# -- the link to it -------------------------------------------------------------------------------------------------
def link(who: str, customer: Any, **asked: Any) -> Any:
    return api_of(who).post(
        f"/api/v1/customers/{customer.pk}/actions/link-to-site", json.dumps(asked), content_type="application/json"
    )


def test_a_marketer_is_given_a_link_by_which_the_customer_is_known(db: None) -> None:
    own = customer_of("own")
    answer = link("marketing", own, site=shop().pk, address="https://shop.example/tea?page=2&concerto=old#top", days=30)
    assert answer.status_code == 200
    given = answer.json()
    address = urlsplit(given["link"])
    assert (address.netloc, address.path, address.fragment) == ("shop.example", "/tea", "top")
    assert parse_qs(address.query) == {"page": ["2"], "concerto": [given["token"]]}
    assert customer_in(given["token"]) == own.pk
    assert 29 <= (datetime.fromisoformat(given["until"]) - timezone.now()).days <= 30
    line = Entry.objects.filter(entity="customer", record=own.pk).latest("id")
    assert (line.verb, line.changes, line.actor) == ("link-to-site", {}, person_called("marketing").pk)


@pytest.mark.parametrize(
    "asked",
    [
        {"days": 0}, {"days": 367}, {"days": -1}, {"site": 10**9}, {"site": None}, {"address": "https://evil.example/"},
        {"address": "https://shop.example@evil.example/"}, {"address": "https://shop.example.evil.example"}, {"address": "javascript:alert(1)"},
        {"address": "//shop.example/"}, {"address": "https://shop.example\\@evil.example"}, {"address": "https://shop.example/\nX"},
        {"address": "http://["}, {"more": 1},
    ],
)  # fmt: skip
def test_a_link_leads_to_our_own_sites_and_not_for_ever(db: None, asked: dict[str, Any]) -> None:
    answer = link("marketing", customer_of("own"), **({"site": shop().pk} | asked))
    assert answer.status_code == 422


def test_who_knows_no_site_is_not_offered_a_link(db: None) -> None:
    """A sales rep edits the customer, and may not know the sites."""
    own = customer_of("own")
    assert link("sales", own, site=shop().pk).status_code == 403
    assert "link-to-site" not in client_of("sales").get(f"/customers/{own.pk}").text
    page = client_of("marketing")
    assert "link-to-site" in page.get(f"/customers/{own.pk}").text
    done = page.post(f"/customers/{own.pk}/actions/link-to-site", {"site": shop().pk, "address": "", "days": "7"})
    assert done.status_code == 200
    assert "https://shop.example?concerto=" in done.text


@pytest.mark.parametrize(
    ("body", "origin", "key", "status"),
    [
        ({"events": [{"kind": "page-view"}]}, "https://other.example", "", 403),
        ({"events": [{"kind": "page-view"}]}, "", "", 403),
        ({"events": [{"kind": "page-view"}]}, "https://shop.example", "nobody", 403),
        (b"x" * (LARGEST + 1), "https://shop.example", "", 413),
        (b"\xff\xfe", "https://shop.example", "", 204),
        (b"[" * 5000, "https://shop.example", "", 204),
        ([1, 2], "https://shop.example", "", 204),
        ({"events": {"a": 1}}, "https://shop.example", "", 204),
        ({"visitor": ["x"], "events": [{"kind": "page-view"}]}, "https://shop.example", "", 204),
        ({"events": [None, "x", {"kind": "what"}, {"kind": "page-view", "about": 7}]}, "https://shop.example", "", 204),
    ],
)
def test_hostile_tellings_leave_nothing(db: None, body: Any, origin: str, key: str, status: int) -> None:
    assert track(body, origin, key) == status
    assert kept() == []


def test_a_site_that_is_off_is_not_listened_to(db: None) -> None:
    TrackedSite.everything.update(active=False)
    assert track({"events": [{"kind": "page-view"}]}) == 403
