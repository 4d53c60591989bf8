"""What a person types finds what that person may see: characters, pinyin, initials, Latin beginnings, phones, mail."""

from __future__ import annotations

import pytest

from concerto.kernel.actions import standard
from concerto.kernel.entity.registry import named
from concerto.kernel.query.listing import Asked, page
from concerto.kernel.search.everywhere import search
from tests.cast import acting, customer_of, made
from tests.queries import Queries

pytestmark = pytest.mark.django_db
CUSTOMER, POINT = named("customer"), named("contact-point")


def titles(username: str, typed: str, noun: str = "customer") -> set[str]:
    return {hit.title for hit in search(acting(username), typed, within=[named(noun)])}


FINDS = {
    "晨星": "苏州晨星科技有限公司", "星": "苏州晨星科技有限公司", "苏州 科技": "苏州晨星科技有限公司", "suzhou": "苏州晨星科技有限公司",
    "suzhouchenxing": "苏州晨星科技有限公司", "szcx": "苏州晨星科技有限公司", "SZCX": "苏州晨星科技有限公司", "chenxing": "苏州晨星科技有限公司",
    "欧阳": "欧阳静", "ouyang": "欧阳静", "oyj": "欧阳静", "bright": "Brightwater Ltd", "LTD bright": "Brightwater Ltd",
    "leeds": "Brightwater Ltd", "ｂｒｉｇｈｔ": "Brightwater Ltd", "électronics": "苏州晨星科技有限公司",
}  # fmt: skip


@pytest.mark.parametrize("typed", FINDS)
def test_what_is_typed_finds(typed: str) -> None:
    assert titles("admin", typed) == {FINDS[typed]}


@pytest.mark.parametrize(
    "typed", ["", "  ", "海晨", "zzz", "ightwater", "晨 星 无", "&|!():*<->", "'", "\\", "\x00", "\ud800", "a" * 5000]
)
def test_what_means_nothing_finds_nothing(typed: str) -> None:
    assert titles("admin", typed) == set()


def test_the_order_of_typed_words_does_not_matter() -> None:
    assert titles("admin", "科技 苏州") == titles("admin", "苏州 科技")


PHONES = ["13812340002", "138 1234 0002", "+86 138-1234-0002", "8613812340002", "138123400", "40002", "340002"]


@pytest.mark.parametrize("typed", PHONES)
def test_a_phone_is_found_however_it_is_written(typed: str) -> None:
    hits = search(acting("admin"), typed, within=[POINT])
    assert "苏州晨星科技有限公司" in {hit.subtitle for hit in hits}


def test_a_mail_address_is_found_by_its_beginning_and_its_words() -> None:
    made(
        acting("admin"),
        "contact-point",
        {"customer": customer_of("own").pk, "medium": "email", "value": "Chen.Xing@Morning.example"},
    )
    for typed in ("chen.xing@morning.example", "chen.x", "morning", "CHEN"):
        assert titles("admin", typed, "contact-point") == {"Chen.Xing@Morning.example"}, typed


# -- who sees what --------------------------------------------------------------------------------------------------
def test_only_what_one_sees_is_found() -> None:
    assert titles("admin", "harbour") == {"Harbour Mills"}
    assert titles("sales", "harbour") == titles("partner", "harbour") == set()
    assert titles("sales", "13812340004", "contact-point") == set()
    assert titles("sales", "remember harbour", "note") == set()
    assert titles("admin", "gone") == set()


def test_what_changes_is_found_anew() -> None:
    own = customer_of("own").pk
    standard.edit(acting("admin"), CUSTOMER, own, {"name": "Silver Lake", "city": "Oslo"})
    assert titles("admin", "silver") == titles("admin", "oslo") == {"Silver Lake"}
    assert titles("admin", "晨星") == titles("admin", "szcx") == set()


def test_hits_come_noun_by_noun_and_the_best_first() -> None:
    for name in ("Amber", "Grand Amber Palace"):
        made(acting("admin"), "customer", {"name": name})
    hits = search(acting("admin"), "amber")
    assert [hit.title for hit in hits if hit.entity.id == "customer"] == [
        "Amber",
        "Amber Retail",
        "Amber Holding",
        "Grand Amber Palace",
    ]
    nouns = [hit.entity.id for hit in hits]
    assert nouns == sorted(nouns, key=nouns.index)


def test_as_many_queries_for_many_hits_as_for_one() -> None:
    def queries(typed: str) -> int:
        with Queries() as run:
            assert search(acting("admin"), typed)
        return len(run)

    one = queries("brightwater")
    for number in range(5):
        made(acting("admin"), "customer", {"name": f"Brightwater {number}"})
    assert queries("brightwater") == one


def test_a_list_is_narrowed_by_the_same_words() -> None:
    rows = page(acting("sales"), CUSTOMER, Asked(q="b", filter="city is not empty")).rows
    assert [row.name for row in rows] == ["Brightwater Ltd"]
