"""A look counts every planted fault, the number opens into its rows, and the steward is told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from concerto.customers.customer.model import Customer
from concerto.kernel.actions import standard
from concerto.kernel.actions.refusal import Invalid
from concerto.kernel.batches.beginning import begin, undo_batch
from concerto.kernel.batches.repairing.deciding import decidable
from concerto.kernel.batches.repairing.model import Origin, Repair, State
from concerto.kernel.batches.repairing.work import REPAIR
from concerto.kernel.batches.selection import Selection
from concerto.kernel.duplicates.model import Pair
from concerto.kernel.entity.registry import entities, named
from concerto.kernel.entity.shapes import begin as work_with
from concerto.kernel.entity.shapes import current
from concerto.kernel.notices.model import Notice
from concerto.kernel.overlay.loading import refresh
from concerto.kernel.quality.asking import questions
from concerto.kernel.quality.looking import look
from concerto.kernel.quality.measuring import count, score_of
from concerto.kernel.quality.report.model import QualityReport, Score
from concerto.kernel.quality.suggested import LEAST
from concerto.kernel.quality.suggesting import agreements, by_agreement, suggest
from concerto.kernel.query.compiling import compiled
from concerto.kernel.query.language import Unclear, parse
from concerto.kernel.query.listing import Asked, page
from tests.cast import acting, made

pytestmark = pytest.mark.django_db
CUSTOMER = named("customer")
AT: Any = dict.fromkeys(("created_at", "updated_at"), "2026-01-01T00:00Z")


@pytest.fixture(autouse=True)
def shapes() -> Iterator[None]:
    before = current()
    yield
    work_with(before)


def report_of(noun: str = "customer", **values: Any) -> QualityReport:
    found = QualityReport.everything.filter(noun=noun, trashed_at=None).first()
    if found is None:
        return QualityReport(noun=noun, **values)
    assert isinstance(found, QualityReport)
    for id, value in values.items():
        setattr(found, id, value)
    found.save()
    return found


def faulty(report: QualityReport) -> dict[str, int]:
    last = Score.objects.filter(report=report, slice="").order_by("-at")[0].at
    return dict(Score.objects.filter(report=report, slice="", at=last).values_list("key", "faulty"))


@pytest.mark.parametrize("noun", [entity.id for entity in entities()])
def test_every_number_opens_into_as_many_rows(noun: str) -> None:
    """For every noun of the registry: what is counted is what its list finds, for whoever sees all of it."""
    entity, admin = named(noun), acting("admin")
    asked = questions(report_of(noun, fresh_days=30))
    counted = count(entity, asked)
    from concerto.kernel.quality.measuring import rows_of

    assert counted.all.faulty.keys() == {each.key for each in asked}
    for question in asked:
        rows = rows_of(entity).filter(compiled(admin, entity, parse(question.filter)))
        assert counted.all.faulty[question.key] == rows.count(), question


PLANTED = [
    ("complete:owner", {"name": "Nobody's Ltd", "owner": ""}),
    ("unique:name", {"name": "HARBOUR MILLS", "city": "X"}),
    ("valid:city", {"name": "Saying nothing", "city": "N/A"}),
    ("valid:industry", {"name": "Undecoded", "city": "X", "industry": "St\ufffdhl"}),
    ("timely:", {"name": "Old", "city": "X"}),
    ("rule", {"name": "Rule broken", "city": "X", "tier": "A", "owner": None}),
    ("consistent:parent", {"name": "Orphan", "city": "X"}),
]


@pytest.mark.parametrize(("key", "values"), PLANTED, ids=[key for key, _values in PLANTED])
def test_a_planted_fault_of_each_kind_is_found_by_the_next_look_and_told_to_its_steward(
    key: str, values: dict[str, Any]
) -> None:
    admin = acting("admin")
    report = report_of(fresh_days=300)
    rule = named("quality-rule").model.everything.filter(noun="customer").order_by("pk")[0]
    key = f"rule:{rule.pk}" if key == "rule" else key
    look(report)
    before = faulty(report)
    planted = standard.create(admin, CUSTOMER, values)
    if key == "timely:":
        Customer.everything.filter(pk=planted.pk).update(updated_at="2020-01-01T00:00Z")
    if key == "consistent:parent":
        parent = made(admin, "customer", {"name": "Gone", "city": "X"})
        standard.edit(admin, CUSTOMER, planted.pk, {"parent": parent.pk})
        standard.delete(admin, CUSTOMER, parent.pk)
    Notice.objects.all().delete()
    after = look(report)
    news = {each: now - before[each] for each, now in faulty(report).items() if now > before[each]}
    assert news[key] == (2 if key == "unique:name" else 1)
    question = next(each for each in questions(report) if each.key == key)
    assert planted.pk in {row.pk for row in page(admin, CUSTOMER, Asked(filter=question.filter, limit=200)).rows}
    assert list(Notice.objects.filter(kind="quality-worse").values_list("person", "record")) == [
        (report.steward_id, report.pk)
    ]
    assert after.faults == sum(faulty(report).values())
    look(report)
    assert Notice.objects.filter(kind="quality-worse").count() == 1


def test_whoever_may_not_read_a_field_cannot_ask_for_its_faults() -> None:
    for filter in ('fault = "owner consistent"', 'fault = "name unique"'):
        parse(filter)
    with pytest.raises(Unclear):
        compiled(acting("logistics"), CUSTOMER, parse('fault = "tier valid"'))
    for wrong in (
        'fault = "city"',
        'fault = "city unheard"',
        'fault != "city valid"',
        'fault = "owner unique"',
        "fault is empty",
    ):
        with pytest.raises(Unclear):
            compiled(acting("admin"), CUSTOMER, parse(wrong))


def test_alike_are_only_those_that_one_may_see() -> None:
    rows = page(acting("sales"), CUSTOMER, Asked(filter='fault = "name unique"')).rows
    standard.create(acting("admin"), CUSTOMER, {"name": "harbour mills"})
    assert [row.pk for row in page(acting("sales"), CUSTOMER, Asked(filter='fault = "name unique"')).rows] == [
        row.pk for row in rows
    ]


def test_the_parts_add_up_to_the_whole() -> None:
    report = report_of(source="source")
    counted = count(CUSTOMER, questions(report), "source")
    for parts in (counted.departments, counted.sources):
        assert sum(each.total for each in parts.values()) == counted.all.total
        assert sum(each.faults for each in parts.values()) == counted.all.faults
    assert 0 < score_of(counted.all) < 100


@pytest.mark.parametrize("filter", ["", "nothing = 1", "city is"])
def test_a_rule_that_cannot_be_asked_is_refused(filter: str) -> None:
    with pytest.raises(Invalid):
        made(acting("admin"), "quality-rule", {"name": "Broken", "filter": filter})


def cleaning(field: str, kind: str) -> None:
    made(acting("admin"), "cleaning-rule", {"name": kind, "field": field, "kind": kind})
    refresh()


def suggested(**values: Any) -> list[Repair]:
    suggest(CUSTOMER)
    return list(Repair.objects.filter(noun="customer", state=State.OPEN, **values).order_by("pk"))


def test_a_suggestion_is_accepted_once_and_taken_back() -> None:
    found = standard.create(acting("admin"), CUSTOMER, {"name": "Wide", "city": "Ｗｕｘｉ"})
    cleaning("city", "width")
    repair = suggested(record=found.pk)[0]
    assert (repair.was, repair.now, repair.origin) == ("Ｗｕｘｉ", "Wuxi", "rule")
    batches = [
        begin(acting(who), CUSTOMER, REPAIR, {"repairs": [repair.pk]}, Selection(ids=(found.pk,)))
        for who in ("data", "admin")
    ]
    for batch in batches:
        batch.refresh_from_db()
    assert [(batch.changed, batch.unchanged) for batch in batches] == [(1, 0), (0, 1)]
    assert Customer.everything.get(pk=found.pk).city == "Wuxi"
    undo_batch(acting("data"), batches[0])
    assert Customer.everything.get(pk=found.pk).city == "Ｗｕｘｉ"


def test_what_changed_since_stays_and_what_one_may_not_change_too() -> None:
    found = standard.create(acting("admin"), CUSTOMER, {"name": "Wide", "city": "Ｗｕｘｉ"})
    cleaning("city", "width")
    repair = suggested(record=found.pk)[0]
    looking_only = begin(acting("marketing"), CUSTOMER, REPAIR, {"repairs": [repair.pk]}, Selection(ids=(found.pk,)))
    looking_only.refresh_from_db()
    assert looking_only.changed == 1  # marketing may edit every customer
    Customer.everything.filter(pk=found.pk).update(city="Ｗｕｘｉ２")
    repair = suggested(record=found.pk)[0]
    standard.edit(acting("admin"), CUSTOMER, found.pk, {"city": "Suzhou"})
    late = begin(acting("data"), CUSTOMER, REPAIR, {"repairs": [repair.pk]}, Selection(ids=(found.pk,)))
    late.refresh_from_db()
    assert (late.changed, late.conflicts) == (0, 1)
    assert Customer.everything.get(pk=found.pk).city == "Suzhou"


def test_what_was_left_as_it_is_is_not_suggested_again() -> None:
    found = standard.create(acting("admin"), CUSTOMER, {"name": "Wide", "city": "Ｗｕｘｉ"})
    cleaning("city", "width")
    Repair.objects.filter(pk=suggested(record=found.pk)[0].pk).update(state=State.LEFT)
    assert suggested(record=found.pk) == []


def test_what_another_record_has_is_suggested_to_whoever_sees_that_one() -> None:
    """A twin of a person who keeps it to themselves lends nothing to others."""
    bare = standard.create(acting("sales"), CUSTOMER, {"name": "Twin of one"})
    full = standard.create(acting("rival"), CUSTOMER, {"name": "Twin of one", "city": "York", "founded": 1990})
    Pair.objects.create(noun="customer", one=bare.pk, other=full.pk, weight=20.0, cluster=bare.pk)
    found = suggested(origin=Origin.TWIN)
    assert {(each.record, each.field, each.was, each.now, each.source) for each in found} == {
        (bare.pk, "city", "", "York", full.pk), (bare.pk, "founded", None, 1990, full.pk),
    }  # fmt: skip
    assert set(decidable(acting("data"), CUSTOMER).filter(origin=Origin.TWIN)) == set(found)
    assert not decidable(acting("sales"), CUSTOMER).filter(origin=Origin.TWIN).exists()
    hidden = begin(acting("sales"), CUSTOMER, REPAIR, {"repairs": [found[0].pk]}, Selection(ids=(bare.pk,)))
    hidden.refresh_from_db()
    assert (hidden.changed, Customer.everything.get(pk=bare.pk).city) == (0, "")


def test_what_nearly_all_have_from_above_is_suggested_where_it_is_missing() -> None:
    group = standard.create(acting("admin"), CUSTOMER, {"name": "Group", "industry": "Wine"})
    below = [Customer(name=f"Below {n}", parent=group, industry="Wine", **AT) for n in range(LEAST)]
    Customer.everything.bulk_create([*below, bare := Customer(name="Bare", parent=group, **AT)])
    (one,) = suggested(origin=Origin.ABOVE, field="industry")
    assert (one.record, one.now, one.source, one.detail["agree"]) == (bare.pk, "Wine", group.pk, LEAST)
    Customer.everything.filter(pk__in=[each.pk for each in below[:2]]).update(industry="Tea")
    assert suggested(origin=Origin.ABOVE, field="industry") == []


@pytest.mark.parametrize("inputs", [{}, {"repairs": "all"}, {"repairs": ["1"]}, {"repairs": [0]}, {"repairs": [2**70]}])
def test_what_is_no_suggestion_is_refused(inputs: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        begin(acting("admin"), CUSTOMER, REPAIR, inputs, Selection(ids=(1,)))


def test_what_nearly_all_agree_on_is_suggested_where_it_is_missing_or_otherwise() -> None:
    with_it = [Customer(name=f"A{n}", city="Suzhou", country="China", **AT) for n in range(2 * LEAST)]
    others = [
        Customer(
            name=f"B{n}",
            city="Porto",
            country="Portugal",
            **AT,
        )
        for n in range(2 * LEAST)
    ]
    odd = [Customer(name="Odd", city="Suzhou", country="Chile", **AT),
           Customer(name="Empty", city="Suzhou", **AT)]  # fmt: skip
    Customer.everything.bulk_create([*with_it, *others, *odd])
    found = list(agreements(CUSTOMER, CUSTOMER.fields["city"], CUSTOMER.fields["country"]))
    suzhou = next(each for each in found if each.value == "Suzhou")
    assert (suzhou.usual, suzhou.agree, suzhou.of, suzhou.rare) == ("China", 2 * LEAST, 2 * LEAST + 1, ("Chile",))
    from concerto.kernel.quality import suggesting

    fields = [CUSTOMER.fields["city"], CUSTOMER.fields["country"]]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(suggesting, "paired", lambda entity: fields)
        told = {
            (each.record, each.was, each.now, each.origin) for each in by_agreement(CUSTOMER) if each.field == "country"
        }
    named_odd = {row.name: row.pk for row in Customer.everything.filter(name__in=["Odd", "Empty"])}
    assert told == {(named_odd["Odd"], "Chile", "China", "rare"), (named_odd["Empty"], "", "China", "follows")}
