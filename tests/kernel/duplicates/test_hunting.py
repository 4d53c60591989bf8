"""From records to pairs and decisions: searched in a process of its own, shown with reasons, merged or held apart."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from concerto.customers.customer.model import Customer
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions import standard
from concerto.kernel.actions.merging.merge import merge
from concerto.kernel.actions.refusal import Forbidden, NotThere, Refused
from concerto.kernel.batches.batch.model import Batch
from concerto.kernel.batches.beginning import undo_batch
from concerto.kernel.database.address import Address
from concerto.kernel.duplicates import hunting, waiting
from concerto.kernel.duplicates.deciding import different, pairs_of, queue
from concerto.kernel.duplicates.model import Hunt, Pair, Stage
from concerto.kernel.duplicates.readers import search_all
from concerto.kernel.entity.registry import named
from concerto.kernel.journal.model import Entry
from concerto.kernel.journal.reading import catch_up, readers
from tests.cast import acting, client_of, customer_of
from tests.contracts.making import made
from tests.kernel.merging.test_merging import as_it_is

CUSTOMER = named("customer")
ALIKE = (
    ("苏州白鹭泉机械有限公司", "苏州", "13812340001"),
    ("蘇州白鷺泉機械股份有限公司", "苏州市", "+86 138 1234 0001"),
    ("Harbour Mills Limited", "Rotterdam", "office@harbour-mills.example"),
)


def searched(**values: Any) -> Hunt:
    """A search through all customers, done at once."""
    begun = Hunt.objects.create(noun="customer", **values)
    return hunting.run(begun)


def alike() -> list[Customer]:
    """Three customers: the first two are one, the third is Harbour Mills of the cast."""
    found = []
    for name, city, point in ALIKE:
        customer = made("customer", name=name, city=city)
        medium = "email" if "@" in point else "mobile"
        standard.create(
            acting("admin"), named("contact-point"), {"customer": customer.pk, "medium": medium, "value": point}
        )
        found.append(customer)
    return found  # type: ignore[return-value]  # they are customers


def ends(pairs: Any) -> set[tuple[int, int]]:
    return {(pair.one, pair.other) for pair in pairs}


def test_a_search_finds_what_is_alike_and_says_why(committed: Address) -> None:
    one, two, three = alike()
    hunt = searched()
    assert (hunt.stage, hunt.share, hunt.records) == (
        Stage.DONE,
        1.0,
        Customer.everything.filter(trashed_at=None).count(),
    )
    found = ends(queue(acting("admin"), CUSTOMER))
    assert found == {(one.pk, two.pk), (customer_of("other").pk, three.pk)}
    pair = Pair.objects.get(one=one.pk)
    assert {id: level for id, (level, _weight) in pair.parts.items()} == {
        "name": "reading",
        "points": "shared",
        "place": "same",
    }
    page = client_of("admin").get(f"/customers/duplicates?pair={pair.pk}").content.decode()
    assert "read the same" in page and "one in common" in page and one.name in page and two.name in page
    # what was held apart stays so, whatever is searched again
    different(acting("admin"), CUSTOMER, two.pk, one.pk)
    searched()
    assert ends(queue(acting("admin"), CUSTOMER)) == {(customer_of("other").pk, three.pk)}
    assert Entry.objects.filter(entity="customer", record=one.pk, verb="not-the-same").count() == 1


def test_a_search_that_is_cancelled_ends_and_another_may_begin(committed: Address) -> None:
    begun = hunting.hunt(acting("admin"), CUSTOMER)
    with pytest.raises(Refused, match="under way already"):
        hunting.hunt(acting("data"), CUSTOMER)
    hunting.cancel(acting("data"), CUSTOMER)
    assert hunting.run(begun).stage == Stage.CANCELLED
    with pytest.raises(Forbidden):
        hunting.hunt(acting("marketing"), CUSTOMER)
    assert hunting.run(hunting.hunt(acting("data"), CUSTOMER)).stage == Stage.DONE


def paired(one: int, other: int, weight: float = 20.0) -> Pair:
    low, high = sorted((one, other))
    parts = {"name": ["same", 16.5], "points": ["other", -1.9], "place": ["same", 3.1]}
    return Pair.objects.create(noun="customer", one=low, other=high, weight=weight, parts=parts, cluster=low)


@pytest.mark.django_db
def test_only_who_may_merge_both_is_asked_about_them() -> None:
    pair = paired(customer_of("own").pk, customer_of("other").pk)
    assert ends(queue(acting("data"), CUSTOMER)) == {(pair.one, pair.other)}
    assert ends(queue(acting("sales-manager"), CUSTOMER)) == set() or ends(
        queue(acting("sales-manager"), CUSTOMER)
    ) == {(pair.one, pair.other)}
    for who in ("sales", "marketing", "executive"):
        with pytest.raises(Forbidden):
            queue(acting(who), CUSTOMER)
        assert client_of(who).get("/customers/duplicates").status_code == 403
    assert pairs_of(acting("sales"), CUSTOMER, pair.one) == []  # the other side is out of sight
    with pytest.raises(NotThere):
        different(acting("sales"), CUSTOMER, pair.one, pair.other)


@pytest.mark.django_db
def test_the_queue_is_worked_through_by_forms() -> None:
    own, nobody, group = (customer_of(whose).pk for whose in ("own", "nobody", "group"))
    first, second = paired(own, nobody, 21.0), paired(own, group, 9.0)
    admin: Client = client_of("admin")
    page = admin.get("/customers/duplicates").content.decode()
    assert 'data-shortcut="m"' in page and f"pair={second.pk}" in page and 'data-shortcut="j"' in page
    done = admin.post(f"/customers/{own}/merge", {"with": nobody, "then": str(second.pk), "take-name": "theirs"})
    assert (done.status_code, done.headers["Location"]) == (302, f"/customers/duplicates?pair={second.pk}")
    assert Customer.everything.get(pk=own).name == "Quiet Meadow"
    assert not visible_to(acting("admin"), Customer).filter(pk=nobody).exists()
    done = admin.post(f"/customers/{own}/apart", {"with": group, "then": ""})
    assert (done.status_code, done.headers["Location"]) == (302, "/customers/duplicates")
    assert (ends(queue(acting("admin"), CUSTOMER)), first.pk != second.pk) == (set(), True)
    assert admin.get("/customers/duplicates").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["x", "-1", "9" * 18, "9" * 40, "C-99999", "ſ1", "1 or 1=1", "", "\x00"])
def test_hostile_numbers_find_nothing(asked: str) -> None:
    own, admin = customer_of("own").pk, client_of("admin")
    assert admin.get("/customers/duplicates", {"pair": asked}).status_code == 200
    assert admin.get(f"/customers/{own}/merge", {"with": asked}).status_code in (200, 404)
    assert admin.post(f"/customers/{own}/merge", {"with": asked}).status_code in (200, 404)
    assert admin.post(f"/customers/{own}/apart", {"with": asked}).status_code == 404


@pytest.mark.django_db
def test_the_heap_is_merged_as_a_mass_change_and_taken_back_whole() -> None:
    """A chain of pairs, a pair of its own, and one that is not probable enough."""
    records = [made("customer", name=f"Firm {number}").pk for number in range(7)]
    for one, other in ((0, 1), (1, 2), (3, 4)):
        paired(records[one], records[other])
    paired(records[5], records[6], 2.0)
    note = made("note", customer=records[2])
    before = as_it_is()
    answered = client_of("admin").post("/customers/duplicates/accept")
    batch = Batch.everything.order_by("-pk")[0]
    assert answered.headers["Location"] == f"/batches/{batch.pk}"
    assert (batch.status, batch.total, batch.changed, batch.refused) == ("done", 3, 3, 0)
    assert named("note").model.everything.get(pk=note.pk).customer_id == records[0]
    left = set(visible_to(acting("admin"), Customer).filter(pk__in=records).values_list("pk", flat=True))
    assert left == {records[0], records[3], records[5], records[6]}
    undone = undo_batch(acting("admin"), batch)
    assert (undone.status, undone.problem, undone.refused, undone.conflicts) == ("done", "", 0, 0)
    after = as_it_is()
    for noun in ("customer", "note", "contact-point", "relation", "activity"):
        assert after[noun] == before[noun], noun


@pytest.mark.django_db
def test_what_was_said_of_the_one_is_said_of_the_other_after_a_merge() -> None:
    own, nobody, group, other = (customer_of(whose).pk for whose in ("own", "nobody", "group", "other"))
    paired(own, other)
    different(acting("admin"), CUSTOMER, own, group)
    noted = merge(acting("admin"), CUSTOMER, nobody, own)
    assert ends(queue(acting("admin"), CUSTOMER)) == {tuple(sorted((nobody, other)))}
    assert Pair.objects.get(one=min(nobody, group), other=max(nobody, group)).verdict == "different"
    from concerto.kernel.actions.merging.unmerge import unmerge

    unmerge(acting("admin"), noted)
    assert ends(queue(acting("admin"), CUSTOMER)) == {tuple(sorted((own, other)))}


def test_a_new_record_is_compared_as_it_comes_in(committed: Address) -> None:
    """Without any search before: by its name, then by a number that is added later; editing it away takes the pair away."""
    follower = next(each for each in readers() if each.name == "kernel.duplicates")
    catch_up(follower)
    one = made("customer", name="晨星科技", city="苏州")
    catch_up(follower)
    assert ends(queue(acting("admin"), CUSTOMER)) == {(customer_of("own").pk, one.pk)}
    panel = client_of("admin").get(f"/customers/{one.pk}/related").content.decode()
    assert f"/customers/{one.pk}/merge?with={customer_of('own').pk}" in panel
    standard.edit(acting("admin"), CUSTOMER, one.pk, {"name": "Something else", "city": ""})
    catch_up(follower)
    assert ends(queue(acting("admin"), CUSTOMER)) == set()


@pytest.mark.django_db
@pytest.mark.parametrize(("minutes", "pause"), [(0, 333), (5, 33), (10, 0)])
def test_while_many_come_in_one_search_does_not_follow_the_other(minutes: int, pause: int) -> None:
    """A pause for a million records is over five minutes long; whoever asks for a search has no pause."""
    now = timezone.now()
    Hunt.objects.create(noun="customer", stage=Stage.DONE, records=1_000_000, ended_at=now - timedelta(minutes=minutes))
    search_all(CUSTOMER)
    waiting = Hunt.objects.get(noun="customer", stage=Stage.WAITING)
    at = ProcrastinateJob.objects.get(queueing_lock=f"hunt-{waiting.pk}").scheduled_at
    assert abs(((at or now) - now).total_seconds() - pause) < 20


@pytest.mark.django_db
def test_the_rules_are_tried_and_nothing_is_merged() -> None:
    one, other = (
        made("customer", name="Try One", city="", industry="Wine"),
        made("customer", name="Try Two", city="York"),
    )
    standard.create(acting("admin"), named("merge-rule"), {"noun": "customer", "field": "industry", "rule": "longest"})
    standard.edit(acting("admin"), CUSTOMER, other.pk, {"industry": "Wholesale"})
    admin, before = client_of("admin"), as_it_is()
    page = admin.get("/customers/duplicates/try", {"one": CUSTOMER.code(one.pk), "other": "Try Two"}).content.decode()
    survives = re.findall(r'<dd class="is-taken">.*?</span>([^<]+)<small', page)
    assert survives == ["Try One", "Wholesale", "York"]
    assert "the longest" in page and "the only one filled" in page and "on a page" in page
    assert as_it_is() == before
    assert client_of("sales").get("/customers/duplicates/try").status_code == 404
    for asked in ({"one": "nobody", "other": "\x00"}, {"one": str(one.pk), "other": str(one.pk)}, {}):
        assert admin.get("/customers/duplicates/try", asked).status_code == 200


@pytest.mark.django_db
def test_a_rule_is_tried_on_two_typed_values() -> None:
    standard.create(acting("admin"), named("merge-rule"), {"noun": "customer", "field": "employees", "rule": "longest"})
    standard.create(
        acting("admin"),
        named("merge-rule"),
        {"noun": "customer", "field": "city", "rule": "trusted", "sources": "api, page"},
    )
    standard.create(acting("admin"), named("merge-rule"), {"noun": "customer", "field": "industry", "rule": "newest"})

    def survives(**asked: str) -> str:
        page = client_of("admin").get("/customers/duplicates/try", asked).content.decode()
        return next(iter(re.findall(r'(?:Survives: <b>|role="alert">)(.*?)</', page)), "")

    assert survives(field="employees", mine="90", theirs="1,200") == "1,200"
    doors = {"mine-door": "page", "theirs-door": "api"}
    assert survives(field="city", mine="York", theirs="Leeds", **doors) == "Leeds"
    for newer, kept in (("mine", "Wine"), ("theirs", "Tea")):
        assert survives(field="industry", mine="Wine", theirs="Tea", newer=newer) == kept
    assert survives(field="industry", mine="", theirs="Tea") == "Tea"
    assert survives(field="employees", mine="many", theirs="2").startswith("“many” is not a number")
    assert survives(field="industry", mine="Tea", theirs="Tea") == "The two values are the same."
    assert [survives(field=field, mine="1", theirs="2") for field in ("owner", "nothing", "\x00")] == ["", "", ""]


@pytest.mark.django_db
def test_the_rail_says_how_many_pairs_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """To whom may decide about all of them; what lies in the trash waits for nobody."""
    monkeypatch.setattr(waiting, "MOMENT", 0.0)
    monkeypatch.setattr(waiting, "_remembered", {})
    one, other, gone = (made("customer", name=f"Twin {each}") for each in range(3))
    for pair in ((one, other), (one, gone)):
        Pair.objects.create(noun="customer", one=pair[0].pk, other=pair[1].pk, weight=9.0, cluster=one.pk)
    standard.delete(acting("admin"), CUSTOMER, gone.pk)
    before = waiting.waiting_for(acting("admin"))["customer"]

    def told(who: str) -> list[str]:
        page = client_of(who).get("/customers/").content.decode()
        return re.findall(r'href="/customers/duplicates" title="([^"]*)"', page)

    assert (told("admin"), told("sales"), told("marketing")) == ([f"{before} pair that may be the same"], [], [])
    Pair.objects.filter(one=one.pk).update(verdict="different")
    assert waiting.waiting_for(acting("admin")) == {}
