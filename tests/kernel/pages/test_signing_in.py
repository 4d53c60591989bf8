"""The door: who comes in, who is sent away, and where to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from concerto.kernel.journal.model import Entry
from concerto.kernel.pages.signing_in.offers import Offer, offer
from tests.cast import PASSWORD, client_of, customer_of
from tests.kernel.pages.reading import hidden, html

pytestmark = pytest.mark.django_db


def given(**more: str) -> dict[str, str]:
    return {"username": "admin", "password": PASSWORD, **more}


def test_name_and_password_open_the_page_that_was_wanted() -> None:
    client = Client()
    response = client.post("/sign-in", given(next="/customers/?q=amber"))
    assert (response.status_code, response["Location"]) == (302, "/customers/?q=amber")
    assert client.get("/customers/").status_code == 200
    assert Entry.objects.latest("id").verb == "sign-in"


@pytest.mark.parametrize(
    ("username", "password"), [("admin", "wrong"), ("nobody at all", PASSWORD), ("", ""), ("admin\x00", PASSWORD)]
)
def test_wrong_ones_are_told_alike_and_the_name_stays(username: str, password: str) -> None:
    response = Client().post("/sign-in", {"username": username, "password": password, "next": "/people/"})
    assert response.status_code == 403
    assert "The name or the password is not right." in html(response)
    assert password not in html(response) or not password
    assert hidden(response, "next") == "/people/"


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "///evil.example", "javascript:alert(1)", "http:evil.example",
     " //evil.example", "/\t/evil.example", "/%0d%0aSet-Cookie:x", "evil", "/\n/evil.example", "https:/evil.example", "/\x00/evil"],
)  # fmt: skip
def test_nobody_is_sent_elsewhere(elsewhere: str) -> None:
    for response in (
        Client().post("/sign-in", given(next=elsewhere)),
        client_of("admin").get("/sign-in", {"next": elsewhere}),
    ):
        place = response["Location"]
        assert place.startswith("/")
        assert not place.startswith(("//", "/\\"))
        assert "\r" not in place
        assert "evil" not in place or place == elsewhere


def test_strangers_are_asked_to_sign_in_and_brought_back() -> None:
    response = Client().get("/customers/?q=ali%20x")
    assert (response.status_code, response["Location"]) == (302, "/sign-in?next=%2Fcustomers%2F%3Fq%3Dali%2520x")


def test_a_strangers_fragment_is_refused_without_a_page() -> None:
    response = Client().get("/customers/rows", headers={"HX-Request": "true"})
    assert response.status_code == 401


@pytest.mark.parametrize(
    "address", ["/", "/customers/", "/customers/rows", "/customers/count", "/people/", "/customers/1/cell/city"]
)
def test_nothing_is_shown_to_strangers(address: str) -> None:
    response = Client().get(address)
    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in")
    assert customer_of("own").name not in html(response)


def test_whoever_is_in_goes_on() -> None:
    response = client_of("sales").get("/sign-in")
    assert (response.status_code, response["Location"]) == (302, "/")


def test_signing_out_is_a_post() -> None:
    client = client_of("sales")
    assert client.get("/sign-out").status_code == 405
    assert client.get("/customers/").status_code == 200
    response = client.post("/sign-out")
    assert (response.status_code, response["Location"]) == (302, "/sign-in")
    assert client.get("/customers/").status_code == 302


def test_signing_in_from_elsewhere_is_refused() -> None:
    assert Client(enforce_csrf_checks=True).post("/sign-in", given()).status_code == 403


# -- demo logins ----------------------------------------------------------------------------------------------------
@pytest.fixture
def demo() -> Iterator[None]:
    offer(lambda: [Offer("admin", PASSWORD, "Administrator", "Administrator", "it")])
    yield
    offer(list)


def test_no_logins_are_offered_outside_a_demo() -> None:
    text = html(Client().get("/sign-in"))
    assert PASSWORD not in text
    assert text.count('action="/sign-in"') == 1


def test_a_demo_offers_logins_by_one_click(demo: None) -> None:
    page = Client().get("/sign-in")
    assert "Administrator" in html(page)
    client = Client()
    assert (
        client.post(
            "/sign-in", {"username": hidden(page, "username"), "password": hidden(page, "password")}
        ).status_code
        == 302
    )
    assert client.get("/customers/").status_code == 200


# -- language -------------------------------------------------------------------------------------------------------
def test_a_stranger_chooses_the_language_for_this_browser() -> None:
    client = Client()
    response = client.post("/preferences", {"language": "zh-hans", "next": "/sign-in"})
    assert (response.status_code, response["Location"]) == (302, "/sign-in")
    assert '<html lang="zh-Hans"' in html(client.get("/sign-in"))
    client.post("/preferences", {"language": "xx"})
    assert '<html lang="zh-Hans"' in html(client.get("/sign-in"))


def test_the_browser_says_the_language_first() -> None:
    assert '<html lang="zh-Hans"' in html(Client().get("/sign-in", headers={"Accept-Language": "zh-CN,zh;q=0.9"}))
    assert '<html lang="en"' in html(Client().get("/sign-in", headers={"Accept-Language": "fr"}))
