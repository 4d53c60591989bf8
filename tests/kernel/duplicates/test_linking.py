"""The arithmetic: what is left of names, that both tellings of a comparison say the same, and how much is found of what is known."""

from __future__ import annotations

import random
import subprocess
import sys
from collections import defaultdict
from functools import cache
from typing import Any

import polars as pl
import pytest

from concerto.kernel.duplicates.linking import child
from concerto.kernel.duplicates.linking.child import together
from concerto.kernel.duplicates.linking.comparing import COMPARISONS
from concerto.kernel.duplicates.linking.features import features
from concerto.kernel.duplicates.linking.nearness import jaro_winkler
from concerto.kernel.duplicates.linking.single import single
from concerto.kernel.duplicates.linking.weights import Weights
from tests.kernel.duplicates.labelled import Labelled, companies, found_in, judged, pairs_of

ONE_NAME = (
    ("苏州白鹭泉机械有限公司", "苏州", ("蘇州白鷺泉機械股份有限公司", "白鹭泉机械", "苏州白鹭泉机械（集团）公司")),
    ("Harbour Mills Limited", "Rotterdam", ("HARBOUR MILLS", "Harbour-Mills Ltd.", "harbour mills b.v.")),
    ("欧阳静", "上海", ("歐陽靜",)),
)


def made(given: Labelled) -> dict[int, dict[str, Any]]:
    text = dict.fromkeys(("within", "title", "key", "also", "place", "url"), pl.String)
    rows = pl.LazyFrame(given.rows, schema={"id": pl.Int64} | text, orient="row")
    points = pl.LazyFrame(given.points, schema={"id": pl.Int64, "value": pl.String}, orient="row")
    return {row["unique_id"]: row for row in features(rows, points).collect().to_dicts()}


@pytest.mark.parametrize(("name", "place", "others"), ONE_NAME)
def test_one_name_however_it_is_written(name: str, place: str, others: tuple[str, ...]) -> None:
    given = Labelled()
    for each in (name, *others):
        given.add(each, place, None, [])
    assert len({row["core"] for row in made(given).values()}) == 1


def test_what_leads_to_a_record_is_one_value_however_it_is_written() -> None:
    given = Labelled()
    for point in ("+86 138 1234 0001", "13812340001", "138-1234-0001"):
        given.add("A firm", None, None, [point, "Office@Firm.example ", "12"])
    assert {tuple(row["points"]) for row in made(given).values()} == {("13812340001", "office@firm.example")}


def test_nothing_is_left_of_nothing() -> None:
    """Names of signs, of a legal form alone, or of a place alone are compared by all they have."""
    given = Labelled()
    for name in ("有限公司", "苏州", "Ltd", "!!!", "A", "公司公司公司", "🙂", "x" * 5000):
        given.add(name, "", "", ["", " ", "🙂🙂🙂🙂🙂🙂"])
    assert len(made(given)) == 8


@cache
def searched() -> tuple[Labelled, pl.DataFrame, Weights]:
    given = companies(6000)
    return given, *found_in(given)


def test_most_of_what_is_known_is_found_and_little_else() -> None:
    given, found, _weights = searched()
    result = judged(pairs_of(found, 0.0), given.same)
    assert result.f1 >= 0.95, result


def test_the_same_is_found_again() -> None:
    given, found, weights = searched()
    again, learnt = found_in(given)
    assert found.select("one", "other", "weight").equals(again.select("one", "other", "weight"))
    assert weights == learnt == Weights.from_json(learnt.as_json())


def test_few_records_are_weighed_as_all_of_them_are() -> None:
    given, found, weights = searched()
    rows, pairs = made(given), found.to_dicts()
    assert pairs
    for pair in random.Random(1).sample(pairs, min(300, len(pairs))):
        weight, parts = weights.weigh(rows[pair["one"]], rows[pair["other"]])
        levels = {each.id: pair[each.id] for each in COMPARISONS if pair[each.id] is not None}
        assert {id: level for id, (level, _weight) in parts.items()} == levels
        assert weight == pytest.approx(pair["weight"], abs=1e-6)


def test_with_nothing_to_learn_from_what_was_declared_holds() -> None:
    given = Labelled()
    given.add("Only one", "Leeds", None, ["office@only.example"])
    found, weights = found_in(given)
    assert (found.height, set(weights.m)) == (0, {each.id for each in COMPARISONS})
    assert all(sum(levels.values()) == pytest.approx(1) for levels in weights.m.values())


@pytest.mark.parametrize(
    ("one", "two", "share"),
    [("martha", "marhta", 0.9611), ("dwayne", "duane", 0.84), ("abc", "xyz", 0.0), ("a", "a", 1.0)],
)
def test_nearness_is_as_published(one: str, two: str, share: float) -> None:
    assert jaro_winkler(one, two) == pytest.approx(share, abs=1e-4)


def test_what_pairs_hold_together_has_its_smallest_id() -> None:
    assert together([4, 1, 2, 8], [5, 2, 4, 9]) == [1, 1, 1, 8]


def test_a_process_that_is_too_large_ends_itself() -> None:
    code = "from concerto.kernel.duplicates.linking import child; child.MEMORY = 1; child._watch()"
    ended = subprocess.run([sys.executable, "-c", code], check=False)
    assert ended.returncode == child.TOO_LARGE


def test_how_large_the_process_is_that_begins_it_does_not_count() -> None:
    watched = (
        "import threading, time; from concerto.kernel.duplicates.linking import child; child.MEMORY = 100 * 1024**2; "
        "threading.Thread(target=child._watch, daemon=True).start(); time.sleep(3 * child.LOOK)"
    )
    large = f"import subprocess, sys; large = b'x' * 200 * 1024**2; sys.exit(subprocess.call([sys.executable, '-c', {watched!r}]))"
    assert subprocess.run([sys.executable, "-c", large], check=False).returncode == 0


STRANGE = (
    "",
    " ",
    "_",
    "a_b",
    "公司",
    "ǅungla GmbH",
    "Ⅷ ½ ²",
    "é́ co",
    "x\n公司",
    "🙂🙂",
    "한국 주식회사",
    "3M中国有限公司",
    "the",
    "s p a",
)


def test_single_records_have_the_features_that_all_of_them_have() -> None:
    given = companies(400)
    for number, name in enumerate(STRANGE):
        points = ["+86 138-1234.0001", f"  A b@{name} ", "(021) 5555 0001", name]
        given.add(name, name or None, f"HTTPS://www.{name}.example:80/x" if number % 2 else name or None, points)
    given.rows[0] = (*given.rows[0][:4], "另一个名字有限公司", *given.rows[0][5:])
    points_of = defaultdict[int, list[str]](list)
    for id, value in given.points:
        points_of[id].append(value)
    columns = ("id", "within", "title", "key", "also", "place", "url")
    each = {row[0]: single(dict(zip(columns, row, strict=True)), points_of[row[0]]) for row in given.rows}
    assert each == made(given)
