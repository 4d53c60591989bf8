"""Values are cleaned by rules that are data, the same at every door; what was typed is not forgotten."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from concerto.customers.customer.model import Customer
from concerto.kernel.access.actor import SYSTEM
from concerto.kernel.actions import standard
from concerto.kernel.actions.many import create_many
from concerto.kernel.actions.refusal import Invalid
from concerto.kernel.actions.undo import undo
from concerto.kernel.batches.beginning import begin, undo_batch
from concerto.kernel.batches.selection import Selection
from concerto.kernel.entity.cleaning import read
from concerto.kernel.entity.registry import named
from concerto.kernel.entity.shapes import begin as work_with
from concerto.kernel.entity.shapes import current
from concerto.kernel.imports.reading.row import Row as Cells
from concerto.kernel.imports.row_reader import RowReader
from concerto.kernel.journal.model import Entry
from concerto.kernel.overlay.loading import refresh
from concerto.kernel.text.standard import patterns, steps
from tests.cast import acting, made

pytestmark = pytest.mark.django_db
CUSTOMER = named("customer")


@pytest.fixture(autouse=True)
def shapes() -> Iterator[None]:
    before = current()
    yield
    work_with(before)


def rule(field: str, kind: str, **values: Any) -> Any:
    found = made(
        acting("admin"), "cleaning-rule", {"name": f"{kind} of {field}", "field": field, "kind": kind, **values}
    )
    refresh()
    return found


def policy(**values: Any) -> None:
    made(acting("admin"), "required-policy", {"name": "Needed", **values})
    refresh()


def given_of(record: Any) -> Any:
    return Entry.objects.filter(entity="customer", record=record.pk).order_by("-id")[0].given


@pytest.mark.parametrize(
    ("kind", "given", "kept"),
    [
        ("phone", "＋86 138-0013-8000", "13800138000"),
        ("phone", "0086 10 6552 9988", "+861065529988"),
        ("phone", "+1 (415) 555-2671", "+14155552671"),
        ("phone", "wechat-zhang", "wechat-zhang"),
        ("email", "  Zhang.San@EXAMPLE.com", "zhang.san@example.com"),
        ("width", "ＡＢＣ１２３公司", "ABC123公司"),
        ("simplified", "臺灣廣東實業", "台湾广东实业"),
        ("company", "Acme co ltd", "Acme Co., Ltd."),
        ("company", "上海(中国)有限公司", "上海（中国）有限公司"),
        ("person", "张 三 先生", "张三"),
        ("person", "MS. JANE DOE", "Jane Doe"),
        ("person", "Ronald McDonald", "Ronald McDonald"),
        ("address", "苏州姑苏区平江路1号", "江苏省苏州市姑苏区平江路1号"),
        ("address", "上海 浦东新区 张江路1号", "上海市浦东新区张江路1号"),
        ("address", "南京东路100号", "南京东路100号"),
        ("address", "215000 平江路1号", "215000 平江路1号"),
        ("day", "2026年1月2日", "2026-01-02"),
        ("day", "3/4/2026", "3/4/2026"),
        ("number", "3.5万", "35000"),
        ("number", "1,234.50", "1234.50"),
    ],
)
def test_a_step_writes_in_one_way_and_leaves_what_it_does_not_know(kind: str, given: str, kept: str) -> None:
    assert steps.apply(kind, given) == kept
    assert steps.apply(kind, kept) == kept


@pytest.mark.parametrize(
    "bomb", ["(a+)+b", "(a|aa)+b", "(a*)*", r"(.)\1", "a?" * 30, "x{0,9}" * 9, "(" * 90, "a{1,99999}b*c*"]
)
def test_a_pattern_that_could_run_for_ever_is_refused(bomb: str) -> None:
    with pytest.raises(Invalid) as wrong:
        rule("city", "pattern", find=bomb)
    assert set(wrong.value.problems) == {"find"}


@pytest.mark.parametrize("pattern", [r"(\d+)-(\d+)$", r".*x.*", r"\s+", "(?:北京|上海)+市"])
def test_a_pattern_that_is_taken_ends_soon(pattern: str) -> None:
    begun = time.process_time()
    for text in ("a" * 120, "1-" * 60, " " * 120, "北京" * 60):
        patterns.replaced(text, pattern, "")
    assert time.process_time() - begun < 1


def test_a_rule_is_applied_at_every_door_in_the_order_given() -> None:
    rule("city", "width", position=1)
    rule("city", "upper", position=2)
    rule("city", "nothing", position=3, find="N/A\n无")
    admin = acting("admin")
    made_here = standard.create(admin, CUSTOMER, {"name": "By form", "city": "ｓuzhou"})
    by_program = create_many(admin, CUSTOMER, [{"name": "By program", "city": "ｓuzhou"}])[0]
    rows = RowReader(admin, CUSTOMER, ["N", "C"], {"N": "name", "C": "city"}).read([Cells(2, ["By file", "ｓuzhou"])])
    begin(admin, CUSTOMER, "edit", {"city": "wｕxi"}, Selection(ids=(made_here.pk,)))
    assert isinstance(by_program, Customer)
    assert (by_program.city, rows[0].values["city"], rows[0].given) == ("SUZHOU", "SUZHOU", {"city": "ｓuzhou"})
    assert Customer.everything.get(pk=made_here.pk).city == "WUXI"
    assert given_of(by_program) == {"city": "ｓuzhou"}
    standard.edit(admin, CUSTOMER, made_here.pk, {"city": "n/a"})
    assert Customer.everything.get(pk=made_here.pk).city == ""
    assert given_of(made_here) == {"city": "n/a"}


def test_what_is_kept_as_it_was_given_needs_no_memory() -> None:
    found = standard.create(acting("admin"), CUSTOMER, {"name": "Plain", "city": "Suzhou", "revenue": "12.00"})
    assert given_of(found) is None
    found = standard.create(acting("admin"), CUSTOMER, {"name": "Written", "revenue": "¥1.2万".removeprefix("¥")})
    assert given_of(found) == {"revenue": "1.2万"}


def test_an_address_fills_the_fields_that_follow_from_it_unless_they_are_given() -> None:
    rule("description", "address", fills="city = city, province = country")
    admin = acting("admin")
    found = standard.create(admin, CUSTOMER, {"name": "A", "description": "苏州姑苏区平江路1号"})
    assert isinstance(found, Customer)
    assert (found.description, found.city, found.country) == ("江苏省苏州市姑苏区平江路1号", "苏州市", "江苏省")
    other = standard.create(admin, CUSTOMER, {"name": "B", "description": "苏州姑苏区平江路1号", "city": "Suzhou"})
    assert isinstance(other, Customer) and other.city == "Suzhou"
    rows = RowReader(admin, CUSTOMER, ["N", "D"], {"N": "name", "D": "description"}).read(
        [Cells(2, ["C", "广东深圳南山区1号"])]
    )
    assert (rows[0].values["city"], rows[0].values["country"]) == ("深圳市", "广东省")


def test_a_rule_that_is_off_or_gone_is_not_applied() -> None:
    kept = rule("city", "upper")
    assert read(CUSTOMER, CUSTOMER.fields["city"], "suzhou") == "SUZHOU"
    standard.edit(acting("admin"), named("cleaning-rule"), kept.pk, {"active": False})
    refresh()
    assert read(CUSTOMER, CUSTOMER.fields["city"], "suzhou") == "suzhou"


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"field": "nothing"}, "field"),
        ({"field": "owner"}, "field"),
        ({"field": "last_touch"}, "field"),
        ({"field": "city", "kind": "replace"}, "find"),
        ({"field": "city", "kind": "pattern", "find": "(a)", "by": "\\2"}, "by"),
        ({"field": "city", "fills": "city = country"}, "fills"),
        ({"field": "city", "kind": "address", "fills": "planet = country"}, "fills"),
        ({"field": "city", "kind": "address", "fills": "city = owner"}, "fills"),
    ],
)
def test_a_rule_that_cannot_be_applied_is_refused(values: dict[str, Any], problem: str) -> None:
    with pytest.raises(Invalid) as wrong:
        rule(**{"kind": "width", **values})
    assert set(wrong.value.problems) == {problem}


def test_a_policy_asks_for_fields_from_a_step_on() -> None:
    policy(fields="city, industry", steps="retain")
    admin = acting("admin")
    found = standard.create(admin, CUSTOMER, {"name": "Early"})
    with pytest.raises(Invalid) as wrong:
        standard.edit(admin, CUSTOMER, found.pk, {"stage": "retain", "city": "Suzhou"})
    assert set(wrong.value.problems) == {"industry"}
    standard.edit(admin, CUSTOMER, found.pk, {"stage": "retain", "city": "Suzhou", "industry": "Steel"})
    with pytest.raises(Invalid):
        standard.edit(admin, CUSTOMER, found.pk, {"city": ""})
    batch = begin(admin, CUSTOMER, "edit", {"city": ""}, Selection(ids=(found.pk,)))
    batch.refresh_from_db()
    assert (batch.changed, batch.refused) == (0, 1)


def test_who_lacked_something_before_the_policy_may_still_change_the_rest() -> None:
    found = standard.create(acting("admin"), CUSTOMER, {"name": "Before", "stage": "retain"})
    policy(fields="industry", steps="retain")
    standard.edit(acting("admin"), CUSTOMER, found.pk, {"city": "Suzhou"})
    with pytest.raises(Invalid):
        standard.create(acting("admin"), CUSTOMER, {"name": "After", "stage": "retain"})


def test_who_takes_a_change_back_may_leave_what_was_lacking_before() -> None:
    admin = acting("admin")
    alone, among = (standard.create(admin, CUSTOMER, {"name": name, "stage": "retain"}) for name in ("One", "Of many"))
    policy(fields="industry", steps="retain")
    standard.edit(admin, CUSTOMER, alone.pk, {"industry": "Steel"})
    undo(admin, Entry.objects.filter(entity="customer", record=alone.pk).latest("id"))
    batch = begin(admin, CUSTOMER, "edit", {"industry": "Steel"}, Selection(ids=(among.pk,)))
    back = undo_batch(admin, batch)
    assert (batch.changed, back.changed) == (1, 1)
    assert set(Customer.everything.filter(pk__in=(alone.pk, among.pk)).values_list("industry", flat=True)) == {""}


def test_what_was_given_cannot_be_changed_behind_the_journals_back() -> None:
    from concerto.kernel.journal.sealing import DIGEST

    rule("city", "upper")
    found = standard.create(SYSTEM, CUSTOMER, {"name": "Sealed", "city": "wuxi"})
    with connection.cursor() as cursor:
        cursor.execute(f"select {DIGEST} from journal where entity = 'customer' and record = %s", [found.pk])
        with_given = bytes(cursor.fetchone()[0])
        plain = DIGEST.replace("coalesce(given::text, '')", "''")
        cursor.execute(f"select {plain} from journal where entity = 'customer' and record = %s", [found.pk])
        assert bytes(cursor.fetchone()[0]) != with_given
