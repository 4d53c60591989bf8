"""Promises to customers: whose they are, what becomes of them, who is told when they are late, and how they were kept."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from concerto.collaboration.my_work.duty import duties
from concerto.collaboration.promises.ledger.measuring import by_department, by_person, counted, period_of
from concerto.collaboration.promises.promise.actions import break_, keep, release, reopen
from concerto.collaboration.promises.promise.model import Promise
from concerto.kernel.actions.refusal import Forbidden, Invalid, Refused
from concerto.kernel.actions.standard import create, edit
from concerto.kernel.alarms.model import Alarm
from concerto.kernel.alarms.ringing import ring_due
from concerto.kernel.entity.registry import named
from concerto.kernel.notices.model import Notice
from tests.cast import acting, client_of, customer_of, person_called
from tests.collaboration.test_comments import say, told

CODE = "customer"


def promised(*, by: str = "sales", owner: str = "sales", days: float = 3, **more: Any) -> Promise:
    given = {
        "subject": named("customer").code(customer_of("own").pk),
        "what": "Send the spare part",
        "due": (timezone.now() + timedelta(days=days)).isoformat(),
        "owner": person_called(owner).pk,
    }
    kept = create(acting(by), named("promise"), given | more)
    assert isinstance(kept, Promise)
    return kept


def now(promise: Promise) -> Promise:
    found = Promise.everything.get(pk=promise.pk)
    assert isinstance(found, Promise)
    return found


def report(person: str, manager: str) -> None:
    """From now on one reports to the other."""
    edit(acting("admin"), named("person"), person_called(person).pk, {"manager": person_called(manager).pk})


def heard(kind: str, promise: Promise) -> list[str]:
    """Who was told this of a promise, once all readers have caught up."""
    told(kind)
    rows = Notice.objects.filter(kind=kind, entity="promise", record=promise.pk).order_by("person__username")
    return list(rows.values_list("person__username", flat=True))


@pytest.mark.django_db
def test_its_life() -> None:
    promise = promised(owner="service", maker=person_called("sales").pk)
    with pytest.raises(Forbidden):
        keep(acting("legal"), promise)
    keep(acting("service"), promise)
    with pytest.raises(Refused):
        break_(acting("service"), promise, reason="Too late")
    with pytest.raises(Refused):
        edit(acting("service"), named("promise"), promise.pk, {"due": "2031-01-01 09:00"})
    reopen(acting("sales"), promise)
    for said in ("", "  "):
        with pytest.raises(Invalid):
            release(acting("sales"), promise, reason=said)
    release(acting("sales"), promise, reason="They found another one")
    assert (now(promise).state, now(promise).reason) == ("released", "They found another one")


@pytest.mark.django_db
def test_whom_the_keeper_reports_to_may_say_what_became_of_it() -> None:
    promise = promised()
    report("sales", "legal")
    break_(acting("legal"), promise, reason="Nobody was there")
    assert now(promise).state == "broken"


@pytest.mark.django_db
def test_nobody_is_given_a_promise_about_what_they_may_not_see() -> None:
    with pytest.raises(Invalid) as refused:
        promised(owner="rival")
    assert "Rob Tanner" in str(refused.value.problems["owner"])
    promise = promised()
    with pytest.raises(Invalid):
        edit(acting("sales"), named("promise"), promise.pk, {"owner": person_called("rival").pk})
    with pytest.raises(Invalid):
        edit(acting("admin"), named("promise"), promise.pk, {"subject": named("customer").code(customer_of("team").pk)})
    with pytest.raises(Invalid):
        promised(subject=named("handoff").code(1))
    with pytest.raises(Invalid):
        promised(origin=named("customer").code(customer_of("other").pk))


@pytest.mark.usefixtures("committed")
def test_whoever_is_given_one_is_told_and_who_made_it_hears_what_became_of_it() -> None:
    promise = promised(maker=person_called("sales").pk)
    edit(acting("sales"), named("promise"), promise.pk, {"owner": person_called("service").pk})
    assert heard("assigned", promise) == ["service"]
    keep(acting("service"), promise)
    assert heard("promise-settled", promise) == heard("promise-settled", promise) == ["sales"]


def later(days: float) -> None:
    """So much time passes in which nobody rings anything: alarms and what they are about move back."""
    gone = timedelta(days=days)
    for alarm in Alarm.objects.filter(kind__startswith="promise."):
        Alarm.objects.filter(pk=alarm.pk).update(due_at=alarm.due_at - gone, next_try_at=alarm.next_try_at - gone)
    for promise in Promise.everything.filter(state="open"):
        Promise.everything.filter(pk=promise.pk).update(due=promise.due - gone)


@pytest.mark.usefixtures("committed")
def test_reminders_come_once_also_after_downtime() -> None:
    report("service", "legal")
    promised(owner="service", days=10)
    told("promise-soon")
    assert ring_due() == 0
    later(9.99)
    ring_due()
    assert (told("promise-soon"), told("promise-late")) == (["service"], [])
    later(30)
    ring_due()
    ring_due()
    assert told("promise-late") == ["legal", "service"]
    assert Notice.objects.filter(kind="promise-soon").count() == 1


@pytest.mark.usefixtures("committed")
def test_what_is_kept_in_time_reminds_nobody_and_a_moved_one_rings_at_its_new_time() -> None:
    told("promise-late")
    kept, moved = promised(days=10), promised(days=10)
    told("promise-late")
    keep(acting("sales"), kept)
    edit(acting("sales"), named("promise"), moved.pk, {"due": (timezone.now() + timedelta(days=40)).isoformat()})
    told("promise-late")
    later(20)
    ring_due()
    assert told("promise-late") == []
    later(30)
    ring_due()
    assert set(Notice.objects.filter(kind="promise-late").values_list("record", flat=True)) == {moved.pk}


@pytest.mark.django_db
def test_rates_count_what_fell_due_and_open_into_it() -> None:
    late, kept, gone = promised(days=-2), promised(days=-1), promised(days=-1)
    Promise.everything.filter(pk=kept.pk).update(state="kept", closed_at=kept.due - timedelta(hours=1))
    Promise.everything.filter(pk=gone.pk).update(state="released", closed_at=timezone.now(), reason="-")
    moment = timezone.now()
    rows = [each for each in counted(acting("sales"), moment, 30) if each.owner == person_called("sales").pk]
    assert [(each.due, each.kept, each.late) for each in rows] == [(2, 1, 1)]
    (rate,) = by_person(acting("sales"), rows, period_of(moment, 30))
    assert (rate.share, rate.is_bad) == (50.0, True)
    assert by_department(acting("sales"), rows, "")[0].due == 2
    opened = client_of("sales").get(rate.url).content.decode()
    assert opened.count("<tr data-id") + opened.count('data-id="') >= 2
    assert f'data-id="{late.pk}"' in opened and f'data-id="{gone.pk}"' not in opened


@pytest.mark.django_db
def test_it_stands_beside_its_record_in_the_ledger_and_among_duties() -> None:
    promised(days=-2, what="<i>Call back</i>")
    customer = customer_of("own")
    beside = client_of("sales").get(f"/customers/{customer.pk}/related").content.decode()
    assert "&lt;i&gt;Call back" in beside and "owed-line is-late" in beside
    for asked in ("", "?whose=mine&days=30", "?whose=department", "?whose=x&days=9999999999"):
        assert "&lt;i&gt;Call back" in client_of("sales").get(f"/promises/ledger{asked}").content.decode(), asked
    assert "Call back" not in client_of("rival").get("/promises/ledger").content.decode()
    (duty,) = [each for each in duties() if each.id == "promise.keep"]
    assert Promise.everything.filter(duty.when, **{duty.person: person_called("sales").pk}).exists()


@pytest.mark.django_db
def test_what_was_said_becomes_a_promise() -> None:
    said = say("We will bring\nthe part on Friday")
    customer = customer_of("own")
    page = client_of("sales").get(f"/customers/{customer.pk}/timeline").content.decode()
    form = page.split('aria-label="Make it a promise"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    shown = client_of("sales").get(form).content.decode()
    assert 'value="We will bring the part on Friday"' in shown
    assert named("comment").code(said.pk) in shown
