"""What makes a contact point one, who counts as a person, how a customer is called and sorted."""

from __future__ import annotations

import pytest
from django.utils import translation

from concerto.company import roles
from concerto.customers.contact_point.model import ContactPoint, Medium
from concerto.customers.contact_point.rules import fits_its_medium
from concerto.customers.customer.model import Customer
from concerto.kernel.access.department.model import Department
from concerto.kernel.access.roles import labels
from concerto.kernel.actions.refusal import Invalid
from concerto.kernel.entity.registry import entity_of, named
from concerto.kernel.query.listing import Asked, page
from tests.cast import acting, customer_of, made

FITS = [
    ("mobile", "138 0013 8000", True), ("mobile", "+86 13800138000", True), ("mobile", "+44 7400 123456", True), ("mobile", "12345", False),
    ("mobile", "no phone", False), ("phone", "0512-6288 0000", True), ("phone", "0512-62880000 转 801", True), ("phone", "", False),
    ("email", "li.qing@concerto.example", True), ("email", "li.qing@", False), ("web", "concerto.example/about", True),
    ("web", "javascript:alert(1)", False), ("wechat", "chenxing_2026", True), ("wecom", "anything", True), ("address", "苏州市 1 号", True),
]  # fmt: skip


@pytest.mark.parametrize(("medium", "value", "fits"), FITS)
def test_a_contact_point_is_what_its_medium_says(medium: str, value: str, *, fits: bool) -> None:
    problems = fits_its_medium(ContactPoint(medium=medium, value=value))
    assert (problems == {}) == fits
    assert problems.keys() <= {"value"}


def test_every_medium_is_tried() -> None:
    assert {medium for medium, _value, _fits in FITS} == set(Medium.values)


@pytest.mark.django_db
def test_a_wrong_contact_point_is_told_at_its_value() -> None:
    with pytest.raises(Invalid) as refused:
        made(
            acting("sales"), "contact-point", {"customer": customer_of("own").pk, "medium": "mobile", "value": "12345"}
        )
    assert {id: str(text) for id, text in refused.value.problems.items()} == {
        "value": "“12345” is not a phone number that exists."
    }


@pytest.mark.django_db
def test_names_are_sorted_by_pinyin_and_people_by_the_reading_of_surnames() -> None:
    for name, form in {
        "单田芳": "person",
        "单位集团": "organisation",
        "曾国华": "person",
        "Álvarez": "person",
        "zhang wei": "person",
    }.items():
        made(acting("admin"), "customer", {"name": name, "form": form, "city": "Sorted"})
    rows = page(acting("admin"), named("customer"), Asked(filter="city = Sorted")).rows
    assert [row.name for row in rows] == ["Álvarez", "单位集团", "单田芳", "曾国华", "zhang wei"]


def test_a_record_is_called_by_its_title_else_by_its_code() -> None:
    assert entity_of(Customer).title_of(Customer(pk=218, name="Amber")) == "Amber"
    assert entity_of(Customer).title_of(Customer(pk=218)) == "C-00218"
    assert len(entity_of(Customer).title_of(Customer(pk=1, name="x" * 200))) == 120


def test_readers_of_chinese_see_the_chinese_name_where_there_is_one() -> None:
    both, one = Department(pk=1, name="Sales", name_zh="销售部"), Department(pk=2, name="Sales")
    with translation.override("zh-hans"):
        assert [entity_of(both).title_of(each) for each in (both, one)] == ["销售部", "Sales"]
    assert entity_of(both).title_of(both) == "Sales"


def test_private_persons_are_people() -> None:
    assert entity_of(Customer).is_person(Customer(form="person"))
    assert not entity_of(Customer).is_person(Customer(form="organisation"))


def test_the_company_s_roles_are_those_of_the_product() -> None:
    promised = "admin executive sales sales-manager marketing service service-lead success product rnd finance legal people logistics data partner"
    assert list(labels()) == promised.split()
    assert roles.SALES_REP.id == "sales"
