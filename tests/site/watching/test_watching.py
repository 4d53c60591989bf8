"""What the people who run Concerto are told: a name and a line for each request, and numbers that add up."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable

import pytest
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from concerto.kernel.actions import standard
from concerto.kernel.entity.registry import named
from concerto.site.watching.lines import JsonLines
from tests.cast import acting

pytestmark = pytest.mark.django_db


def numbers() -> dict[tuple[str, ...], float]:
    """Name and labels → value, as Prometheus reads them."""
    text = Client().get("/metrics").content.decode()
    samples = (sample for family in text_string_to_metric_families(text) for sample in family.samples)
    return {(sample.name, *sample.labels.values()): sample.value for sample in samples}


def test_requests_are_counted_by_door_and_outcome(client_of: Callable[[str], Client]) -> None:
    client, before = client_of("sales"), numbers()
    client.get("/customers/")
    client.get("/nothing-here")
    client.get("/api/v1/customers")
    after = numbers()
    counted = {
        key[1:]: value - before.get(key, 0) for key, value in after.items() if key[0] == "concerto_requests_total"
    }
    assert {key: value for key, value in counted.items() if value} == {
        ("page", "GET", "200"): 1, ("page", "GET", "404"): 1, ("api", "GET", "200"): 1,
    }  # fmt: skip


def test_lines_that_a_reader_has_not_seen_are_told() -> None:
    from concerto.kernel.journal.model import Bookmark

    Bookmark.objects.create(reader="test.slow")
    standard.create(acting("admin"), named("customer"), {"name": "One more line"})
    behind = numbers()["concerto_reader_behind_lines", "test.slow"]
    assert behind > 1


def test_the_numbers_name_nobody() -> None:
    assert not any("李青" in label or "admin" in label for key in numbers() for label in key)


@pytest.mark.parametrize("given", ["", "short", "with space in it", "x" * 65, "Ünïcode-name", "a\tb\tc\td\te"])
def test_a_request_is_named_whatever_name_it_brings(client_of: Callable[[str], Client], given: str) -> None:
    answer = client_of("sales").get("/customers/", headers={"X-Request-ID": given})
    assert answer.headers["X-Request-ID"] != given
    assert len(answer.headers["X-Request-ID"]) == 16


def test_a_good_name_is_kept(client_of: Callable[[str], Client]) -> None:
    answer = client_of("sales").get("/customers/", headers={"X-Request-ID": "trace-0123456789"})
    assert answer.headers["X-Request-ID"] == "trace-0123456789"


def test_a_line_tells_who_what_and_how_long_and_not_what_was_searched(
    client_of: Callable[[str], Client], caplog: pytest.LogCaptureFixture
) -> None:
    client = client_of("sales")
    with caplog.at_level(logging.INFO, "concerto.request"):
        client.get("/customers/?q=秘密", headers={"X-Request-ID": "trace-0123456789"})
    [record] = caplog.records
    line = json.loads(JsonLines().format(record))
    assert (line["method"], line["path"], line["status"], line["person"]) == (
        "GET",
        "/customers/",
        200,
        acting("sales").person,
    )
    assert line["ms"] > 0
    assert "秘密" not in json.dumps(line, ensure_ascii=False)


def test_an_error_that_was_logged_is_one_line_of_json() -> None:
    try:
        raise ValueError("two\nlines")
    except ValueError as error:
        record = logging.LogRecord(
            "concerto", logging.ERROR, __file__, 1, "it %s", ("broke",), (ValueError, error, error.__traceback__)
        )
    text = JsonLines().format(record)
    assert "\n" not in text
    assert json.loads(text)["message"] == "it broke"
