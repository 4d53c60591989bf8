"""Who looks after a record: one who leads for each department, what naming opens and shuts, and where somebody is missing."""

from __future__ import annotations

import json

import pytest

from concerto.collaboration.people.gaps.counting import gaps, lacking, wanted
from concerto.collaboration.people.seat.actions import leave_seat
from concerto.collaboration.people.seat.model import Part, Seat
from concerto.collaboration.people.seat.readers import follow_seats
from concerto.collaboration.people.seat.taking import take
from concerto.customers.customer.model import Customer
from concerto.kernel.access.grant.model import Grant
from concerto.kernel.access.person.leaving import leave
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.refusal import Forbidden, Invalid, NotThere
from concerto.kernel.actions.standard import create, delete, edit
from concerto.kernel.entity.registry import named
from concerto.kernel.journal.model import Entry
from concerto.kernel.notices.model import Notice
from tests.cast import acting, api_of, client_of, customer_of, person_called
from tests.queries import Queries

pytestmark = pytest.mark.django_db
CUSTOMER = named("customer")


def code(whose: str = "own") -> str:
    return CUSTOMER.code(customer_of(whose).pk)


def name(who: str, *, by: str = "admin", about: str = "own", **more: object) -> Seat:
    person = person_called(who)
    given = {"subject": code(about), "department": person.department_id, "person": person.pk, **more}
    made = create(acting(by), named("seat"), given)
    assert isinstance(made, Seat)
    return made


def follow() -> None:
    """Twice: doing it again changes nothing."""
    lines = list(Entry.objects.order_by("id"))
    follow_seats(lines)
    follow_seats(lines)


def reads(who: str, whose: str = "own") -> bool:
    return visible_to(acting(who), Customer).filter(pk=customer_of(whose).pk).exists()


def test_one_leads_for_each_department_and_sits_once() -> None:
    first = name("mate", part="member")  # the cast has a lead from Field there
    with pytest.raises(Invalid):
        edit(acting("admin"), named("seat"), first.pk, {"part": "lead"})
    with pytest.raises(Invalid):
        name("mate", part="member")
    with pytest.raises(Invalid):  # who works elsewhere
        edit(acting("admin"), named("seat"), first.pk, {"department": person_called("rnd").department_id})


def test_naming_somebody_opens_the_record_for_as_long_as_they_sit() -> None:
    assert not reads("rival")
    seat = name("rival", by="sales")
    follow()
    grants = Grant.everything.filter(reason=named("seat").code(seat.pk))
    assert [(each.person_id, each.level) for each in grants] == [(person_called("rival").pk, "read")]
    assert reads("rival")
    assert Notice.objects.filter(kind="seat-named", person=person_called("rival").pk).count() == 1
    delete(acting("sales"), named("seat"), seat.pk)
    follow()
    assert not reads("rival")


def test_another_in_the_seat_takes_the_sight_along_and_so_does_leaving() -> None:
    seat = name("rival", by="sales")
    follow()
    edit(acting("sales"), named("seat"), seat.pk, {"person": person_called("service").pk})
    follow()
    assert not reads("rival")
    open_now = Grant.everything.filter(reason=named("seat").code(seat.pk), until=None)
    assert open_now.get().person_id == person_called("service").pk
    leave(acting("admin"), person_called("service"), anyway=True)
    follow()
    assert not open_now.exists()


def test_whoever_takes_a_seat_sees_no_more_than_before() -> None:
    with pytest.raises(NotThere):
        take(acting("rival"), CUSTOMER, customer_of("own").pk)
    seat = take(acting("rnd"), CUSTOMER, customer_of("own").pk)
    follow()
    assert seat.part == Part.LEAD
    assert not Grant.everything.filter(reason=named("seat").code(seat.pk)).exists()
    with pytest.raises(Forbidden):
        leave_seat(acting("service"), seat)
    leave_seat(acting("rnd"), seat)
    assert not Seat.everything.filter(pk=seat.pk, trashed_at=None).exists()


def test_whoever_may_not_change_the_record_names_nobody_else() -> None:
    with pytest.raises(Forbidden):
        name("rnd", by="rnd")


def test_gaps_are_what_one_would_count() -> None:
    for rule in ({"filter": "city is not empty"}, {"filter": 'name = "x"', "needs": ["product"]}):
        create(acting("admin"), named("coverage"), {"name": "Needed", "needs": ["service", "sales", "finance"], **rule})
    name("service", about="own")
    gone = name("mate", about="team")
    Seat.everything.filter(pk=gone.pk).update(person=person_called("leaver"))  # who has left looks after nothing
    admin = acting("admin")
    for who in ("admin", "sales", "rnd"):
        actor = acting(who)
        naive = {}
        seen = visible_to(actor, Customer).exclude(city="")
        for hue in ("service", "sales", "finance"):
            held = [
                each.pk
                for each in seen
                if any(
                    one.department.hue == hue and one.person.left_at is None
                    for one in Seat.everything.filter(subject=CUSTOMER.code(each.pk), trashed_at=None)
                )
            ]
            naive[hue] = (seen.count(), seen.count() - len(held))
        found = {gap.hue: (gap.needed, gap.lacking) for gap in gaps(actor) if gap.needed}
        assert found == naive
    assert lacking(admin, CUSTOMER, "sales").filter(pk=customer_of("team").pk).exists()


def test_counting_gaps_asks_no_more_for_more_records() -> None:
    create(acting("admin"), named("coverage"), {"name": "All", "filter": "", "needs": ["service"]})
    actor = acting("admin")
    assert set(wanted(actor)) >= {(CUSTOMER, "service")}
    with Queries() as asked:
        gaps(actor)
    assert len(asked) == 4  # the rules, one where none is needed, two where some are


def test_a_rule_about_what_one_may_not_know_says_nothing() -> None:
    create(acting("admin"), named("coverage"), {"name": "Rich", "filter": "revenue > 1", "needs": ["legal"]})
    assert (CUSTOMER, "legal") in wanted(acting("sales"))
    assert (CUSTOMER, "legal") not in wanted(acting("marketing"))


def test_the_page_opens_a_figure_into_records_one_can_take() -> None:
    create(acting("admin"), named("coverage"), {"name": "All", "filter": "", "needs": ["service"]})
    browser = client_of("rnd")
    page = browser.get("/seats/gaps", {"noun": "customer", "hue": "service"}).content.decode()
    address = f"/customers/{customer_of('own').pk}/take-seat"
    assert address in page
    assert browser.post(address).status_code == 302
    assert address not in browser.get("/seats/gaps", {"noun": "customer", "hue": "service"}).content.decode()
    assert browser.get("/seats/gaps", {"noun": "customer", "filter": "nonsense ="}).status_code == 400


def test_a_seat_is_taken_by_the_api() -> None:
    program = api_of("rnd")
    taken = program.post("/api/v1/seats/take", json.dumps({"subject": code()}), content_type="application/json")
    assert taken.status_code == 200
    assert Seat.everything.get(pk=taken.json()["id"]).person_id == person_called("rnd").pk
    assert (
        program.post("/api/v1/seats/take", json.dumps({"subject": "X-1"}), content_type="application/json").status_code
        == 404
    )
