"""What stands around every page: rail, palette, preferences, headers, and what is said when something is wrong."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import path

from concerto.kernel.access.actor import PAGE, actor_for
from concerto.kernel.access.person.actions import set_preferences
from concerto.kernel.actions.refusal import Forbidden, Invalid
from concerto.kernel.journal.model import Entry
from concerto.kernel.ui.addresses import own
from concerto.site.urls import handler400, handler403, handler404, handler500  # noqa: F401 (those of the product)
from concerto.site.urls import urlpatterns as all_of_them
from tests.cast import acting, api_of, client_of, customer_of, person_called
from tests.kernel.pages.reading import html

pytestmark = pytest.mark.django_db
SECRET = "what nobody outside may read"


def breaks(request: Any) -> None:
    raise RuntimeError(SECRET)


urlpatterns = [path("breaks", breaks), path("api/breaks", breaks), *all_of_them]


# -- rail and palette -----------------------------------------------------------------------------------------------
def rail(client: Client) -> list[str]:
    text = html(client.get("/people/"))
    return re.findall(r'class="rail-item[^"]*" href="([^"]*)"', text)


def test_the_rail_leads_where_one_may_go() -> None:
    open_to_all = ["/segments/", "/tiers/"]
    together = [
        "/handoffs/ledger",
        "/tasks/",
        "/promises/ledger",
        "/conversations/?sort=-last_said",
        "/seats/gaps",
        "/spaces/",
        "/meetings/",
        "/decisions/",
        "/linkages/",
        "/demands/",
    ]
    company = ["/people/", "/departments/", "/teams/", "/absences/", "/calendars/", "/tags/", "/batches/"]
    data = ["/quality/", "/catalogue-entries/"]
    assert rail(client_of("sales")) == [
        "/notices", "/my-work", "/customers/", "/contact-points/", *open_to_all, "/lifecycle-stages/", "/events/", "/members/", "/coupons/",
        "/leads/", "/opportunities/", "/quotes/", "/products/", "/price-books/", "/competitors/", "/tickets/", *together[:2], "/approvals/waiting", *together[2:], *company, *data,
    ]  # fmt: skip
    assert rail(client_of("newcomer")) == [
        "/notices",
        "/my-work",
        *open_to_all,
        "/lifecycle-stages/",
        "/products/",
        "/competitors/",
        *together,
        *company,
        *data,
    ]


def test_the_first_page_is_the_first_list_one_may_read() -> None:
    assert client_of("sales").get("/")["Location"] == "/customers/"
    assert client_of("newcomer").get("/")["Location"] == "/segments/"


def commands_at(page: Any) -> str:
    return unescape(re.findall(r'data-commands="([^"]+)"', html(page))[0])


def test_the_palette_offers_what_one_may_do() -> None:
    def urls(username: str, kind: str) -> set[str]:
        return {each["url"] for each in client_of(username).get("/commands").json() if each["kind"] == kind}

    assert {"/customers/", "/notes/", "/activities/"} <= urls("sales", "go")
    assert "/customers/" not in urls("newcomer", "go")
    assert "/customers/new" in urls("sales", "create")
    assert "/customers/new" not in urls("legal", "create")
    assert {"#sign-out", "#theme-dark", "#language-zh-hans"} <= urls("legal", "act")


def test_what_the_palette_presses_is_on_the_page() -> None:
    page = client_of("admin").get("/people/")
    for command in client_of("admin").get(commands_at(page)).json():
        if command["url"].startswith("#"):
            assert f'id="{command["url"][1:]}"' in html(page)


def test_commands_are_kept_for_good_only_at_their_own_address() -> None:
    rep, stranger = client_of("sales"), Client()
    address = commands_at(rep.get("/people/"))
    assert address == commands_at(rep.get("/customers/"))
    assert rep.get(address)["Cache-Control"] == "private, max-age=31536000, immutable"
    for another in ("/commands", "/commands?version=", commands_at(client_of("newcomer").get("/people/"))):
        answer = rep.get(another)
        assert (answer.content, answer["Cache-Control"]) == (rep.get(address).content, "private, no-store")
    assert stranger.get(address).status_code == 302
    rep.post("/preferences", {"language": "zh-hans"})
    assert commands_at(rep.get("/people/")) != address


# -- preferences ----------------------------------------------------------------------------------------------------
def test_whoever_may_edit_nobody_sets_preferences_for_oneself() -> None:
    client = client_of("legal")
    response = client.post(
        "/preferences", {"theme": "dark", "density": "compact", "language": "zh-hans", "next": "/people/"}
    )
    assert (response.status_code, response["Location"]) == (302, "/people/")
    assert '<html lang="zh-Hans" data-theme="dark" data-density="compact">' in html(client.get("/people/"))
    entry = Entry.objects.latest("id")
    assert (entry.verb, entry.entity, entry.record, entry.actor) == (
        "set-preferences",
        "person",
        *[person_called("legal").pk] * 2,
    )


def test_a_script_gets_an_empty_answer() -> None:
    response = client_of("legal").post("/preferences", {"theme": "light"})
    assert (response.status_code, response.content) == (204, b"")
    assert person_called("legal").theme == "light"


@pytest.mark.parametrize(
    "given", [{"theme": "pink"}, {"language": "fr"}, {"time_zone": "Mars/Olympus"}, {"density": ""}]
)
def test_preferences_that_cannot_be_change_nothing(given: dict[str, str]) -> None:
    lines = Entry.objects.count()
    assert client_of("legal").post("/preferences", given).status_code == 422
    assert Entry.objects.count() == lines


def test_other_fields_are_not_preferences() -> None:
    client_of("legal").post(
        "/preferences", {"theme": "dark", "roles": "admin", "name": "Somebody else", "password": "x"}
    )
    assert (person_called("legal").roles, person_called("legal").name) == (["legal"], "孙律")


def test_nobody_sets_them_for_somebody_else() -> None:
    with pytest.raises(Forbidden):
        set_preferences(acting("admin"), person_called("legal"), theme="dark")
    with pytest.raises(Invalid):
        set_preferences(acting("legal"), person_called("legal"), time_zone="nowhere")


def test_the_actor_carries_preferences_and_hue() -> None:
    me = person_called("sales")
    set_preferences(acting("sales"), me, time_zone="Europe/Oslo", language="en")
    actor = actor_for(me.pk, PAGE)
    assert actor
    assert (actor.preferences.time_zone, actor.preferences.language, actor.preferences.theme, actor.hue) == (
        "Europe/Oslo", "en", "system", "sales",
    )  # fmt: skip


def test_times_are_those_of_the_readers_zone() -> None:
    client, me = client_of("admin"), person_called("admin")
    address = "/activities/?q=harbour"
    shanghai = re.search(r"data-relative>([^<]*)", html(client.get(address)))
    set_preferences(acting("admin"), me, time_zone="America/New_York")
    new_york = re.search(r"data-relative>([^<]*)", html(client.get(address)))
    assert shanghai
    assert new_york
    assert (shanghai[1], new_york[1]) == ("Jan 15, 2026 10:00", "Jan 14, 2026 21:00")


# -- headers --------------------------------------------------------------------------------------------------------
def test_pages_are_kept_by_nobody_and_run_nothing_foreign() -> None:
    response = client_of("admin").get("/customers/")
    assert response["Cache-Control"] == "private, no-store"
    assert {"Cookie", "Accept-Language", "HX-Request"} <= set(response["Vary"].split(", "))
    assert response["X-Frame-Options"] == "DENY"
    policy = response["Content-Security-Policy"]
    nonce = re.search(r"'nonce-([^']+)'", policy)
    assert nonce
    assert "unsafe" not in policy
    text = html(response)
    assert set(re.findall(r'nonce="([^"]+)"', text)) == {nonce[1]}
    assert not re.search(r"<[^>]+\s(?:style|on\w+)=", text)


def test_every_element_that_asks_carries_the_nonce() -> None:
    for address in ("/customers/", "/customers/count", f"/customers/{customer_of('own').pk}/cell/city?edit=1"):
        for tag in re.findall(r"<[^>]*\shx-(?:get|post)=[^>]*>", html(client_of("admin").get(address))):
            assert "hx-nonce=" in tag


# -- errors ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("username", "address", "status"),
    [("admin", "/nowhere", 404), ("admin", "/sign-out", 405), ("newcomer", "/customers/", 403)],
)
def test_errors_are_pages_of_the_house(username: str, address: str, status: int) -> None:
    response = client_of(username).get(address)
    assert response.status_code == status
    assert 'class="rail"' in html(response)
    assert "data-failed" in html(response)


def test_what_breaks_is_told_without_saying_what(settings: Any) -> None:
    settings.ROOT_URLCONF = __name__
    settings.DEBUG = False
    for client in (client_of("admin"), Client()):
        client.raise_request_exception = False
        response = client.get("/breaks")
        assert response.status_code == 500
        assert SECRET not in html(response)
        assert "Traceback" not in html(response)
        assert "Something went wrong on our side" in html(response)


def test_programs_get_problem_documents(settings: Any) -> None:
    settings.ROOT_URLCONF = __name__
    settings.DEBUG = False
    client = api_of("admin")
    client.raise_request_exception = False
    response = client.get("/api/breaks")
    assert (response.status_code, response["Content-Type"]) == (500, "application/problem+json")
    assert SECRET not in html(response)


def test_a_part_of_a_page_gets_a_sentence(settings: Any) -> None:
    response = client_of("admin").get("/nowhere", headers={"HX-Request": "true"})
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


def test_strangers_get_errors_without_a_rail() -> None:
    response = Client().get("/nowhere")
    assert response.status_code == 404
    assert 'class="rail"' not in html(response)


# -- addresses and health -------------------------------------------------------------------------------------------
def test_own_addresses() -> None:
    assert own("/customers/?q=a%2Fb") == "/customers/?q=a%2Fb"
    assert [own(each) for each in ("", "//x", "/\\x", "x", "/a\r\nb", "https://x/")] == ["/"] * 6


def test_health() -> None:
    assert (Client().get("/healthz").status_code, Client().get("/readyz").content) == (200, b"ready\n")
