"""Tasks: their life, who may be given one, what blocks one, what comes again, and what is told once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.utils import timezone

from concerto.collaboration.my_work.lines import lines
from concerto.collaboration.my_work.owed import MINE, owed
from concerto.collaboration.tasks.helper.model import TaskHelper
from concerto.collaboration.tasks.task.actions import drop, finish, move, reopen, start, take, tick, wait
from concerto.collaboration.tasks.task.checklist import begun_anew, steps_of
from concerto.collaboration.tasks.task.model import State, Task, Unit
from concerto.collaboration.tasks.task.rhythm import next_planned, on_working_day
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.action import Action
from concerto.kernel.actions.refusal import Forbidden, Invalid, NotThere, Refused
from concerto.kernel.actions.standard import create, delete, edit
from concerto.kernel.alarms.model import Alarm
from concerto.kernel.alarms.ringing import ring_due
from concerto.kernel.batches.beginning import begin
from concerto.kernel.batches.running import run
from concerto.kernel.batches.selection import Selection
from concerto.kernel.clock.working_time import WorkingTime, read_hours
from concerto.kernel.entity.registry import named
from concerto.kernel.journal.model import Entry
from concerto.kernel.notices.model import Notice
from tests.cast import acting, client_of, customer_of, person_called
from tests.collaboration.asked import asked, now, told

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEEK = WorkingTime(SHANGHAI, (read_hours("09:00-18:00"),) * 5 + ((), ()))


@pytest.mark.django_db
def test_a_task_goes_its_way_and_each_step_has_who_when_and_why() -> None:
    task = asked(to="rnd")
    assert (task.giver_id, task.assignee_id) == (person_called("sales").pk, person_called("rnd").pk)
    start(acting("rnd"), task)
    wait(acting("rnd"), task, reason="For the log")
    start(acting("rnd"), task)
    finish(acting("rnd"), task)
    done = now(task)
    assert (done.state, done.closed_by_id, done.reason) == (State.DONE, person_called("rnd").pk, "")
    with pytest.raises(Refused) as refused:
        finish(acting("sales"), task)
    assert "Done" in str(refused.value.message)
    reopen(acting("sales"), task)
    drop(acting("sales"), task, reason="Not needed")
    assert (now(task).state, now(task).reason) == (State.DROPPED, "Not needed")
    lines = Entry.objects.filter(entity="task", record=task.pk).order_by("id")
    assert [(line.verb, line.reason) for line in lines] == [
        ("create", ""), ("start", ""), ("wait", "For the log"), ("start", ""), ("finish", ""), ("reopen", ""), ("drop", "Not needed"),
    ]  # fmt: skip
    assert {line.topic_entity for line in lines} == {"customer"}


@pytest.mark.django_db
def test_a_board_moves_it_by_the_step_that_leads_there() -> None:
    task = asked()
    with pytest.raises(Refused) as refused:
        move(acting("sales"), task, state=State.WAITING)
    assert list(refused.value.ask_for) == ["reason"]
    move(acting("sales"), task, state=State.WAITING, reason="For the log")
    move(acting("sales"), task, state=State.DONE)
    assert now(task).closed_at is not None
    move(acting("sales"), task, state=State.PROGRESS)
    assert (now(task).state, now(task).closed_at) == (State.PROGRESS, None)


@pytest.mark.django_db
def test_nobody_is_given_what_they_would_never_see() -> None:
    with pytest.raises(Invalid) as refused:
        asked(to="rival")
    assert "Rob Tanner" in str(refused.value.problems["assignee"])
    task = asked(to="rnd")
    with pytest.raises(Invalid):
        edit(acting("sales"), named("task"), task.pk, {"assignee": person_called("rival").pk})
    with pytest.raises(Invalid):
        create(acting("admin"), named("task"), {"title": "About a person", "subject": named("person").code(1)})


@pytest.mark.django_db
def test_who_sees_the_record_sees_its_tasks_and_what_is_about_nothing_only_whom_it_names() -> None:
    about, own = asked(to="rnd"), asked(whose=None, to="rnd")
    mine = asked(whose=None)
    sees = lambda who: set(visible_to(acting(who), Task).filter(pk__in=[about.pk, own.pk, mine.pk]))  # noqa: E731
    assert sees("sales") == {about, own, mine}
    assert sees("rnd") == {about, own}
    assert sees("mate") == {about}
    assert sees("rival") == set()
    assert sees("admin") == {about, own, mine}
    with pytest.raises((NotThere, Forbidden)):
        finish(acting("mate"), mine)
    assert Entry.objects.get(entity="task", record=mine.pk).topic_entity == "task"


@pytest.mark.django_db
def test_a_department_holds_it_until_somebody_takes_it() -> None:
    place = person_called("rnd").department_id
    task = asked(whose=None, department=place, assignee="")
    assert (task.assignee_id, task.department_id) == (None, place)
    take(acting("rnd"), task)
    assert now(task).assignee_id == person_called("rnd").pk


@pytest.mark.django_db
def test_a_step_of_the_checklist_is_ticked_where_it_still_stands() -> None:
    task = asked(checklist="- [ ] Ask for the log\n\nRead it\n[x] Done before")
    assert [(step.words, step.done) for step in steps_of(task.checklist)] == [
        ("Ask for the log", False), ("Read it", False), ("Done before", True),
    ]  # fmt: skip
    tick(acting("sales"), task, place=2, words="Read it")
    assert now(task).checklist == "Ask for the log\n[x] Read it\n[x] Done before"
    with pytest.raises(Refused):
        tick(acting("sales"), task, place=2, words="Ask for the log")
    assert begun_anew(now(task).checklist) == "Ask for the log\nRead it\nDone before"


@pytest.mark.django_db
def test_what_it_waits_for_is_named_to_who_may_see_it() -> None:
    before = asked("Ask for the log", whose=None)
    task = asked("Answer", to="rnd", after=before.pk)
    with pytest.raises(Refused) as refused:
        finish(acting("sales"), task)
    assert "Ask for the log" in str(refused.value.message)
    with pytest.raises(Refused) as refused:
        finish(acting("rnd"), task)
    assert "Ask for the log" not in str(refused.value.message) and f"TA-{before.pk:05d}" in str(refused.value.message)
    finish(acting("sales"), before)
    finish(acting("rnd"), task)


def at_once(*calls: tuple[Action[Task], str, Task]) -> list[Exception | None]:
    def call(each: tuple[Action[Task], str, Task]) -> Exception | None:
        verb, who, task = each
        try:
            verb(acting(who), task)
        except Refused as refused:
            return refused
        finally:
            connection.close()
        return None

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(call, calls))


@pytest.mark.usefixtures("committed")
def test_two_who_close_a_circle_together_do_not() -> None:
    one, other = asked("One"), asked("Other")

    def tie(pair: tuple[Task, Task]) -> bool:
        try:
            edit(acting("sales"), named("task"), pair[0].pk, {"after": pair[1].pk})
        except Refused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(tie, [(one, other), (other, one)])) == [False, True]
    with pytest.raises(Invalid):
        edit(acting("sales"), named("task"), one.pk, {"after": one.pk})


@pytest.mark.usefixtures("committed")
def test_finished_by_two_at_once_the_next_is_made_once() -> None:
    task = asked(to="rnd", every=1, unit="weeks", due="2026-11-06 18:00", checklist="[x] Look\nWrite")
    failures = [each for each in at_once((finish, "sales", task), (finish, "rnd", task)) if each]
    assert len(failures) == 1
    (after,) = Task.everything.filter(renews=task.pk)
    assert (after.state, after.assignee_id, after.giver_id, after.checklist) == (
        State.OPEN, task.assignee_id, task.giver_id, "Look\nWrite",
    )  # fmt: skip
    assert after.due and after.due > timezone.now() and (after.due - task.due) % timedelta(weeks=1) == timedelta()
    reopen(acting("sales"), task)
    finish(acting("sales"), task)
    assert Task.everything.filter(renews=task.pk).count() == 1


def test_a_rhythm_keeps_its_day_and_hour() -> None:
    at = lambda *when: datetime(*when, 18, tzinfo=SHANGHAI)  # noqa: E731
    early = at(2020, 1, 1)
    short = next_planned(at(2027, 1, 31), 1, Unit.MONTHS, 31, early, WEEK)
    assert short == at(2027, 2, 28)
    assert next_planned(short, 1, Unit.MONTHS, 31, early, WEEK) == at(2027, 3, 31)
    assert next_planned(at(2026, 12, 31), 2, Unit.MONTHS, 31, early, WEEK) == at(2027, 2, 28)
    assert next_planned(at(2026, 11, 2), 1, Unit.DAYS, 2, at(2026, 11, 9), WEEK) == at(2026, 11, 10)
    assert on_working_day(at(2026, 11, 28), WEEK) == at(2026, 11, 30)  # a Saturday
    berlin = WorkingTime(ZoneInfo("Europe/Berlin"), WEEK.week)
    before = datetime(2027, 3, 27, 9, tzinfo=berlin.zone)
    assert next_planned(before, 1, Unit.DAYS, 27, early, berlin).hour == 9  # the clocks go forward in between


@pytest.mark.django_db
def test_what_a_day_off_moved_comes_again_on_its_own_day() -> None:
    saturday = datetime(2030, 6, 1, 10, tzinfo=SHANGHAI)
    task = asked(every=1, unit="weeks", workdays=True, due=saturday.isoformat())
    days = []
    for _turn in range(3):
        finish(acting("sales"), task)
        task = Task.everything.get(renews=task.pk)
        assert task.due and task.planned
        days.append((task.due.astimezone(SHANGHAI).weekday(), task.planned.astimezone(SHANGHAI).weekday()))
    assert days == [(0, 5)] * 3


@pytest.mark.usefixtures("committed")
def test_it_is_said_once_that_one_is_due_and_late_also_after_downtime() -> None:
    task = asked(to="rnd", due=(timezone.now() + timedelta(days=9)).isoformat())
    assert told("task-soon", task) == []
    kinds = {alarm.kind for alarm in Alarm.objects.filter(key=str(task.pk))}
    assert kinds == {"task.soon", "task.late"}
    edit(acting("sales"), named("task"), task.pk, {"due": (timezone.now() + timedelta(hours=30)).isoformat()})
    told("task-soon", task)
    while_nobody_was_there(task, hours=24)
    assert (ring_due(), ring_due()) == (1, 0)
    assert told("task-soon", task) == ["rnd"]
    while_nobody_was_there(task, hours=48)
    assert (ring_due(), ring_due()) == (1, 0)
    assert told("task-late", task) == ["rnd"]
    assert Notice.objects.filter(kind="task-late").count() == 1


def while_nobody_was_there(task: Task, *, hours: int) -> None:
    """So much time passes for the task and its alarms, and nothing rings."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update collaboration_task set due = due - make_interval(hours => %s) where id = %s", [hours, task.pk]
        )
        cursor.execute(
            "update kernel_alarm set due_at = due_at - make_interval(hours => %s), next_try_at = next_try_at - make_interval(hours => %s) where key = %s",
            [hours, hours, str(task.pk)],
        )


@pytest.mark.usefixtures("committed")
def test_what_is_done_or_moved_rings_no_more() -> None:
    done = asked("Done", to="rnd", due=(timezone.now() + timedelta(days=3)).isoformat())
    moved = asked("Moved", to="rnd", due=(timezone.now() + timedelta(days=3)).isoformat())
    told("task-late", done)
    finish(acting("rnd"), done)
    assert told("task-closed", done) == ["sales"]
    assert not Alarm.objects.filter(key=str(done.pk)).exists()
    while_nobody_was_there(moved, hours=100)
    edit(acting("sales"), named("task"), moved.pk, {"due": (timezone.now() + timedelta(days=30)).isoformat()})
    ring_due()
    assert told("task-late", moved) == told("task-soon", moved) == []


@pytest.mark.usefixtures("committed")
def test_whoever_waited_for_it_hears_that_they_can_go_on() -> None:
    before = asked("Ask for the log")
    behind = asked("Answer", to="rnd", after=before.pk)
    told("assigned", behind)
    finish(acting("sales"), before)
    assert told("task-free", behind) == told("task-free", behind) == ["rnd"]
    assert told("assigned", behind) == ["rnd"]


@pytest.mark.usefixtures("committed")
def test_many_are_finished_at_once_and_the_blocked_ones_stay() -> None:
    before = asked("First", by="sales")
    free, blocked = asked("Free"), asked("Blocked", after=before.pk)
    batch = begin(acting("sales"), named("task"), "finish", {}, Selection(ids=(free.pk, blocked.pk)))
    run(acting("sales"), batch)
    assert [now(free).state, now(blocked).state] == [State.DONE, State.OPEN]


@pytest.mark.django_db
def test_it_is_added_and_ticked_off_beside_any_record() -> None:
    client, address = client_of("sales"), f"/customers/{customer_of('own').pk}"
    assert "data-task-new" in client.get(f"{address}/related").content.decode()
    added = client.post(
        f"{address}/tasks", {"title": "Send the drawing", "due": "2026-12-01"}, headers={"HX-Request": "true"}
    )
    task = Task.everything.get(title="Send the drawing")
    assert added.status_code == 200 and "Send the drawing" in added.content.decode()
    assert task.due and task.due.astimezone(SHANGHAI).date().isoformat() == "2026-12-01"
    client.post(f"{address}/tasks", {"finish": task.pk}, headers={"HX-Request": "true"})
    assert now(task).state == State.DONE
    refused = client.post(
        f"{address}/tasks", {"title": "For whom", "assignee": person_called("rival").pk}, headers={"HX-Request": "true"}
    )
    assert refused.status_code == 422 and "Rob Tanner" in refused.content.decode()
    assert client_of("rival").get(f"{address}/tasks").status_code == 404


@pytest.mark.django_db
def test_its_own_page_has_the_checklist_and_what_it_waits_for() -> None:
    before = asked("Ask for the log")
    task = asked("Answer", after=before.pk, checklist="Read it")
    client = client_of("sales")
    page = client.get(f"/tasks/{task.pk}").content.decode()
    assert "Ask for the log" in page and "task-steps" in page
    client.post(f"/tasks/{task.pk}/tick", {"place": "1", "words": "Read it"})
    assert now(task).checklist == "[x] Read it"


@pytest.mark.django_db
def test_what_a_company_described_for_itself_has_tasks_as_well() -> None:
    create(
        acting("admin"),
        named("custom-object"),
        {"label": "Machine", "plural": "Machines", "key": "Machine", "prefix": "m"},
    )
    acting("admin")  # who learns that there is such a noun
    machine = create(acting("admin"), named("x-machine"), {"name": "Unit 3"})
    client, address = client_of("admin"), f"/x-machine/{machine.pk}"
    client.post(f"{address}/tasks", {"title": "Oil it"})
    task = Task.everything.get(title="Oil it")
    assert task.subject == named("x-machine").code(machine.pk)
    assert "Oil it" in client.get(f"{address}/related").content.decode()
    assert "Unit 3" in client.get("/my-work").content.decode()


@pytest.mark.usefixtures("committed")
def test_a_department_is_told_what_it_holds() -> None:
    place = person_called("rnd").department_id
    task = asked(by="admin", whose="other", department=place, assignee="")
    people = told("task-held", task)
    assert "rnd" in people and "admin" not in people
    assert told("task-held", task) == people


@pytest.mark.django_db
def test_hostile_words_are_words() -> None:
    client, address = client_of("sales"), f"/customers/{customer_of('own').pk}"
    evil = "<script>alert(1)</script>"
    asked(evil, checklist=evil, about=evil)
    for page in (f"{address}/related", "/my-work", "/tasks/", "/tasks/?layout=board"):
        assert "<script>alert(1)" not in client.get(page).content.decode(), page


# -- helpers and several before ---------------------------------------------------------------------------------------
def helps(task: Task, who: str, *, by: str = "sales", **more: object) -> int:
    return create(acting(by), named("task-helper"), {"task": task.pk, "person": person_called(who).pk, **more}).pk


def waits(task: Task, *before: Task, by: str = "sales") -> None:
    for each in before:
        create(acting(by), named("prerequisite"), {"task": task.pk, "before": each.pk})


@pytest.mark.usefixtures("committed")
def test_one_is_responsible_and_others_of_any_department_help() -> None:
    task = asked("Draw up the offer", to="sales", due="2031-01-31 18:00")
    helps(task, "rnd", note="Prices")
    helps(task, "service")
    assert told("task-help", task) == ["rnd", "service"]
    (line,) = [
        each for each in lines(acting("rnd"), MINE, owed(acting("rnd"), MINE).rows) if each.entity.id == "task-helper"
    ]
    assert (line.about.record, line.owed.by) == (task, now(task).due)  # type: ignore[union-attr]
    assert [each.record for each in lines(acting("sales"), MINE, owed(acting("sales"), MINE).rows)].count(task) == 1
    page = client_of("sales").get(f"/tasks/{task.pk}").content.decode()
    assert "Helping:" in page and person_called("rnd").name in page and "(Prices)" in page
    finish(acting("sales"), task)
    assert "task-helper" not in {each.entity.id for each in lines(acting("rnd"), MINE, owed(acting("rnd"), MINE).rows)}


@pytest.mark.django_db
def test_nobody_helps_who_is_responsible_or_could_not_see_it_and_whoever_helps_sees_what_is_about_nothing() -> None:
    task = asked("Draw up the offer", to="sales")
    for who in ("sales", "newcomer"):
        with pytest.raises(Invalid):
            helps(task, who)
    own = asked("Order lunch", whose=None)
    assert not visible_to(acting("newcomer"), Task).filter(pk=own.pk).exists()
    made = helps(own, "newcomer")
    assert visible_to(acting("newcomer"), Task).filter(pk=own.pk).exists()
    with pytest.raises(Invalid):
        helps(own, "newcomer")
    with pytest.raises(Invalid):
        edit(acting("sales"), named("task-helper"), made, {"person": person_called("mate").pk})
    delete(acting("sales"), named("task-helper"), made)
    assert not visible_to(acting("newcomer"), Task).filter(pk=own.pk).exists()


@pytest.mark.usefixtures("committed")
def test_it_waits_for_all_that_come_before_and_is_free_once() -> None:
    first, second, third = asked("Ask", to="sales"), asked("Measure", to="mate"), asked("Draw", to="sales")
    task = asked("Answer", to="rnd", after=first.pk)
    waits(task, second, third)
    with pytest.raises(Refused) as refused:
        finish(acting("rnd"), task)
    said = str(refused.value.message)
    assert all(f"“{title}”" in said for title in ("Ask", "Measure", "Draw"))
    page = client_of("rnd").get(f"/tasks/{task.pk}").content.decode()
    assert f"Measure</a> ({person_called('mate').name})" in page
    finish(acting("sales"), first)
    drop(acting("sales"), third, reason="Not needed")
    with pytest.raises(Refused):
        finish(acting("rnd"), task)
    finish(acting("mate"), second)
    assert told("task-free", task) == ["rnd"]
    last = Entry.objects.get(entity="task", record=second.pk, verb="finish")
    assert Notice.objects.get(kind="task-free", record=task.pk).actor == last.actor
    finish(acting("rnd"), task)


@pytest.mark.usefixtures("committed")
def test_two_that_end_together_free_it_once() -> None:
    first, second = asked("Ask"), asked("Measure")
    task = asked("Answer", to="rnd")
    waits(task, first, second)
    finish(acting("sales"), first)
    finish(acting("sales"), second)
    assert told("task-free", task) == ["rnd"]
    assert Notice.objects.filter(kind="task-free", record=task.pk).count() == 1


@pytest.mark.django_db
def test_no_way_of_waiting_leads_in_a_circle() -> None:
    first, second, third = (asked(title) for title in ("Ask", "Measure", "Draw"))
    waits(second, first)
    edit(acting("sales"), named("task"), third.pk, {"after": second.pk})
    for task, before in ((first, third), (first, second), (first, first)):
        with pytest.raises(Invalid):
            waits(task, before)
    with pytest.raises(Invalid):
        edit(acting("sales"), named("task"), first.pk, {"after": third.pk})
    with pytest.raises(Invalid):
        waits(second, first)  # twice


@pytest.mark.usefixtures("committed")
def test_two_who_close_a_circle_of_prerequisites_together_do_not() -> None:
    pair = asked("Left"), asked("Right")

    def close(task: Task, before: Task) -> bool:
        try:
            waits(task, before)
        except Invalid:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(close, pair, reversed(pair))) == [False, True]


@pytest.mark.django_db
def test_what_comes_again_has_its_helpers_again() -> None:
    task = asked("Count the stock", every=1, unit="weeks", due="2026-01-05T09:00:00+08:00")
    helps(task, "rnd", note="Shelf B")
    finish(acting("sales"), task)
    again = Task.everything.get(renews=task.pk)
    assert list(TaskHelper.everything.filter(task=again).values_list("person", "note")) == [
        (person_called("rnd").pk, "Shelf B")
    ]
