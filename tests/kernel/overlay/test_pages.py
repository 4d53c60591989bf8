"""Customising in the browser: a birthday reminder without a line of code, formulas tried, pages arranged."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from concerto.kernel.entity.registry import named
from concerto.kernel.overlay.custom_field.actions import retire
from concerto.kernel.overlay.custom_field.model import CustomField
from tests.cast import acting, customer_of

pytestmark = pytest.mark.django_db
ClientOf = Callable[[str], Client]


def new_field(client: Client, **values: str) -> None:
    posted = client.post("/custom-fields/new", {"noun": "customer", "position": "100", "result": "number", **values})
    assert posted.status_code == 302, posted.content.decode()


def test_a_birthday_reminder_is_built_in_the_browser(client_of: ClientOf) -> None:
    admin, sales, own = client_of("admin"), client_of("sales"), customer_of("own").pk
    new_field(admin, key="Birthday", label="Birthday", label_zh="生日", kind="day")
    new_field(admin, key="Birthday soon", label="Birthday soon", kind="formula", result="yes-no", in_list="yes",
              formula="birthday_within(x_birthday, 14)")  # fmt: skip
    born = (timezone.localdate() + timedelta(days=7)).replace(year=1988)
    saved = sales.post(f"/customers/{own}/fields/x_birthday", {"x_birthday": born.isoformat()})
    assert saved.status_code == 200
    found = sales.get("/customers/", {"filter": "x_birthday_soon = yes"}).content.decode()
    assert "苏州晨星" in found and "Birthday soon" in found
    assert "苏州晨星" not in sales.get("/customers/", {"filter": "x_birthday_soon = no"}).content.decode()


def test_a_form_that_is_open_while_its_field_goes_loses_nothing(client_of: ClientOf) -> None:
    admin, sales, own = client_of("admin"), client_of("sales"), customer_of("own").pk
    new_field(admin, key="nick", label="Nick", kind="text")
    field = CustomField.everything.get(key="x_nick")
    assert isinstance(field, CustomField)
    retire(acting("admin"), field)
    assert sales.post(f"/customers/{own}/fields/x_nick", {"x_nick": "A"}).status_code == 404
    assert sales.post(f"/customers/{own}/edit", {"x_nick": "A", "city": "Wuxi"}).status_code == 302
    assert customer_of("own").city == "Wuxi"
    for question in ("filter=x_nick~a", "sort=x_nick"):
        answer = sales.get(f"/customers/?{question}")
        assert (answer.status_code, "x_nick" in answer.content.decode()) == (400, True)


def test_a_formula_is_tried_on_a_record(client_of: ClientOf) -> None:
    def tried(formula: str, result: str = "number") -> str:
        given = {"formula": formula, "result": result, "record": str(customer_of("own").pk)}
        return client_of("admin").post("/customers/customize/formula", given).content.decode()

    assert ">640<" in tried("employees * 2")
    assert "There is no field called" in tried("salary")
    assert "A number is expected" in tried("name * 2")
    assert "divided by nothing" in tried("1 / (employees - employees)")


def test_sections_are_arranged_and_go_back(client_of: ClientOf) -> None:
    admin = client_of("admin")
    wanted = [{"label": "First", "zh": "第一", "fields": ["city", "name"]}]
    assert admin.post("/customers/customize", {"arrangement": json.dumps(wanted)}).status_code == 302
    acting("admin")
    sections = [(str(label), [field.id for field in fields]) for label, fields in named("customer").sections]
    assert sections[0] == ("First", ["city", "name"])
    assert {id for _label, ids in sections for id in ids} == {
        field.id for _label, fields in named("customer").own_sections for field in fields
    }
    for wrong in (
        "",
        "{}",
        '[{"label": 1}]',
        json.dumps([{**wanted[0], "fields": ["nothing"]}]),
        json.dumps(wanted * 2),
    ):
        assert admin.post("/customers/customize", {"arrangement": wrong}).status_code == 422
    assert admin.post("/customers/customize/reset").status_code == 302
    acting("admin")
    assert named("customer").sections == named("customer").own_sections
    assert admin.post("/customers/customize", {"arrangement": json.dumps(wanted)}).status_code == 302


@pytest.mark.parametrize("address", ["/customers/customize", "/custom-fields/", "/custom-fields/new", "/layouts/"])
def test_only_administrators_customise(client_of: ClientOf, address: str) -> None:
    assert client_of("admin").get(address).status_code == 200
    assert client_of("sales-manager").get(address).status_code == 403
