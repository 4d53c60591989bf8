"""ETags: nobody's newer change is overwritten, and nothing is sent twice that is the same."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import acting, customer_of, made
from tests.hashes import held
from tests.kernel.api.asking import answer, ask, problem

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]


@pytest.fixture
def api(api_of: As) -> Client:
    return api_of("admin")


@pytest.fixture
def own() -> str:
    return f"customers/{customer_of('own').pk}"


def etag(api: Client, address: str) -> str:
    return str(ask(api, "GET", address).headers["ETag"])


def test_an_edit_on_top_of_what_was_read_is_done_and_answers_the_next_etag(api: Client, own: str) -> None:
    response = ask(api, "PATCH", own, {"city": "Leeds"}, If_Match=etag(api, own))
    assert answer(response)["city"] == "Leeds"
    assert response.headers["ETag"] == etag(api, own)


def test_a_stale_write_is_refused_and_tells_both_versions(api: Client, own: str) -> None:
    read = etag(api, own)
    answer(ask(api, "PATCH", own, {"city": "Leeds"}))
    before = held()
    for method, body in {"PATCH": {"city": "York"}, "DELETE": None}.items():
        told = problem(ask(api, method, own, body, If_Match=read), 412, "stale")
        assert (told["read"], told["current"]) == (1, 2)
    assert held() == before


@pytest.mark.parametrize("header", ['"1-000000000000"', '"1"', 'W/"1-0123456789ab"', '"0-x", "1"', "*", ""])
def test_tags_that_name_the_version(api: Client, own: str, header: str) -> None:
    assert answer(ask(api, "PATCH", own, {"city": "Leeds"}, If_Match=header))["version"] == 2


@pytest.mark.parametrize(
    "header", ["1", '"x"', "garbage", '"', '"-1"', '"2"', f'"{"9" * 30}"', '"١"'.encode().decode("latin-1")]
)
def test_tags_that_are_not_ours_are_as_stale_ones(api: Client, own: str, header: str) -> None:
    problem(ask(api, "PATCH", own, {"city": "Leeds"}, If_Match=header), 412, "stale")


def test_what_is_gone_is_gone_rather_than_stale(api: Client) -> None:
    problem(ask(api, "PATCH", "customers/999999", {}, If_Match='"1"'), 404, "not-there")


def test_what_the_client_holds_is_not_sent_again(api: Client, own: str) -> None:
    tag = etag(api, own)
    for header in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        response = ask(api, "GET", own, If_None_Match=header)
        assert (response.status_code, response.content, response.headers["ETag"]) == (304, b"", tag)
    assert ask(api, "GET", own, If_None_Match='"1-000000000000"').status_code == 200


def test_the_tag_changes_with_the_names_of_linked_records(api: Client, own: str) -> None:
    tag = etag(api, own)
    answer(ask(api, "PATCH", f"people/{customer_of('own').owner_id}", {"name": "Somebody Else"}))
    assert answer(ask(api, "GET", own, If_None_Match=tag))["owner"]["title"] == "Somebody Else"
    assert etag(api, own) != tag


def test_the_tag_belongs_to_what_the_reader_may_see(api_of: As, own: str) -> None:
    assert etag(api_of("admin"), own) != etag(api_of("service"), own)


def test_a_write_that_takes_it_out_of_ones_own_sight_is_done_and_shows_nothing(api_of: As) -> None:
    theirs = made(acting("admin"), "customer", {"name": "On the move", "owner": "sales"})
    response = ask(api_of("sales"), "PATCH", f"customers/{theirs.pk}", {"owner": "Rob Tanner"})
    assert (response.status_code, response.content) == (204, b"")
    problem(ask(api_of("sales"), "GET", f"customers/{theirs.pk}"), 404, "not-there")
    assert answer(ask(api_of("rival"), "GET", f"customers/{theirs.pk}"))["name"] == "On the move"
