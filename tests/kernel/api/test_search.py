"""Search and catalogue, as programs, the palette and the pickers ask them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from concerto.kernel.entity.registry import entities
from tests.cast import acting, customer_of, made
from tests.kernel.api.asking import ask, get, problem

pytestmark = pytest.mark.django_db
As = Callable[[str], Client]


@pytest.fixture
def api(api_of: As) -> Client:
    made(acting("admin"), "customer", {"name": "阿里木果园", "other_name": "Orchard of Alim", "city": "乌鲁木齐"})
    made(acting("admin"), "customer", {"name": "Alibi Theatre Lighting"})
    made(acting("admin"), "customer", {"name": "曾静", "form": "person"})
    return api_of("admin")


def found(api: Client, typed: str, **more: str) -> list[dict[str, Any]]:
    extra = "".join(f"&{name}={value}" for name, value in more.items())
    items: list[dict[str, Any]] = get(api, f"search?q={typed}{extra}")["items"]
    return items


def test_a_hit_says_what_a_palette_needs(api: Client) -> None:
    [hit] = found(api, "阿里", entity="customer")
    assert hit == {
        "entity": "customer",
        "id": hit["id"],
        "title": "阿里木果园",
        "subtitle": hit["code"],
        "code": f"C-{hit['id']:05d}",
        "icon": "address-book",
        "url": f"/customers/{hit['id']}",
        "hint": None,
    }


@pytest.mark.parametrize("typed", ["阿里", "ali", "al", "alm", "almgy", "alimu", "ALIMU"])
def test_the_same_is_found_by_characters_pinyin_initials_and_beginnings(api: Client, typed: str) -> None:
    assert "阿里木果园" in [hit["title"] for hit in found(api, typed)]


def test_a_hint_spells_what_was_found_by_its_sound(api: Client) -> None:
    [hint] = [hit["hint"] for hit in found(api, "ali") if hit["title"] == "阿里木果园"]
    assert hint == {"text": "a li mu guo yuan", "marks": [[0, 1], [2, 4]]}
    [hint] = [hit["hint"] for hit in found(api, "zengj") if hit["title"] == "曾静"]
    assert hint == {"text": "zeng jing", "marks": [[0, 4], [5, 9]]}


def test_a_hint_shows_the_field_by_which_it_was_found(api: Client) -> None:
    [hit] = found(api, "orchard")
    assert hit["hint"] == {"text": "Orchard of Alim", "marks": [[0, 7]]}
    [hit] = found(api, "乌鲁木齐")
    assert hit["hint"] == {"text": "乌鲁木齐", "marks": [[0, 4]]}


def test_what_the_title_shows_needs_no_hint(api: Client) -> None:
    assert [hit["hint"] for hit in found(api, "alibi")] == [None]


def test_a_person_is_drawn_as_one(api: Client) -> None:
    icons = {hit["title"]: hit["icon"] for hit in found(api, "jing", entity="customers")}
    assert icons["曾静"] == "user"


def test_a_phone_number_leads_to_its_customer(api_of: As) -> None:
    [hit] = found(api_of("admin"), "13812340002")
    assert (hit["entity"], hit["subtitle"]) == ("contact-point", "苏州晨星科技有限公司")


def test_nouns_are_asked_for_by_id_or_path(api: Client) -> None:
    assert found(api, "a", entity="customer") == found(api, "a", entity="customers") != found(api, "a")
    assert {hit["entity"] for hit in found(api, "a", entity="people,customers")} == {"person", "customer"}
    problem(ask(api, "GET", "search?q=a&entity=nonsense"), 400, "unclear")


def test_an_empty_question_offers_the_beginning_of_a_list(api: Client) -> None:
    offered = [hit["title"] for hit in found(api, "", entity="people", limit="3")]
    assert offered == [item["name"] for item in get(api, "people?limit=3")["items"]]
    assert found(api, "") == []


@pytest.mark.parametrize(
    "typed", ["'", '"', "\\", "' | 'a", "a & !b", "a:*", "%", "_", "<->", "(", "🙂", "。", "-" * 200]
)
def test_nothing_typed_is_syntax(api: Client, typed: str) -> None:
    response = api.get("/api/v1/search", {"q": typed})
    assert response.status_code == 200


def test_others_customers_are_not_found(api_of: As) -> None:
    assert found(api_of("sales"), "Harbour") == []
    assert [hit["id"] for hit in found(api_of("rival"), "Harbour", entity="customer")] == [customer_of("other").pk]


def test_a_limit_is_kept(api: Client) -> None:
    assert len(found(api, "a", limit="2")) == 2
    problem(ask(api, "GET", "search?q=a&limit=51"), 400, "unclear")


def test_the_catalogue_tells_each_what_is_theirs(api_of: As) -> None:
    def nouns(role: str) -> dict[str, Any]:
        return {noun["id"]: noun for noun in get(api_of(role), "entities")["items"]}

    assert list(nouns("admin")) == [entity.id for entity in entities()]
    assert "customer" not in nouns("partner")
    fields = {field["id"]: field for field in nouns("service")["customer"]["fields"]}
    assert "revenue" not in fields
    assert (fields["source"]["right"], fields["name"]["right"], fields["last_touch"]["right"]) == (
        "masked",
        "write",
        "read",
    )
    assert fields["owner"]["target"] == "person"
    assert [choice["id"] for choice in fields["tier"]["choices"]] == ["A", "B", "C"]
    assert nouns("service")["customer"]["rights"] == {
        "read": True, "create": True, "edit": False, "delete": False, "export": False, "import": False,
    }  # fmt: skip
