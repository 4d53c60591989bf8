"""Columns that become what belongs to a record: phones and mail addresses of customers, each once, counted, taken back."""

from __future__ import annotations

from io import BytesIO

from concerto.customers.contact_point.model import ContactPoint
from concerto.customers.customer.model import Customer
from concerto.kernel.access.actor import Actor
from concerto.kernel.batches.batch.model import Batch
from concerto.kernel.batches.beginning import undo_batch
from concerto.kernel.entity.registry import named
from concerto.kernel.imports.batch.actions import take_back_
from concerto.kernel.imports.batch.model import Rejection
from concerto.kernel.imports.beginning import take
from concerto.kernel.imports.foreseeing import foresee
from concerto.kernel.imports.targets import choices
from concerto.kernel.journal.model import Entry
from tests import cast
from tests.kernel.imports.test_running import brought, called, ends, reasons

FILE = "客户名称,手机号,备用手机,邮箱,微信号\n青禾坡烘焙,138 0013 8000,139 0013 9000,A@Baker.example,qinghe\nHarbour Mills,,,desk@mills.example,\n"
MAPPED = {"备用手机": "contact-point.mobile"}


def points(customer: Customer) -> list[tuple[str, str]]:
    return sorted(ContactPoint.everything.filter(customer=customer, trashed_at=None).values_list("medium", "value"))


def test_new_and_known_customers_get_their_contact_points(db: None, steward: Actor) -> None:
    before = points(called("Harbour Mills"))
    batch = brought(steward, FILE, **MAPPED)
    assert batch.mapping == {"客户名称": "name", "手机号": "contact-point.mobile", "备用手机": "contact-point.mobile",
                             "邮箱": "contact-point.email", "微信号": "contact-point.wechat"}  # fmt: skip
    assert ends(batch) == {"created": 1, "updated": 1}
    assert batch.verified["beside"] == {"contact-point": 5}
    assert points(called("青禾坡烘焙")) == [
        ("email", "A@Baker.example"), ("mobile", "138 0013 8000"), ("mobile", "139 0013 9000"), ("wechat", "qinghe")]  # fmt: skip
    assert points(called("Harbour Mills")) == sorted([*before, ("email", "desk@mills.example")])
    lines = Entry.objects.filter(entity="contact-point", batch=batch.pk, door="import", verb="create")
    assert sorted(lines.values_list("line", "topic")) == sorted(
        [(2, called("青禾坡烘焙").pk)] * 4 + [(3, called("Harbour Mills").pk)]
    )


def test_the_same_file_again_changes_nothing(db: None, steward: Actor) -> None:
    brought(steward, FILE, **MAPPED)
    again = brought(steward, FILE, **MAPPED)
    assert (ends(again), again.verified["beside"]) == ({"skipped": 2}, {})


def test_rows_about_one_customer_share_what_they_say(db: None, steward: Actor) -> None:
    batch = brought(steward, "name,mobile\nNew One,13800138000\nNEW ONE,13800138000；13900139000\n")
    assert (ends(batch), points(called("NEW ONE"))) == (
        {"created": 1, "merged": 1}, [("mobile", "13800138000"), ("mobile", "13900139000")])  # fmt: skip


def test_a_number_that_is_none_rejects_its_row_and_says_which_column(db: None, steward: Actor) -> None:
    batch = brought(steward, "name,mobile,email\nA,12,\nB,13800138000;x,\nC,,nobody\nD,,\n")
    assert ends(batch) == {"created": 1, "rejected": 3}
    assert [(line, why.split(":")[0]) for line, why in reasons(batch)] == [(2, "Mobile"), (3, "Mobile"), (4, "E-mail")]


def test_known_records_left_as_they_are_get_nothing(db: None, steward: Actor) -> None:
    before = points(called("Harbour Mills"))
    assert ends(brought(steward, FILE, policy="skip", **MAPPED)) == {"created": 1, "skipped": 1}
    assert points(called("Harbour Mills")) == before


def test_a_look_tells_them_and_keeps_none(db: None, steward: Actor) -> None:
    batch = take(steward, named("customer"), "x.csv", BytesIO(FILE.encode()))
    before = ContactPoint.everything.count()
    foresee(steward, batch)
    assert batch.foreseen["counts"] == {"created": 1, "updated": 1, "merged": 0, "skipped": 0, "rejected": 0}
    assert batch.foreseen["samples"]["updated"][0]["beside"] == [["contact-point.email", "desk@mills.example"]]
    assert ContactPoint.everything.count() == before


def test_they_go_with_the_import_and_those_of_others_stay(db: None, steward: Actor) -> None:
    before = points(called("Harbour Mills"))
    batch = brought(steward, FILE, **MAPPED)
    baker = called("青禾坡烘焙")
    back = take_back_(steward, batch)
    assert (back.changed, points(called("Harbour Mills"))) == (1, before)
    assert Batch.everything.filter(noun="contact-point", changed=1).count() == 1
    baker.refresh_from_db()
    assert baker.trashed_at is not None
    assert not Rejection.objects.filter(batch=batch).exists()


def test_a_take_back_that_is_undone_brings_back_what_came_to_others(db: None, steward: Actor) -> None:
    batch = brought(steward, FILE, **MAPPED)
    came = points(called("Harbour Mills"))
    back = take_back_(steward, batch)
    assert points(called("Harbour Mills")) != came
    again = undo_batch(steward, Batch.everything.get(pk=back.pk))
    assert points(called("Harbour Mills")) == came
    undo_batch(steward, Batch.everything.get(pk=again.pk))
    assert points(called("Harbour Mills")) != came


def test_a_field_of_the_record_itself_goes_before_what_belongs_to_it(db: None, steward: Actor) -> None:
    batch = take(steward, named("customer"), "x.csv", BytesIO(b"Name,Web,Mail\nA,a.example,a@a.example\n"))
    assert batch.mapping == {"Name": "name", "Web": "website", "Mail": "contact-point.email"}


def test_who_may_not_bring_them_in_is_not_offered_them(db: None) -> None:
    entity = named("customer")
    assert "contact-point.mobile" in {choice.id for choice in choices(cast.acting("marketing"), entity)}
    assert {choice.id for choice in choices(cast.acting("data"), named("activity")) if "." in choice.id} == set()
