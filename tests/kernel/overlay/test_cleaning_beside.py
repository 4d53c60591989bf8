"""Values are cleaned by what stands beside them: the same at every door, whatever order the fields come in."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest

from concerto.customers.customer.model import Customer
from concerto.kernel.actions import standard
from concerto.kernel.actions.many import create_many
from concerto.kernel.actions.refusal import Invalid
from concerto.kernel.batches.batch.model import Left
from concerto.kernel.batches.beginning import begin
from concerto.kernel.batches.repairing.model import Repair
from concerto.kernel.batches.selection import Selection
from concerto.kernel.entity.registry import named
from concerto.kernel.entity.shapes import begin as work_with
from concerto.kernel.entity.shapes import current
from concerto.kernel.imports.batch.model import Import
from concerto.kernel.imports.beginning import agree, take
from concerto.kernel.imports.running import run
from concerto.kernel.overlay.loading import refresh
from concerto.kernel.quality.suggesting import by_rules
from concerto.kernel.text.standard.countries import region
from tests.cast import acting, client_of, made
from tests.kernel.overlay.test_cleaning import given_of, rule

pytestmark = pytest.mark.django_db
CUSTOMER = named("customer")
JAPAN = 'country in (Japan, "日本", JP)'


@pytest.fixture(autouse=True)
def shapes(settings: Any, tmp_path: Any) -> Iterator[None]:
    settings.FILES = tmp_path
    before = current()
    yield
    work_with(before)


def brought(text: str, policy: str = "update") -> Import:
    steward = acting("data", "import")
    batch = take(steward, CUSTOMER, "x.csv", BytesIO(text.encode()))
    agree(steward, batch, batch.mapping, policy)
    return run(steward, batch)


def called(name: str) -> Customer:
    found = Customer.everything.get(name=name, trashed_at=None)
    assert isinstance(found, Customer)
    return found


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Japan", "JP"),
        (" 日本 ", "JP"),
        ("jp", "JP"),
        ("ＵＳＡ", "US"),
        ("中国大陆", "CN"),
        ("Nowhereland", ""),
        ("", ""),
    ],
)
def test_a_country_is_known_by_its_code_and_its_names(text: str, code: str) -> None:
    assert region(text) == code


def test_a_rule_is_applied_where_its_filter_holds_of_the_other_fields() -> None:
    rule("city", "upper", only=JAPAN)
    admin = acting("admin")
    formed = standard.create(admin, CUSTOMER, {"name": "A", "city": "tokyo", "country": "日本"})
    other = standard.create(admin, CUSTOMER, {"name": "B", "city": "Suzhou", "country": "China"})
    programmed = create_many(
        admin, CUSTOMER, [{"name": "C", "city": "osaka", "country": "JP"}, {"name": "D", "city": "Ulm"}]
    )
    brought("name,city,country\nE,kobe,Japan\nF,Paris,France\nG,Lyon,\n")
    cities = [*(getattr(each, "city", each) for each in (formed, other, *programmed)), *(called(n).city for n in "EFG")]
    assert cities == ["TOKYO", "Suzhou", "OSAKA", "Ulm", "KOBE", "Paris", "Lyon"]
    assert (given_of(formed), given_of(other), given_of(called("E"))) == ({"city": "tokyo"}, None, {"city": "kobe"})


def test_what_a_record_has_or_begins_with_counts_where_the_field_is_not_given() -> None:
    rule("city", "upper", only=JAPAN)
    rule("industry", "upper", only="form = organisation")
    admin = acting("admin")
    found = standard.create(admin, CUSTOMER, {"name": "A", "country": "Japan", "industry": "steel"})
    standard.edit(admin, CUSTOMER, found.pk, {"city": "nara"})
    assert (called("A").city, called("A").industry) == ("NARA", "STEEL")
    standard.edit(admin, CUSTOMER, found.pk, {"city": "ulm", "country": "Germany"})
    assert called("A").city == "ulm"
    person = standard.create(admin, CUSTOMER, {"name": "P", "form": "person", "industry": "steel"})
    assert person.industry == "steel"  # type: ignore[attr-defined]


def test_a_file_without_the_other_field_is_read_as_the_record_has_it() -> None:
    rule("city", "upper", only=JAPAN)
    admin = acting("admin")
    for name, country in (("In Japan", "Japan"), ("In France", "France")):
        standard.create(admin, CUSTOMER, {"name": name, "country": country})
    batch = brought("name,city\nIn Japan,nara\nIn France,nice\nNew One,ulm\n")
    assert [called(name).city for name in ("In Japan", "In France", "New One")] == ["NARA", "nice", "ulm"]
    assert (batch.updated, batch.created, batch.rejected) == (2, 1, 0)
    assert given_of(called("In Japan")) == {"city": "nara"}


def test_a_phone_is_dialled_in_the_country_of_the_record() -> None:
    admin = acting("admin")
    made(admin, "custom-field", {"noun": "customer", "key": "Desk", "label": "Desk", "kind": "phone"})
    refresh()
    rule("x_desk", "phone-world", country="country")

    def kept(**values: str) -> Any:
        return standard.create(admin, CUSTOMER, {"name": "P", **values}).custom.get("x_desk")

    assert kept(x_desk="03-3580-3311", country="日本") == "+81335803311"
    assert kept(x_desk="13800138000", country="中国") == kept(x_desk="13800138000") == "+8613800138000"
    assert kept(x_desk="+33 1 44 11 10 00", country="Nowhereland") == "+33144111000"
    with pytest.raises(Invalid) as wrong:
        kept(x_desk="03-3580-3311", country="China")
    assert set(wrong.value.problems) == {"x_desk"}
    standard.create(admin, CUSTOMER, {"name": "Known", "country": "Japan"})
    batch = brought("name,Desk\nKnown,03-3580-3311\nUnknown,03-3580-3311\n")
    assert (batch.updated, batch.rejected, batch.rows) == (1, 1, 2)
    assert called("Known").custom["x_desk"] == "+81335803311"


def test_a_mass_change_writes_each_record_as_what_stands_beside_says() -> None:
    rule("city", "upper", only=JAPAN)
    admin = acting("admin")
    ids = [
        standard.create(admin, CUSTOMER, {"name": name, "country": country}).pk
        for name, country in (("A", "Japan"), ("B", "France"), ("C", "Japan"))
    ]
    batch = begin(admin, CUSTOMER, "edit", {"city": "new town"}, Selection(ids=tuple(ids)))
    batch.refresh_from_db()
    assert [called(name).city for name in "ABC"] == ["NEW TOWN", "new town", "NEW TOWN"]
    assert (batch.changed, batch.refused, Left.objects.filter(batch=batch).count()) == (3, 0, 0)
    begin(admin, CUSTOMER, "edit", {"city": "other town", "country": "Japan"}, Selection(ids=tuple(ids)))
    assert {called(name).city for name in "ABC"} == {"OTHER TOWN"}


def test_the_test_box_asks_what_stands_beside() -> None:
    rule("city", "upper", only=JAPAN)
    page = client_of("admin").get("/cleaning-rules/try?noun=customer&field=city&value=nara&beside.country=Japan")
    assert b"NARA" in page.content and b'name="beside.country"' in page.content
    page = client_of("admin").get("/cleaning-rules/try?noun=customer&field=city&value=nara&beside.country=Peru")
    assert b"NARA" not in page.content


def test_suggestions_of_rules_look_beside_as_well() -> None:
    admin = acting("admin")
    found = {
        country: standard.create(admin, CUSTOMER, {"name": country, "city": "nara", "country": country}).pk
        for country in ("Japan", "Peru")
    }
    rule("city", "upper", only=JAPAN)
    suggested: list[Repair] = [each for each in by_rules(CUSTOMER) if each.record in found.values()]
    assert [(each.record, each.now) for each in suggested] == [(found["Japan"], "NARA")]


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"only": "city = x"}, "only"),
        ({"only": "planet = x"}, "only"),
        ({"only": "country ~ x"}, "only"),
        ({"only": "owner = me"}, "only"),
        ({"only": "count(event) > 1"}, "only"),
        ({"only": "country ="}, "only"),
        ({"only": "employees = many"}, "only"),
        ({"kind": "phone", "country": "planet"}, "country"),
        ({"kind": "upper", "country": "country"}, "country"),
    ],
)
def test_what_cannot_be_looked_at_is_refused(values: dict[str, Any], problem: str) -> None:
    with pytest.raises(Invalid) as wrong:
        rule("city", **{"kind": "upper", **values})
    assert set(wrong.value.problems) == {problem}


def test_nothing_hangs_on_what_hangs_on_others() -> None:
    rule("city", "upper", only=JAPAN)
    for field, only in (("industry", "city = X"), ("country", "industry = X")):
        with pytest.raises(Invalid) as wrong:
            rule(field, "upper", only=only)
        assert set(wrong.value.problems) == {"only"}
    rule("country", "width")


def test_a_rule_that_asks_for_a_field_that_is_gone_is_not_applied() -> None:
    admin = acting("admin")
    made(admin, "custom-field", {"noun": "customer", "key": "Sort", "label": "Sort", "kind": "text"})
    refresh()
    rule("city", "upper", only="x_sort = big")
    found = named("custom-field").actions["retire"]
    from concerto.kernel.overlay.custom_field.model import CustomField

    found(admin, CustomField.everything.get(key="x_sort"))
    refresh()
    assert standard.create(admin, CUSTOMER, {"name": "A", "city": "ulm"}).city == "ulm"  # type: ignore[attr-defined]
