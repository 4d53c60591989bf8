"""Kept queries: they find what the query set itself finds, and nobody's reach outlives the rights it came from."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection

from concerto.customers.customer.model import Customer
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.kept import kept
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.refusal import NotThere
from concerto.kernel.entity.registry import entities, named
from concerto.kernel.journal.model import Entry
from concerto.kernel.query.listing import Asked, one, page
from concerto.kernel.statements import planned
from concerto.kernel.statements.kept import Kept, Slot, among
from concerto.kernel.timeline.reading import Wanted, lines_wanted
from tests.cast import acting, customer_of

pytestmark = pytest.mark.django_db
LINES = 5_000


def actors() -> list[Actor]:
    return [acting(name) for name in ("admin", "sales", "service", "rival")]


@pytest.mark.parametrize("noun", [entity.id for entity in entities()])
def test_everybody_is_shown_the_rows_that_are_visible_to_them(noun: str) -> None:
    entity = named(noun)
    for _again in range(2):  # the second time by the server's plan
        for actor in actors():
            visible = set(visible_to(actor, entity.model).values_list("pk", flat=True))
            assert {row.pk for row in page(actor, entity, Asked(limit=200)).rows} == visible
            assert {one(actor, entity, id).pk for id in visible} == visible


def test_slots_take_values_of_their_kind() -> None:
    own, other = customer_of("own").pk, customer_of("other").pk
    found = Kept(Customer.everything.filter(among("ids"), name__gt=Slot("name", "text")).order_by("pk"))
    for ids, name, expected in [
        ([own, other], "", sorted([own, other])),
        ([other], "", [other]),
        ([], "", []),
        ([own], "龥", []),
    ]:
        assert [row.pk for row in found.rows(ids=ids, name=name)] == expected
    assert Kept(Customer.everything.none()).rows() == []


@pytest.mark.parametrize("name", ["100 % of O'Hara", "%s %% \\' {0}", '白鹭泉 "quoted"'])
def test_words_that_stand_in_the_text_are_found_as_they_are(name: str) -> None:
    own = customer_of("own").pk
    Customer.everything.filter(pk=own).update(name=name)
    found = Kept(Customer.everything.filter(name=name, pk__gte=own, pk__lte=Slot("most")))
    for _again in range(2):  # the second time by the server's plan
        assert [row.pk for row in found.rows(most=own)] == [own]
        assert found.count(most=own) == 1
        assert found.rows(most=own - 1) == []


def test_whoever_is_given_another_place_asks_another_query() -> None:
    """The row was seen by a kept query; the next request of the same person is refused it."""
    customer, id = named("customer"), customer_of("own").pk
    for _again in range(2):
        assert one(acting("sales"), customer, id).pk == id
    Person.everything.filter(username="sales").update(roles=[])
    with pytest.raises(NotThere):
        one(acting("sales"), customer, id)


def test_people_of_one_standing_share_a_query_and_see_what_is_theirs() -> None:
    made: list[Actor] = []

    @kept
    def mine(actor: Actor):  # type: ignore[no-untyped-def]  # a query set
        made.append(actor)
        return visible_to(actor, Customer).order_by("pk")

    first, other = acting("sales"), acting("service")
    colleague = replace(first, person=other.person, department=other.department, tree=other.tree)
    colleague = replace(colleague, mates=other.mates, teams=other.teams, above=other.above)
    for actor in (first, colleague, first, other):
        assert mine(actor).rows() == list(visible_to(actor, Customer).order_by("pk"))
    assert [actor.standing for actor in made] == [first.standing, other.standing]
    assert mine(first).rows() != mine(colleague).rows()


def test_statements_written_by_hand_are_planned_and_answered() -> None:
    assert [planned.rows("select %s::int + 1", [number]) for number in range(3)] == [[(1,)], [(2,)], [(3,)]]


def test_a_timeline_is_read_from_its_end_however_long_it_is() -> None:
    """No sorting and no reading of a whole table: a page costs the same among 5,000 lines as among 50."""
    topic = customer_of("own").pk
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into journal (actor, door, verb, entity, record, changes, topic_entity, topic, happened_at)"
            " select null, 'job', 'edit', 'customer', %s, '{}', 'customer', %s, now() - n * interval '1 minute'"
            " from generate_series(1, %s) n",
            [topic, topic, LINES],
        )
        cursor.execute(
            "set local enable_seqscan = off; set local enable_bitmapscan = off"
        )  # of tables as small as these
    middle = Entry.objects.filter(topic_entity="customer", topic=topic).order_by("-happened_at", "-id")[LINES // 2]
    for placed in (False, True):
        query = lines_wanted(Wanted(around=True), placed, 21)
        given = {"noun": "customer", "record": topic, "happened_at": middle.happened_at, "id": middle.id}
        sql, values = query._at_work(given).as_sql()
        with connection.cursor() as cursor:
            cursor.execute(f"explain (analyze, format json) {sql}", values)
            [plan] = cursor.fetchone()[0]
        nodes = list(walked(plan["Plan"]))
        assert not {node["Node Type"] for node in nodes} & {"Sort", "Incremental Sort", "Seq Scan"}
        assert max(node["Actual Rows"] for node in nodes) <= 21 + 1
        assert len(query.rows(**given)) == 21


def walked(node: dict):  # type: ignore[no-untyped-def, type-arg]  # a plan is a tree of JSON
    yield node
    for part in node.get("Plans", ()):
        yield from walked(part)
