"""My work: everything that is owed in one order, whose it is, and nothing of what one may not see."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from concerto.collaboration.handoffs.handoff.actions import offer
from concerto.collaboration.my_work.duty import duties
from concerto.collaboration.my_work.lines import grouped, lines
from concerto.collaboration.my_work.owed import GIVEN, MINE, OURS, counts, owed
from concerto.collaboration.tasks.task.actions import finish
from concerto.kernel.access.actor import PAGE, actor_for
from concerto.kernel.actions.standard import create, delete, edit
from concerto.kernel.entity.registry import entity_of, named
from concerto.sales.opportunity.model import Opportunity
from tests.cast import acting, api_of, client_of, customer_of, person_called
from tests.collaboration.asked import asked
from tests.collaboration.handed import GIVER, RECEIVER, draft, type_with
from tests.queries import Queries

pytestmark = pytest.mark.django_db


def in_(**span: float) -> str:
    return (timezone.now() + timedelta(**span)).isoformat()


def seen(who: str, view: str = MINE, **more: str) -> list[str]:
    actor = acting(who)
    return [each.title for each in lines(actor, view, owed(actor, view, **more).rows)]


def test_one_order_of_urgency_over_all_nouns() -> None:
    offer(acting(GIVER), draft(type_with()), receiver=person_called(RECEIVER))
    asked("Some day", to="rnd")
    asked("Later", to="rnd", due=in_(days=40))
    asked("Late", to="rnd", due=in_(days=-2))
    asked("Very late", to="rnd", due=in_(days=-9))
    finish(acting("rnd"), asked("Done", to="rnd", due=in_(days=-3)))
    assert seen("rnd") == ["Very late", "Late", "Look into it", "Later", "Some day"]
    actor = acting("rnd")
    told = grouped(lines(actor, MINE, owed(actor, MINE).rows))
    assert told[0][0] == "late" and told[-1][0] == "never"
    assert seen("rnd", kind="handoff") == ["Look into it"]


def test_page_by_page_nothing_is_missed_and_nothing_comes_twice() -> None:
    same = in_(days=3)
    for number in range(7):
        asked(f"Task {number}", to="rnd", **({"due": same} if number < 4 else {}))
    offer(acting(GIVER), draft(type_with()), receiver=person_called(RECEIVER))
    actor, found, after = acting("rnd"), [], ""
    while True:
        page = owed(actor, MINE, after=after, limit=2)
        found += [(each.duty.id, each.id) for each in page.rows]
        if not page.next:
            break
        after = page.next
    assert found == [(each.duty.id, each.id) for each in owed(actor, MINE).rows]
    assert len(found) == len(set(found)) == 8 == counts(actor)[MINE]


def test_whose_it_is() -> None:
    place = person_called("rnd").department_id
    asked("Anybody's", whose=None, department=place, assignee="")
    asked("Given away", to="rnd")
    asked("Own")
    assert seen("rnd", OURS) == ["Anybody's"]
    assert seen("sales", GIVEN) == ["Anybody's", "Given away"]
    assert "Anybody's" not in seen("rnd") and "Given away" in seen("rnd")
    assert "Anybody's" not in seen("sales", OURS)
    assert seen("mate", GIVEN) == []


def test_nothing_leaks_of_what_one_may_not_see_any_more() -> None:
    """The record passes to others: its task is out of sight with it, whoever was to do it, and in no number."""
    task = asked("Known no more", to="mate")
    assert "Known no more" in seen("mate")
    edit(acting("admin"), named("customer"), customer_of("own").pk, {"owner": person_called("rival").pk})
    assert "Known no more" not in seen("mate")
    assert counts(acting("mate"))[MINE] == 0
    assert task.title not in client_of("mate").get("/my-work").content.decode()


def test_of_what_stands_above_only_what_may_be_seen_is_named() -> None:
    deal = Opportunity.everything.get(name="Deal of sales")
    create(acting("sales"), named("task"), {"title": "On the deal", "subject": named("opportunity").code(deal.pk)})
    actor = acting("sales")
    (line,) = [each for each in lines(actor, MINE, owed(actor, MINE).rows) if each.title == "On the deal"]
    assert line.about and line.about.title == "Deal of sales"
    assert line.root and line.root.record == customer_of("own")


def test_whoever_stands_in_sees_what_the_other_owes() -> None:
    task = asked("While away", to="rnd")
    today = timezone.localdate()
    away = {
        "note": "Leave",
        "person": person_called("rnd").pk,
        "since": today.isoformat(),
        "until": today.isoformat(),
        "stand_in": person_called("service").pk,
    }
    create(acting("admin"), named("absence"), away)
    actor = acting("service")
    (line,) = [each for each in lines(actor, MINE, owed(actor, MINE).rows) if each.record == task]
    assert line.whose == entity_of(person_called("rnd")).title_of(person_called("rnd"))


def test_every_duty_is_well_declared() -> None:
    for duty in duties():
        entity = entity_of(duty.noun)
        known = {column.attname for column in duty.noun._meta.concrete_fields}
        through, _dash, of_above = duty.by.partition("__")  # of what it belongs to
        if of_above:
            assert entity.follows and through == entity.follows.id
            assert of_above in entity_of(entity.follows.target).fields
        by = duty.by if not of_above else duty.since
        assert {duty.person, duty.since} | {each for each in (by, duty.department, duty.giver) if each} <= known
        assert {each for each in (duty.verb, duty.take) if each} <= entity.actions.keys()
        assert duty.kind == entity.id


@pytest.mark.parametrize(("language", "words"), [("en", "Overdue"), ("zh-hans", "已逾期")])
def test_the_page_speaks_both_languages(language: str, words: str) -> None:
    asked("Late", to="rnd", due=in_(days=-2))
    edit(acting("admin"), named("person"), person_called("rnd").pk, {"language": language})
    client = client_of("rnd")
    page = client.get("/my-work").content.decode()
    assert words in page and "Late" in page and "/actions/finish" in page
    for address in (
        "/my-work?view=ours",
        "/my-work?view=given",
        "/my-work?kind=task",
        "/my-work?view=nonsense&kind=nonsense",
    ):
        assert client.get(address).status_code == 200, address
    assert client.get("/my-work?after=nonsense").status_code == 400


def test_a_task_of_ones_own_is_added_there() -> None:
    client = client_of("sales")
    client.post("/my-work/add", {"title": "Water the plants"})
    assert "Water the plants" in seen("sales")
    assert "Water the plants" not in client_of("rnd").get("/my-work").content.decode()


def test_programs_read_the_same() -> None:
    asked("Late", to="rnd", due=in_(days=-2))
    asked("Some day", to="rnd")
    client = api_of("rnd")
    first = json.loads(client.get("/api/v1/tasks/my-work?limit=1").content)
    assert [(each["title"], each["group"], each["verb"], each["about"]["code"]) for each in first["items"]] == [
        ("Late", "late", "finish", named("customer").code(customer_of("own").pk))
    ]
    second = json.loads(client.get(f"/api/v1/tasks/my-work?cursor={first['next']}").content)
    assert [each["title"] for each in second["items"]] == ["Some day"]
    assert client.get("/api/v1/tasks/my-work?whose=everybody").status_code == 400


def test_queries_do_not_grow_with_the_list() -> None:
    for number in range(30):
        asked(f"Task {number}", to="rnd", due=in_(days=number - 9))
    person = person_called("rnd").pk
    actor = actor_for(person, PAGE)
    assert actor
    owed(actor, MINE)
    with Queries() as queries:
        assert len(lines(actor, MINE, owed(actor, MINE).rows)) == 30
    assert len(queries) <= 5


def test_what_is_about_what_lies_in_the_trash_is_owed_no_more() -> None:
    about = create(acting("sales"), named("lead"), {"name": "A lead"})
    create(acting("sales"), named("task"), {"title": "Ring them", "subject": named("lead").code(about.pk)})
    assert "Ring them" in seen("sales")
    delete(acting("admin"), named("lead"), about.pk)
    assert "Ring them" not in seen("sales")
