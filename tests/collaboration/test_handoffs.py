"""The life of a hand-off: each step from where it fits, by the side whose it is, with its reason; and nothing by halves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from concerto.collaboration.handoffs.handoff.actions import (
    accept,
    confirm,
    deliver,
    offer,
    pass_on,
    return_,
    send_back,
    start,
    withdraw,
)
from concerto.collaboration.handoffs.handoff.clocks import due
from concerto.collaboration.handoffs.handoff.model import Handoff, State
from concerto.collaboration.handoffs.handoff.rules import STEPS
from concerto.collaboration.handoffs.provision.beside import terms_of
from concerto.collaboration.handoffs.provision.documents import add_document
from concerto.collaboration.handoffs.provision.model import Provision
from concerto.collaboration.handoffs.term.model import Part, Term
from concerto.collaboration.handoffs.turn.model import Turn
from concerto.collaboration.people.succession.held import heaps
from concerto.customers.customer.model import Customer
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.refusal import Forbidden, Invalid, NotThere, Refused
from concerto.kernel.actions.standard import create, delete, edit
from concerto.kernel.batches.batch.model import Left
from concerto.kernel.batches.beginning import begin
from concerto.kernel.batches.selection import Selection, sound
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import named
from concerto.kernel.files.file.model import File
from concerto.kernel.files.keeping import attach
from concerto.kernel.journal.model import Entry
from concerto.kernel.timeline.reading import timeline
from concerto.sales.opportunity.model import Opportunity
from tests.cast import acting, api_of, client_of, customer_of, person_called
from tests.collaboration.handed import GIVER, RECEIVER, draft, now, provide, type_with

pytestmark = pytest.mark.django_db


def test_from_draft_to_confirmed() -> None:
    handoff = draft(type_with())
    offer(acting(GIVER), handoff)
    accept(acting(RECEIVER), handoff)
    start(acting(RECEIVER), handoff)
    deliver(acting(RECEIVER), handoff, result="It was the fan")
    confirm(acting(GIVER), handoff)
    kept = now(handoff)
    assert (kept.state, kept.result, kept.turn, kept.returns) == (State.CONFIRMED, "It was the fan", 1, 0)
    assert kept.receiver_id == person_called(RECEIVER).pk
    steps = Entry.objects.filter(entity="handoff", record=handoff.pk).order_by("id").values_list("verb", "actor")
    giver, receiver = person_called(GIVER).pk, person_called(RECEIVER).pk
    assert list(steps) == [
        ("create", giver), ("offer", giver), ("accept", receiver), ("start", receiver), ("deliver", receiver), ("confirm", giver),
    ]  # fmt: skip


@pytest.mark.parametrize("verb", STEPS)
def test_a_step_from_elsewhere_is_refused_and_changes_nothing(verb: str) -> None:
    handoff = draft(type_with())
    states, _side = STEPS[verb]
    wrong = next(state for state in (State.CONFIRMED, State.DELIVERED) if state not in states)
    offer(acting(GIVER), handoff)
    at = datetime(2026, 1, 5, tzinfo=UTC)
    done = {"accepted_at": at, "finish_by": at, "delivered_at": at, "receiver": person_called(RECEIVER)}
    Handoff.everything.filter(pk=handoff.pk).update(state=wrong, **done)
    before, lines = now(handoff), Entry.objects.count()
    given: dict[str, Any] = (
        {"reason": "Why not"} if verb in ("return", "send-back", "withdraw", "dispute", "decide") else {}
    )
    given |= {"receiver": person_called(RECEIVER)} if verb == "pass-on" else {}
    given |= {"outcome": "done"} if verb == "decide" else {}
    with pytest.raises(Refused):
        named("handoff").actions[verb](acting("admin"), handoff, **given)
    assert (now(handoff).version, Entry.objects.count()) == (before.version, lines)


def test_the_other_side_does_not_take_my_steps() -> None:
    handoff = draft(type_with())
    with pytest.raises(Forbidden):
        offer(acting("service"), handoff)
    offer(acting(GIVER), handoff)
    with pytest.raises(Forbidden):
        accept(acting(GIVER), handoff)
    with pytest.raises(Forbidden):
        withdraw(acting(RECEIVER), handoff, reason="Not mine")
    assert now(handoff).state == State.OFFERED


def test_what_is_missing_is_named_and_can_be_gone_without_only_for_a_reason() -> None:
    handoff = draft(type_with((Part.WORDS, "Log"), (Part.WORDS, "Web site", "website"), (Part.REPORT, "Cause")))
    with pytest.raises(Refused, match="Log, Web site"):
        offer(acting(GIVER), handoff)
    provide(handoff, "Log", words="It hums")
    with pytest.raises(Refused, match="missing: Web site"):
        offer(acting(GIVER), handoff)
    offer(acting(GIVER), handoff, reason="They have none")
    assert (
        Entry.objects.filter(entity="handoff", verb="offer").values_list("reason", flat=True).get() == "They have none"
    )
    accept(acting(RECEIVER), handoff)
    with pytest.raises(Refused, match="Cause"):
        deliver(acting(RECEIVER), handoff)
    provide(handoff, "Cause", by=RECEIVER, words="The fan")
    deliver(acting(RECEIVER), handoff)


def test_each_side_fills_its_own_terms_while_they_are_open() -> None:
    handoff = draft(type_with((Part.WORDS, "Log"), (Part.REPORT, "Cause")))
    with pytest.raises(Forbidden):
        provide(handoff, "Cause", words="I know it already")
    provide(handoff, "Log", words="It hums")
    offer(acting(GIVER), handoff)
    accept(acting(RECEIVER), handoff)
    with pytest.raises(Refused):
        edit(
            acting(GIVER),
            named("provision"),
            Provision.everything.get(handoff=handoff).pk,
            {"words": "It never hummed"},
        )


def test_returned_work_keeps_its_thread() -> None:
    handoff = draft(type_with())
    offer(acting(GIVER), handoff)
    with pytest.raises(Invalid):
        return_(acting(RECEIVER), handoff, reason="   ")
    return_(acting(RECEIVER), handoff, reason="Where is the log?")
    offer(acting(GIVER), handoff)
    accept(acting(RECEIVER), handoff)
    deliver(acting(RECEIVER), handoff)
    send_back(acting(GIVER), handoff, reason="That was another unit")
    deliver(acting(RECEIVER), handoff)
    kept = now(handoff)
    assert (kept.turn, kept.returns, kept.state) == (2, 2, State.DELIVERED)
    turns = (
        Turn.everything.filter(handoff=handoff)
        .order_by("number")
        .values_list("number", "answer", "reason", "sent_back")
    )
    assert list(turns) == [(1, "returned", "Where is the log?", 0), (2, "accepted", "", 1)]


def test_terms_stand_once_they_were_offered() -> None:
    handoff, other = draft(type_with()), type_with((Part.WORDS, "More"))
    offer(acting(GIVER), handoff)
    for change in (
        {"type": other.pk},
        {"receiver": person_called("service").pk},
        {"subject": named("customer").code(customer_of("team").pk)},
    ):
        with pytest.raises(Refused):
            edit(acting(GIVER), named("handoff"), handoff.pk, change)
    with pytest.raises(Refused):
        delete(acting(GIVER), named("handoff"), handoff.pk)
    withdraw(acting(GIVER), handoff, reason="Solved itself")
    delete(acting(GIVER), named("handoff"), handoff.pk)


def test_what_is_handed_over_is_opened_to_who_receives_it_until_it_is_withdrawn() -> None:
    deal = Opportunity.everything.get(name="Deal of sales")
    seen = lambda: visible_to(acting(RECEIVER), Opportunity).filter(pk=deal.pk).exists()  # noqa: E731
    assert not seen()
    handoff = draft(type_with(), about=named("opportunity").code(deal.pk))
    assert not seen()
    offer(acting(GIVER), handoff)
    assert seen()
    assert visible_to(acting(RECEIVER), Handoff).filter(pk=handoff.pk).exists()
    withdraw(acting(GIVER), handoff, reason="Lost it")
    assert not seen()


def test_a_type_about_other_things_is_refused() -> None:
    with pytest.raises(Invalid) as wrong:
        draft(type_with(noun="ticket"))
    assert [*wrong.value.problems] == ["type"]
    with pytest.raises(Invalid):
        draft(type_with(), about=named("person").code(person_called("sales").pk))
    with pytest.raises(Refused):
        draft(type_with(), about="C-99999")


def test_it_stands_on_the_timeline_of_the_deal_and_of_the_customer() -> None:
    deal = Opportunity.everything.get(name="Deal of sales")
    handoff = draft(type_with(), about=named("opportunity").code(deal.pk))
    offer(acting(GIVER), handoff)
    for record in (deal, customer_of("own")):
        verbs = [each.line.verb for each in timeline(acting(GIVER), record).happenings if each.record == handoff]
        assert verbs == ["offer", "create"]


def test_another_colleague_goes_on_with_it() -> None:
    handoff = draft(type_with())
    offer(acting(GIVER), handoff)
    accept(acting(RECEIVER), handoff)
    by = now(handoff).finish_by
    pass_on(acting(RECEIVER), handoff, receiver=person_called("service"))
    assert (now(handoff).receiver_id, now(handoff).finish_by) == (person_called("service").pk, by)


def test_a_promise_falls_due_on_the_receivers_calendar() -> None:
    calendar = {"name": "Operations", "department": "Operations", "zone": "Asia/Shanghai", "country": "CN"}
    week = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), "09:00-12:00, 13:00-18:00")
    kept = create(acting("admin"), named("calendar"), {**calendar, **week})
    days = {
        "2026-02-16": False,
        "2026-02-17": False,
        "2026-02-14": True,
    }  # two days off, and a Saturday worked for them
    for on, work in days.items():
        create(acting("admin"), named("calendar-day"), {"calendar": kept.pk, "on": on, "work": work, "name": "Moved"})
    friday = datetime(2026, 2, 13, 8, 0, tzinfo=UTC)  # four in the afternoon there
    department = person_called(RECEIVER).department_id
    assert due(department, friday, type_with().accept_within or 0) == datetime(2026, 2, 14, 3, 0, tzinfo=UTC)
    assert due(department, friday, 12) == datetime(2026, 2, 18, 3, 0, tzinfo=UTC)  # Monday and Tuesday are holidays


def test_kept_and_broken_promises_are_told_by_the_turn() -> None:
    handoff = draft(type_with())
    offer(acting(GIVER), handoff)
    past = now(handoff).offered_at - timedelta(days=30)
    Handoff.everything.filter(pk=handoff.pk).update(offered_at=past, accept_by=past)
    Turn.everything.filter(handoff=handoff).update(offered_at=past, accept_by=past)
    accept(acting(RECEIVER), handoff)
    deliver(acting(RECEIVER), handoff)
    turn = Turn.everything.get(handoff=handoff)
    assert (turn.accept_kept, turn.finish_kept) == ("broken", "kept")
    assert turn.accept_minutes is not None and turn.accept_minutes > 60


def test_the_receiver_fills_its_terms_and_delivers_in_one_go() -> None:
    handoff = draft(type_with((Part.REPORT, "Cause"), (Part.CRITERION, "Found")))
    offer(acting(GIVER), handoff)
    accept(acting(RECEIVER), handoff)
    client, address = client_of(RECEIVER), f"/handoffs/{handoff.pk}/terms"
    cause, found = Term.everything.filter(type=handoff.type_id).order_by("place")
    refused = client.post(address, {f"term-{cause.pk}": "The fan"})
    assert (refused.status_code, now(handoff).state) == (409, State.ACCEPTED)
    assert not Provision.everything.filter(handoff=handoff).exists()
    assert "The fan" in refused.content.decode()
    in_browsers = {f"term-{cause.pk}-file": ""}  # an empty word for a file that was not chosen
    client.post(address, {f"term-{cause.pk}": "The fan", f"term-{found.pk}": "yes", "result": "Mended", **in_browsers})
    assert (now(handoff).state, now(handoff).result) == (State.DELIVERED, "Mended")
    assert client_of(GIVER).get(address).status_code == 404


def test_handing_over_by_the_form_keeps_all_or_nothing() -> None:
    type = type_with((Part.WORDS, "Log"))
    log, address = Term.everything.get(type=type), f"/customers/{customer_of('own').pk}/hand-off"
    client, before = client_of(GIVER), Handoff.everything.count()
    page = client.get(f"{address}?type={type.pk}").content.decode()
    assert 'value="Operations"' in page  # the department that the type means stands there by name
    form = {"type": type.pk, "title": "Look into it", f"term-{log.pk}": ""}
    assert client.post(address, form).status_code == 409
    assert Handoff.everything.count() == before
    client.post(address, {**form, f"term-{log.pk}": "It hums"})
    handed = Handoff.everything.order_by("-pk")[0]
    assert (handed.state, Provision.everything.get(handoff=handed).words) == (State.OFFERED, "It hums")
    assert client.post(address, {**form, "title": ""}).status_code == 422
    client.post(address, {**form, "keep": "1"})
    assert Handoff.everything.order_by("-pk")[0].state == State.DRAFT


@pytest.mark.parametrize(
    "hostile",
    ["/people/1/hand-off", "/nothing/1/hand-off", "/customers/999999/hand-off", "/customers/1/hand-off?type=x"],
)
def test_addresses_that_lead_nowhere_are_told_so(hostile: str) -> None:
    assert client_of("admin").get(hostile).status_code in (200, 403, 404)


def test_nothing_is_taken_away_from_the_other_side() -> None:
    type = type_with((Part.WORDS, "Log"))
    theirs = draft(type, by="rival", about=named("customer").code(customer_of("other").pk))
    provide(theirs, "Log", by="rival", words="It hums")
    mine = draft(type)
    row = Provision.everything.get(handoff=theirs)
    with pytest.raises(Refused):
        edit(acting("marketing"), named("provision"), row.pk, {"handoff": mine.pk})
    assert Provision.everything.get(pk=row.pk).handoff_id == theirs.pk


def test_nobody_outside_the_receiving_department_is_named_and_nobody_gives_for_another() -> None:
    handoff, outsider = draft(type_with()), person_called("sales-manager")
    with pytest.raises(Invalid):
        offer(acting(GIVER), handoff, receiver=outsider)
    offer(acting(GIVER), handoff)
    with pytest.raises(Invalid):
        accept(acting(RECEIVER), handoff, receiver=outsider)
    accept(acting(RECEIVER), handoff, receiver=person_called("service"))
    with pytest.raises(Invalid):
        pass_on(acting(RECEIVER), handoff, receiver=outsider)
    given = {"subject": handoff.subject, "type": handoff.type_id, "title": "Look", "giver": outsider.pk}
    with pytest.raises(Invalid):
        create(acting(GIVER), named("handoff"), given)


def test_a_file_of_another_record_is_not_shown_to_the_other_side() -> None:
    handoff = draft(type_with((Part.FILE, "Log")))
    elsewhere = attach(
        acting("admin"), named("customer"), customer_of("other").pk, "secret plan.txt", BytesIO(b"Do not tell")
    )
    with pytest.raises(Invalid):
        provide(handoff, "Log", by="admin", file=elsewhere.pk)
    here = attach(acting("sales"), named("customer"), customer_of("own").pk, "log.txt", BytesIO(b"It hums"))
    provide(handoff, "Log", file=here.pk)
    offer(acting(GIVER), handoff)


def test_what_was_offered_stands_in_mass_changes_as_well() -> None:
    open_, draft_ = draft(type_with()), draft(type_with((Part.WORDS, "Log")))
    offer(acting(GIVER), open_)
    both = Selection(sound([open_.pk, draft_.pk]))
    ended = begin(acting("admin"), named("handoff"), "delete", {}, both)
    assert (ended.changed, ended.refused) == (1, 1)
    assert "Withdraw the hand-off first" in Left.objects.get(batch=ended, record=open_.pk).detail
    assert now(open_).trashed_at is None
    edited = begin(acting("admin"), named("handoff"), "edit", {"giver": RECEIVER}, Selection(sound([open_.pk])))
    assert (edited.changed, edited.refused, now(open_).giver_id) == (0, 1, person_called(GIVER).pk)


def test_both_sides_add_documents_without_a_right_to_change_the_record() -> None:
    type = type_with((Part.FILE, "Log"), (Part.REPORT, "Findings"))
    handoff, customer = draft(type), customer_of("own")
    log, findings = Term.everything.get(type=type, name="Log"), Term.everything.get(type=type, name="Findings")
    add_document(acting(GIVER), handoff, log, "log.txt", BytesIO(b"It hums"))
    offer(acting(GIVER), handoff)
    accept(acting(RECEIVER), handoff)
    assert not visible_to(acting(RECEIVER), Customer, Act.EDIT).filter(pk=customer.pk).exists()
    with pytest.raises(Forbidden):
        attach(acting(RECEIVER), named("customer"), customer.pk, "x.txt", BytesIO(b"It hums"))
    files = File.everything.count()
    for who, term in ((RECEIVER, log), (GIVER, findings), ("newcomer", findings)):
        with pytest.raises((Forbidden, NotThere)):
            add_document(acting(who), now(handoff), term, "x.txt", BytesIO(b"It hums"))
    assert File.everything.count() == files
    kept = add_document(acting(RECEIVER), now(handoff), findings, "found.txt", BytesIO(b"A screw was loose"))
    assert (kept.subject, kept.by_id) == (handoff.subject, person_called(RECEIVER).pk)
    assert all(each.holds for each in terms_of(now(handoff)))
    with pytest.raises(Refused):  # what was accepted stands
        add_document(acting(GIVER), now(handoff), log, "later.txt", BytesIO(b"It hums no more"))


def test_a_document_comes_by_the_form_and_by_the_api_to_whoever_may_only_read() -> None:
    type = type_with((Part.REPORT, "Findings"))
    handoff = draft(type)
    offer(acting(GIVER), handoff)
    accept(acting(RECEIVER), handoff)
    term = Term.everything.get(type=type)
    sent = SimpleUploadedFile("found.txt", b"A screw was loose")
    given = {f"term-{term.pk}": "See there", f"term-{term.pk}-file": sent, "keep": "1"}
    assert client_of(RECEIVER).post(f"/handoffs/{handoff.pk}/terms", given).status_code == 302
    assert terms_of(now(handoff))[0].provision.words == "See there"  # type: ignore[union-attr]
    assert terms_of(now(handoff))[0].provision.file.name == "found.txt"  # type: ignore[union-attr]
    assert "found.txt" in client_of(GIVER).get(f"/handoffs/{handoff.pk}").content.decode()
    here = f"/api/v1/handoffs/{handoff.pk}/documents?name=more.txt&term="
    for address, who, status in ((f"{here}{term.pk}", RECEIVER, 201), (f"{here}{term.pk}", GIVER, 403),
                                 (f"{here}999999", RECEIVER, 404), (f"{here}²", RECEIVER, 404)):  # fmt: skip
        answer = api_of(who).post(address, b"Two screws", content_type="text/plain")
        assert answer.status_code == status, (address, who, answer.content)


def test_nothing_is_accepted_that_was_withdrawn() -> None:
    handoff = draft(type_with())
    offer(acting(GIVER), handoff)
    withdraw(acting(GIVER), handoff, reason="Not needed")
    with pytest.raises((Refused, NotThere)):
        accept(acting(RECEIVER), handoff)
    assert now(handoff).state == State.WITHDRAWN


@pytest.mark.parametrize("noun", ["meeting", "space", "conversation"])
def test_nobody_hands_over_promises_or_sits_in_what_gathers_people(noun: str) -> None:
    """But there can be tasks about it, and whoever leaves leaves it behind."""
    entity = named(noun)
    assert not any(named(each).can_be_attached_to(entity) for each in ("handoff", "promise", "seat"))
    assert named("task").can_be_attached_to(entity)
    assert f"{noun}.owner" in {heap.key for heap in heaps(acting("admin"))} or entity.shared
