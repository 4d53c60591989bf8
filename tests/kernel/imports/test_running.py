"""A file brought in: every row ends in exactly one way, whatever it holds and whatever interrupts it."""

from __future__ import annotations

import os
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from concerto.customers.customer.model import Customer
from concerto.kernel.access.actor import IMPORT, Actor
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.refusal import Forbidden, Invalid, Refused
from concerto.kernel.entity.registry import named
from concerto.kernel.imports import running, slices
from concerto.kernel.imports.batch.model import Import, Rejection
from concerto.kernel.imports.beginning import agree, look, take
from concerto.kernel.imports.guessing import Plan
from concerto.kernel.imports.reasons import in_words
from concerto.kernel.journal.model import Entry
from tests import cast

COUNTS = ("created", "updated", "merged", "skipped", "rejected")


def brought(
    actor: Actor,
    text: str | bytes,
    *,
    noun: str = "customer",
    policy: str = "update",
    name: str = "file.csv",
    **mapping: str,
) -> Import:
    """Take a file, agree to the guesses (and `mapping`), run."""
    content = text.encode() if isinstance(text, str) else text
    batch = take(actor, named(noun), name, BytesIO(content))
    agree(actor, batch, batch.mapping | mapping, policy)
    return running.run(actor, batch)


def ends(batch: Import) -> dict[str, int]:
    """The counts that are not zero; their sum must be the rows."""
    counts = {name: getattr(batch, name) for name in COUNTS}
    assert sum(counts.values()) == batch.rows
    return {name: count for name, count in counts.items() if count}


def reasons(batch: Import) -> list[tuple[int, str]]:
    found = Rejection.objects.filter(batch=batch).order_by("row")
    return [(each.row, in_words(named(batch.noun), each.reason)) for each in found]


def called(name: str) -> Customer:
    found = Customer.everything.get(name=name, trashed_at=None)
    assert isinstance(found, Customer)
    return found


def test_new_rows_become_records_with_their_line_in_the_journal(db: None, steward: Actor) -> None:
    batch = brought(steward, "客户名称,城市,员工数\n青禾坡烘焙,无锡,42\nQuillon,Leeds,\n")
    assert ends(batch) == {"created": 2}
    baker = called("青禾坡烘焙")
    assert (baker.city, baker.employees) == ("无锡", 42)
    line = Entry.objects.get(entity="customer", record=baker.pk, verb="create")
    assert (line.batch, line.line, line.door, line.actor) == (batch.pk, 2, "import", steward.person)


def test_a_known_name_updates_what_differs_and_an_empty_cell_erases_nothing(db: None, steward: Actor) -> None:
    batch = brought(steward, "name,city,industry\nbrightwater ltd,York,\nHarbour Mills,Rotterdam,\n")
    assert ends(batch) == {"updated": 1, "skipped": 1}
    assert called("brightwater ltd").city == "York"
    assert called("Harbour Mills").city == "Rotterdam"


def test_policies_skip_and_create(db: None, steward: Actor) -> None:
    assert ends(brought(steward, "name,city\nHarbour Mills,Bergen\n", policy="skip")) == {"skipped": 1}
    assert called("Harbour Mills").city == "Rotterdam"
    assert ends(brought(steward, "name,city\nHarbour Mills,Bergen\n", policy="create")) == {"created": 1}
    assert sorted(Customer.everything.filter(name="Harbour Mills").values_list("city", flat=True)) == [
        "Bergen",
        "Rotterdam",
    ]


def test_a_row_that_repeats_an_earlier_one_is_merged_into_it(db: None, steward: Actor) -> None:
    batch = brought(steward, "name,city,country\nNine Bridges,Nanjing,\nnine bridges,,China\n")
    assert ends(batch) == {"created": 1, "merged": 1}
    found = Customer.everything.get(sort_key="nine bridges")
    assert (found.city, found.country) == ("Nanjing", "China")


@pytest.mark.parametrize("known", [False, True])
def test_each_row_about_one_record_stands_in_the_journal_with_what_it_said(
    db: None, steward: Actor, known: bool
) -> None:
    if known:
        brought(steward, "name,city\nNine Bridges,Wuxi\n")
    batch = brought(
        steward,
        "name,city,employees\nNine Bridges,Nanjing,12\nNINE BRIDGES,Suzhou,0012\nnine bridges,,\nnine bridges,,0015\n",
    )
    assert ends(batch) == {"updated" if known else "created": 1, "merged": 3}
    lines = list(Entry.objects.filter(batch=batch.pk, entity="customer").order_by("id"))
    told = [
        (each.verb, each.line, each.changes.get("city"), each.changes.get("employees"), each.given) for each in lines
    ]
    begun = (
        ("edit", 2, ["Wuxi", "Nanjing"], [None, 12], None)
        if known
        else ("create", 2, [None, "Nanjing"], [None, 12], None)
    )
    assert told == [
        begun,
        ("edit", 3, ["Nanjing", "Suzhou"], None, None),
        ("edit", 4, None, None, None),
        ("edit", 5, None, [12, 15], {"employees": "0015"}),
    ]
    found = Customer.everything.get(pk=lines[0].record)
    assert (found.name, found.city, found.employees, found.version) == ("nine bridges", "Suzhou", 15, 4 + known)


def test_a_row_that_cannot_go_on_is_rejected_and_the_next_goes_on_from_what_is_there(db: None, steward: Actor) -> None:
    batch = brought(
        steward, "name,city,website\nNine Bridges,Nanjing,\nnine bridges,Suzhou,no address\nnine bridges,Wuxi,\n"
    )
    assert ends(batch) == {"created": 1, "merged": 1, "rejected": 1}
    assert called("nine bridges").city == "Wuxi"
    line = Entry.objects.filter(batch=batch.pk, entity="customer").latest("id")
    assert (line.line, line.changes["city"]) == (4, ["Nanjing", "Wuxi"])


def test_people_of_one_name_stay_two_people(db: None, steward: Actor) -> None:
    assert ends(brought(steward, "name,kind\n张伟,person\n张伟,Private person\n", kind="form")) == {"created": 2}


def test_a_subsidiary_may_stand_above_its_parent(db: None, steward: Actor) -> None:
    batch = brought(steward, "name,parent\nLower Mill,Upper Mill\nUpper Mill,\nLone Mill,Nobody Knows It\n")
    assert ends(batch) == {"created": 2, "rejected": 1}
    assert called("Lower Mill").parent == called("Upper Mill")
    assert reasons(batch) == [(4, "Part of: There is no such record.")]


def test_a_circle_in_the_file_closes_nothing(db: None, steward: Actor) -> None:
    batch = brought(steward, "name,parent\nOne,Two\nTwo,One\n")
    assert ends(batch) == {"created": 2}
    assert (called("One").parent_id, called("Two").parent_id) == (called("Two").pk, None)
    assert [row for row, _reason in reasons(batch)] == [3]


def test_what_cannot_be_read_is_rejected_with_its_line_and_reason(db: None, steward: Actor) -> None:
    batch = brought(
        steward, "name,employees,founded,website\nGood,12,1990,good.example\n,5,,\nBad,many,,\nWorse,-1,,javascript:x\n"
    )
    assert ends(batch) == {"created": 1, "rejected": 3}
    assert [row for row, _reason in reasons(batch)] == [3, 4, 5]
    assert called("Good").website == "https://good.example"


def test_a_formula_is_kept_as_the_text_it_is(db: None, steward: Actor) -> None:
    batch = brought(steward, 'name,description\n"=1+1","@SUM(A1)"\n')
    assert ends(batch) == {"created": 1}
    assert called("=1+1").description == "@SUM(A1)"


def test_the_database_refuses_one_of_many_and_the_others_come_in(db: None) -> None:
    admin = cast.acting("admin", IMPORT)
    rows = "\n".join(
        f"person{number},Person {number},mail{number if number != 5 else 4}@x.example" for number in range(8)
    )
    batch = brought(admin, f"username,name,email\n{rows}\n", noun="person")
    assert ends(batch) == {"created": 7, "rejected": 1}
    assert reasons(batch) == [(7, "E-mail: Another person has this e-mail address.")]


def test_who_may_not_edit_a_known_record_changes_nothing(db: None) -> None:
    manager = cast.acting("sales-manager", IMPORT)  # edits only below the own department, brings in everywhere
    batch = brought(manager, "name,city\nHarbour Mills,Bergen\n苏州晨星科技有限公司,昆山\nFresh One,Graz\n")
    assert ends(batch) == {"created": 1, "updated": 1, "rejected": 1}
    assert (called("Harbour Mills").city, called("苏州晨星科技有限公司").city) == ("Rotterdam", "昆山")


def test_who_may_not_import_is_told_before_anything_is_kept(db: None, files: Path) -> None:
    before = Import.everything.count()
    with pytest.raises(Forbidden):
        take(cast.acting("sales", IMPORT), named("customer"), "x.csv", BytesIO(b"name\nX\n"))
    assert (list(files.iterdir()), Import.everything.count()) == ([], before)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("broken.xlsx", b"PK\x03\x04 not a workbook"),
        ("twice.csv", b"name,name\nA,B\n"),
        ("picture.png", b"\x89PNG"),
        ("wrong.csv", b"name\n\xff\xff\xff\n"),
    ],
)
def test_a_file_that_cannot_be_read_leaves_nothing(
    db: None, steward: Actor, files: Path, name: str, content: bytes
) -> None:
    before = Import.everything.count()
    with pytest.raises(Refused):
        take(steward, named("customer"), name, BytesIO(content))
    assert ([path for path in files.rglob("*") if path.is_file()], Import.everything.count()) == ([], before)


def test_a_mapping_that_cannot_work_is_refused(db: None, steward: Actor) -> None:
    batch = take(steward, named("customer"), "x.csv", BytesIO(b"a,b\nX,Y\n"))
    for mapping in (
        {"a": "city"},
        {"a": "name", "b": "name"},
        {"a": "name", "b": "password"},
        {"a": "name", "b": "last_touch"},
    ):
        with pytest.raises(Invalid):
            agree(steward, batch, mapping)
    assert Import.everything.get(pk=batch.pk).started_at is None


def test_a_preview_writes_nothing(db: None, steward: Actor) -> None:
    batch = take(steward, named("customer"), "x.csv", BytesIO(b"name,employees\nA,1\nB,x\n"))
    before = Customer.everything.count()
    look(steward, batch, Plan(batch.mapping))
    assert {end: count for end, count in batch.foreseen["counts"].items() if count} == {"created": 1, "rejected": 1}
    assert batch.foreseen["done"]
    assert Customer.everything.count() == before


def test_an_interrupted_import_goes_on_where_it_stood(committed: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "SLICE", 10)
    steward = cast.acting("data", IMPORT)
    batch = take(
        steward,
        named("customer"),
        "x.csv",
        BytesIO(("name\n" + "".join(f"Row {number:03d}\n" for number in range(35))).encode()),
    )
    agree(steward, batch, batch.mapping)

    def killed(now: Import) -> None:
        if now.rows == 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        running.run(steward, batch, tell=killed)
    left = Import.everything.get(pk=batch.pk)
    assert (left.rows, left.created, left.finished_at) == (20, 20, None)
    done = running.run(steward, left)
    assert ends(done) == {"created": 35}
    assert Customer.everything.filter(name__startswith="Row ").count() == 35


def test_two_workers_do_not_store_the_same_rows(db: None, steward: Actor) -> None:
    batch = take(steward, named("customer"), "x.csv", BytesIO(b"name\nA1\n"))
    agree(steward, batch, batch.mapping)
    running.run(steward, batch)
    with pytest.raises(Refused):
        running.run(steward, Import.everything.get(pk=batch.pk))
    assert Customer.everything.filter(name="A1").count() == 1


def test_rows_of_one_line_are_rows_of_their_own(db: None, steward: Actor) -> None:
    """Programs write JSON without line ends: each object is about its own record all the same."""
    rows = (
        '[{"name":"Harbour Mills","city":"Bergen"},{"name":"Brightwater Ltd","city":"York"},{"city":"X"},{"city":"Y"}]'
    )
    batch = brought(steward, rows, name="x.json")
    assert ends(batch) == {"updated": 2, "rejected": 2}
    assert (called("Harbour Mills").city, called("Brightwater Ltd").city) == ("Bergen", "York")
    assert [line for line, _why in reasons(batch)] == [3, 4]


cell = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=12)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(cell, cell, cell), max_size=6))
def test_whatever_the_cells_hold_every_row_is_accounted_for(
    db: None, steward: Actor, rows: list[tuple[str, str, str]]
) -> None:
    import csv
    from io import StringIO

    out = StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(("name", "employees", "owner"))
    writer.writerows([[cell.replace("\x00", "") for cell in row] for row in rows])
    try:
        batch = brought(steward, out.getvalue())
    except Refused:
        return  # said before anything was kept
    assert ends(batch) is not None
    assert visible_to(steward, Customer).filter(name="").count() == 0


@pytest.mark.skipif(
    "CONCERTO_SAMPLES" not in os.environ, reason="real files: set CONCERTO_SAMPLES to a folder of samples"
)
def test_real_accounts_come_in_whole(db: None, steward: Actor) -> None:
    batch = brought(
        steward,
        Path(os.environ["CONCERTO_SAMPLES"], "sales-opportunities", "accounts.csv").read_bytes(),
        name="accounts.csv",
    )
    assert ends(batch) == {"created": 85}
    assert called("Bluth Company").parent == called("Acme Corporation")
    assert called("Acme Corporation").industry == "technolgy"


def test_people_come_in_with_their_place_and_never_without_an_administrator(db: None) -> None:
    """What a guard refuses is the account of its row; the other rows are kept."""
    rows = "Username,Full name,Department,Reports to,Roles\nadmin,Admin,,,sales\nzhao,赵远,Field,sales-manager,sales\nnobody,No,Nowhere,,\n"
    batch = brought(cast.acting("admin", IMPORT), rows, noun="person")
    assert ends(batch) == {"created": 1, "rejected": 2}
    assert "last administrator" in reasons(batch)[0][1]
    zhao = cast.person_called("zhao")
    assert (zhao.department.name, zhao.manager.username, zhao.roles) == ("Field", "sales-manager", ["sales"])
