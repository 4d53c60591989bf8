"""Somebody leaves: all that is theirs goes to others at once, nothing more is opened by it, and all of it can be taken back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from concerto.collaboration.handoffs.handoff.actions import accept, offer
from concerto.collaboration.handoffs.handoff.model import Handoff
from concerto.collaboration.handoffs.handoff.readers import escalate
from concerto.collaboration.people.seat.model import Seat
from concerto.collaboration.people.succession.held import heaps
from concerto.collaboration.people.succession.left import left_behind
from concerto.collaboration.people.succession.verbs import begin_like, hand_over
from concerto.customers.customer.model import Customer
from concerto.kernel.access.actor import JOB, SYSTEM
from concerto.kernel.access.membership.model import Membership
from concerto.kernel.access.person.leaving import leave, return_
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.sign_in.model import SignIn
from concerto.kernel.actions.bulk import add_many
from concerto.kernel.actions.refusal import Forbidden, Invalid, Refused
from concerto.kernel.actions.standard import create, edit
from concerto.kernel.alarms.model import Alarm
from concerto.kernel.batches.batch.model import Batch, Status
from concerto.kernel.batches.beginning import begin, undo_batch
from concerto.kernel.batches.handing_on import HAND_ON
from concerto.kernel.batches.running import run
from concerto.kernel.batches.selection import Selection
from concerto.kernel.entity.registry import named
from concerto.kernel.journal.model import Entry
from concerto.kernel.notices.model import Notice
from concerto.site.leavers import waiting_for_leavers
from tests.cast import acting, client_of, person_called
from tests.collaboration.handed import draft, type_with

MANY = 1000


def finished() -> None:
    """What a worker would do, as whoever began it."""
    for batch in Batch.everything.filter(status=Status.WAITING).order_by("pk"):
        run(acting("admin").at(JOB), batch)


def theirs(who: str) -> dict[str, int]:
    person = person_called(who).pk
    return {heap.key: many for heap in heaps(acting("admin")) if (many := heap.count(acting("admin"), person))}


def first_of(person: int) -> Batch:
    found = Batch.everything.filter(verb=HAND_ON, inputs__of=person, part_of=None).latest("pk")
    assert isinstance(found, Batch)
    return found


@pytest.mark.django_db
def test_a_thousand_records_and_what_is_owed_go_over_and_come_back() -> None:
    sales, mate = person_called("sales"), person_called("mate")
    new = [Customer(name=f"Mill {number}", owner=sales, department=sales.department) for number in range(MANY)]
    add_many(SYSTEM.doing("create"), named("customer"), [(None, each) for each in new])
    offered, accepted = draft(type_with()), draft(type_with())
    offer(acting("sales"), offered)
    offer(acting("sales"), accepted)
    accept(acting("rnd"), accepted)
    before, of_mate = theirs("sales"), theirs("mate")
    assert before["customer.owner"] > MANY
    assert {"handoff.giver", "seat.person", "opportunity.owner"} <= before.keys() | {"handoff.giver"}
    hand_over(acting("admin"), sales, successor=mate, leaves=True)
    finished()
    sales.refresh_from_db()
    assert sales.left_at is not None
    assert theirs("sales") == {}
    assert theirs("mate") == {key: before.get(key, 0) + of_mate.get(key, 0) for key in before | of_mate}
    assert [each.person.pk for each in left_behind(acting("admin"))].count(sales.pk) == 0
    return_(acting("admin"), sales)  # nobody who is not here is given tasks, not even back
    undo_batch(acting("admin"), first_of(sales.pk))
    finished()
    assert theirs("sales") == before
    assert theirs("mate") == of_mate


@pytest.mark.django_db
def test_what_the_receiver_owes_goes_on_with_its_clock() -> None:
    handoff = draft(type_with())
    offer(acting("sales"), handoff)
    accept(acting("rnd"), handoff)
    due = Handoff.everything.get(pk=handoff.pk).finish_by
    hand_over(acting("admin"), person_called("rnd"), successor=person_called("service"), leaves=True)
    now = Handoff.everything.get(pk=handoff.pk)
    assert (now.receiver_id, now.finish_by) == (person_called("service").pk, due)


@pytest.mark.django_db
def test_a_successor_is_given_nothing_they_may_not_see() -> None:
    handoff = draft(type_with())
    offer(acting("sales"), handoff)
    accept(acting("rnd"), handoff)
    hand_over(acting("admin"), person_called("rnd"), successor=person_called("newcomer"))
    assert Handoff.everything.get(pk=handoff.pk).receiver_id == person_called("rnd").pk
    assert Batch.everything.filter(verb=HAND_ON, refused__gt=0, noun="handoff").exists()
    leave(acting("admin"), person_called("rnd"), anyway=True)
    assert "handoff.receiver" in {heap.key for each in left_behind(acting("admin")) for heap, _many in each.heaps}


@pytest.mark.django_db
def test_only_whoever_may_say_who_works_here_hands_on() -> None:
    sales, mate = person_called("sales"), person_called("mate")
    with pytest.raises(Forbidden):
        hand_over(acting("sales-manager"), sales, successor=mate)
    with pytest.raises(Forbidden):
        begin(
            acting("sales-manager"),
            named("customer"),
            HAND_ON,
            {"field": "owner", "of": sales.pk, "to": mate.pk},
            Selection(ids=(1,)),
        )
    for wrong in (sales, person_called("leaver")):
        with pytest.raises(Invalid):
            hand_over(acting("admin"), sales, successor=wrong)


@pytest.mark.django_db
def test_seats_go_to_somebody_of_the_department_or_above_it() -> None:
    hand_over(acting("admin"), person_called("sales"), successor=person_called("marketing"))
    assert "seat.person" not in theirs("sales")  # Commerce, of which Field is a part
    hand_over(acting("admin"), person_called("rival"), successor=person_called("marketing"))
    assert theirs("rival")["seat.person"] == 1  # Operations is elsewhere


@pytest.mark.django_db
def test_nobody_comes_to_report_to_themselves() -> None:
    boss, sales, mate = (person_called(who) for who in ("sales-manager", "sales", "mate"))
    Person.everything.filter(pk__in=(sales.pk, mate.pk)).update(manager=boss)
    Person.everything.filter(pk=boss.pk).update(manager=person_called("admin"))
    hand_over(acting("admin"), Person.everything.get(pk=boss.pk), successor=sales, leaves=True)
    managers = dict(Person.everything.filter(pk__in=(sales.pk, mate.pk)).values_list("pk", "manager"))
    assert managers == {sales.pk: person_called("admin").pk, mate.pk: sales.pk}


@pytest.mark.django_db
def test_the_page_sends_heaps_to_different_people() -> None:
    sales, mate, service = (person_called(who) for who in ("sales", "mate", "service"))
    browser = client_of("admin")
    page = browser.get(f"/people/{sales.pk}/succession").content.decode()
    assert 'name="to-customer.owner"' in page
    given = {"how": "stays", "to": mate.pk, "to-ticket.owner": service.pk, "to-opportunity.owner": "keep"}
    kept = theirs("sales")
    assert browser.post(f"/people/{sales.pk}/succession", given).status_code == 302
    finished()
    assert theirs("sales") == {key: kept[key] for key in kept if key == "opportunity.owner"}
    assert client_of("sales").get(f"/people/{mate.pk}/succession").status_code == 403
    assert browser.get("/people/left-behind").status_code == 200


@pytest.mark.django_db
def test_somebody_new_begins_like_a_colleague() -> None:
    new = create(acting("admin"), named("person"), {"username": "ada", "name": "Ada Newcomb"})
    assert isinstance(new, Person)
    begin_like(acting("admin"), new, colleague=person_called("sales"), seats=True)
    new.refresh_from_db()
    assert (new.department_id, new.roles) == (person_called("sales").department_id, ["sales"])
    teams = Membership.everything.filter(person=person_called("sales"), trashed_at=None).values_list("team", flat=True)
    assert set(Membership.everything.filter(person=new).values_list("team", flat=True)) == set(teams)
    assert [seat.part for seat in Seat.everything.filter(person=new)] == ["member"]
    assert not SignIn.everything.filter(person=new).exists()


@pytest.mark.usefixtures("committed")
def test_of_two_at_once_the_second_finds_what_the_first_has_left() -> None:
    sales = person_called("sales").pk
    before = theirs("sales")
    owned = list(Customer.everything.filter(owner=sales, trashed_at=None).values_list("pk", flat=True))

    def do(who: str) -> Any:
        try:
            return hand_over(acting("admin"), Person(pk=sales), successor=person_called(who))
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        list(both.map(do, ("mate", "rival")))
    handed = Entry.objects.filter(verb=HAND_ON).values_list("entity", "record")
    assert len(handed) == len(set(handed)) >= before["customer.owner"]
    owners = set(Customer.everything.filter(pk__in=owned).values_list("owner__username", flat=True))
    assert len(owners) == 1
    assert owners <= {"mate", "rival"}


@pytest.mark.django_db
def test_whoever_lets_somebody_leave_unasked_is_told_what_would_be_left_and_who_could_have_it() -> None:
    sales, above = person_called("sales"), person_called("sales-manager")
    edit(acting("admin"), named("person"), sales.pk, {"manager": above.pk})
    with pytest.raises(Invalid) as refused:
        leave(acting("admin"), sales)
    said = str(refused.value.problems["anyway"])
    assert "Customers 2" in said and f"{above.name} could take it over" in said
    asked = client_of("admin").post(f"/people/{sales.pk}/actions/leave", {}, headers={"HX-Request": "true"})
    assert asked.status_code == 422 and "could take it over" in asked.content.decode()
    assert person_called("sales").left_at is None
    assert f'value="{above.pk}" selected' in client_of("admin").get(f"/people/{sales.pk}/succession").content.decode()
    leave(acting("admin"), sales, anyway=True)
    assert person_called("sales").left_at is not None


@pytest.mark.django_db
def test_whoever_has_nothing_leaves_without_a_word() -> None:
    newcomer = person_called("newcomer")
    hand_over(acting("admin"), newcomer, successor=person_called("mate")) if theirs("newcomer") else None
    finished()
    leave(acting("admin"), newcomer)
    assert person_called("newcomer").left_at is not None


@pytest.mark.django_db
@pytest.mark.parametrize(("handed", "told"), [(True, "service"), (False, "executive")])
def test_a_running_clock_rings_for_whoever_is_there(handed: bool, told: str) -> None:
    """For the successor; where nobody was given it, for whoever is above the leaver: never for who has left."""
    head = person_called(told)
    edit(acting("admin"), named("person"), person_called("rnd").pk, {"manager": person_called("executive").pk})
    type = type_with()
    create(acting("admin"), named("escalation"), {"type": type.pk, "clock": "finish", "after": "0", "whom": "receiver"})
    handoff = draft(type)
    offer(acting("sales"), handoff)
    accept(acting("rnd"), handoff)
    if handed:
        hand_over(acting("admin"), person_called("rnd"), successor=head, leaves=True)
    else:
        leave(acting("admin"), person_called("rnd"), anyway=True)
    for alarm in Alarm.objects.filter(kind="handoff.escalation", rung_at=None):
        escalate(alarm)
    late = Notice.objects.filter(kind="handoff-late", record=handoff.pk)
    assert set(late.values_list("person", flat=True)) == {head.pk}


@pytest.mark.django_db
def test_the_check_of_a_house_says_what_waits_for_leavers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("concerto.site.leavers._", lambda sentence: sentence)
    assert waiting_for_leavers().startswith("ok  leavers")
    create(acting("admin"), named("task"), {"title": "Call back", "assignee": person_called("rnd").pk})
    leave(acting("admin"), person_called("rnd"), anyway=True)
    said = waiting_for_leavers()
    assert said.startswith("to do  leavers:") and "/people/left-behind" in said
    assert person_called("rnd").name in said and "Tasks 1" in said
