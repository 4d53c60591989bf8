"""What names fields of a noun is shown and chosen by their names, and kept as their ids."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.cast import acting, api_of, client_of, made

pytestmark = pytest.mark.django_db
RULES = {
    "cleaning-rule": ({"name": "Upper", "field": "city", "kind": "upper"}, "field"),
    "quality-rule": ({"name": "No city", "field": "city", "filter": "city is empty"}, "field"),
    "merge-rule": ({"noun": "customer", "field": "city"}, "field"),
    "required-policy": ({"name": "Needed", "fields": "city, industry"}, "fields"),
    "catalogue-entry": ({"name": "Where it is", "field": "city"}, "field"),
}


def words(html: bytes) -> str:
    return re.sub(r"<[^>]*>", " ", html.decode())


@pytest.mark.parametrize("noun", RULES)
def test_names_stand_in_lists_on_records_and_in_forms(noun: str) -> None:
    values, field = RULES[noun]
    record = made(acting("admin"), noun, values)
    client, path = client_of("admin"), record_path(noun)
    client.cookies["language"] = "zh-hans"
    shown = "城市、行业" if field == "fields" else "城市"
    assert shown in words(client.get(f"/{path}/").content)
    assert shown in words(client.get(f"/{path}/{record.pk}").content)
    form = client.get(f"/{path}/{record.pk}/edit").content.decode()
    assert re.search(r'value="city"[^>]*(selected|checked)[^>]*>城市<', form)
    assert api_of("admin").get(f"/api/v1/{path}/{record.pk}").json()[field] == values[field]


def record_path(noun: str) -> str:
    from concerto.kernel.entity.registry import named

    return named(noun).path


def test_a_form_keeps_ids_and_changes_nothing_by_being_saved() -> None:
    record: Any = made(acting("admin"), "required-policy", {"name": "Needed", "fields": "industry, city"})
    client = client_of("admin")
    client.post(
        f"/required-policies/{record.pk}/edit", {"fields": ["", "industry", "city"], "shown-fields": "industry, city"}
    )
    record.refresh_from_db()
    assert (record.fields, record.version) == ("industry, city", 1)
    client.post(
        f"/required-policies/{record.pk}/edit", {"fields": ["", "city", "owner"], "shown-fields": "industry, city"}
    )
    record.refresh_from_db()
    assert record.fields == "city, owner"


def test_another_noun_brings_its_own_fields() -> None:
    client = client_of("admin")
    there = client.get("/cleaning-rules/naming/field?noun=contact-point").content.decode()
    assert 'value="value"' in there and 'value="city"' not in there
    assert "<option" in there and client.get("/cleaning-rules/naming/field?noun=nowhere").status_code == 200
    assert client.get("/cleaning-rules/naming/kind?noun=customer").status_code == 404
    assert client_of("sales").get("/cleaning-rules/naming/field?noun=customer").status_code == 404


def test_a_field_that_is_gone_is_named_by_its_id() -> None:
    record: Any = made(acting("admin"), "merge-rule", {"noun": "customer", "field": "city"})
    type(record).everything.filter(pk=record.pk).update(field="x_gone")
    assert "x_gone" in words(client_of("admin").get(f"/merge-rules/{record.pk}").content)
