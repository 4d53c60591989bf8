"""Tags: put on and taken off, found by, renamed, merged and deleted, all of it undone as quickly."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from concerto.customers.customer.model import Customer
from concerto.kernel.access.actor import Actor
from concerto.kernel.actions import standard
from concerto.kernel.actions.refusal import Forbidden, Invalid
from concerto.kernel.actions.undo import undo
from concerto.kernel.batches.beginning import begin, undo_batch
from concerto.kernel.batches.selection import Selection, sound
from concerto.kernel.entity.registry import named
from concerto.kernel.journal.model import Entry
from concerto.kernel.query.listing import Asked, page
from concerto.kernel.tags.tag.actions import merge
from concerto.kernel.tags.tag.model import Tag
from tests import cast
from tests.kernel.batches.test_running import ends

CUSTOMER, TAG = named("customer"), named("tag")
pytestmark = pytest.mark.django_db


@pytest.fixture
def steward() -> Actor:
    return cast.acting("data")


def tag(actor: Actor, name: str, **more: Any) -> Tag:
    made = standard.create(actor, TAG, {"name": name, **more})
    assert isinstance(made, Tag)
    return made


def on(whose: str) -> list[int]:
    return list(cast.customer_of(whose).tags)


def having(actor: Actor, filter: str) -> set[int]:
    return {row.pk for row in page(actor, CUSTOMER, Asked(filter=filter)).rows}


def put(actor: Actor, whose: str, *names: str) -> None:
    standard.edit(actor, CUSTOMER, cast.customer_of(whose).pk, {"tags": ",".join(names)})


def test_records_are_found_by_them(steward: Actor) -> None:
    tag(steward, "Q1 visit", name_zh="一季度拜访"), tag(steward, "Fair")
    own, team = cast.customer_of("own").pk, cast.customer_of("team").pk
    put(steward, "own", "q1 VISIT", "Fair"), put(steward, "team", "一季度拜访")
    everyone = having(steward, "")
    assert having(steward, 'tags in ("Q1 visit")') == {own, team}
    assert having(steward, "tags = Fair") == {own}
    assert having(steward, 'tags in (Fair, "一季度拜访")') == {own, team}
    assert having(steward, "tags not in (Fair)") == everyone - {own}
    assert having(steward, 'tags = Fair and tags = "Q1 visit"') == {own}
    assert having(steward, "tags is empty") == everyone - {own, team}
    assert having(steward, "tags = nonsense") == set()


def test_many_are_tagged_at_once_and_undo_leaves_what_others_put_on(steward: Actor) -> None:
    visit, fair, new = (tag(steward, name).pk for name in ("Visit", "Fair", "New"))
    put(steward, "own", "Fair"), put(steward, "team", "Visit")
    three = Selection(sound([cast.customer_of(whose).pk for whose in ("own", "team", "other")]))
    batch = begin(steward, CUSTOMER, "tag", {"tags": ["Visit"]}, three)
    assert ends(batch) == {"changed": 2, "unchanged": 1}
    assert [on(whose) for whose in ("own", "team", "other")] == [sorted([visit, fair]), [visit], [visit]]
    standard.edit(steward, CUSTOMER, cast.customer_of("other").pk, {"tags": [visit, new]})
    assert ends(undo_batch(steward, batch)) == {"changed": 2}
    assert [on(whose) for whose in ("own", "team", "other")] == [[fair], [visit], [new]]
    off = begin(steward, CUSTOMER, "untag", {"tags": [fair, new]}, three)
    assert ends(off) == {"changed": 2, "unchanged": 1}
    assert [on(whose) for whose in ("own", "team", "other")] == [[], [visit], []]


def test_merging_writes_no_record_and_is_undone_by_one_line(steward: Actor) -> None:
    old, good = tag(steward, "Vsit"), tag(steward, "Visit")
    put(steward, "own", "Vsit"), put(steward, "team", "Visit")
    both = {cast.customer_of(whose).pk for whose in ("own", "team")}
    merge(steward, old, into=good)
    assert having(steward, "tags = Visit") == both == having(steward, "tags = Vsit")
    assert CUSTOMER.fields["tags"].kind.show(CUSTOMER.fields["tags"], on("own")) == "Visit"
    begin(steward, CUSTOMER, "untag", {"tags": [good.pk]}, Selection(sound(sorted(both))))
    assert having(steward, "tags = Visit") == set()
    undo(steward, Entry.objects.filter(entity="tag", record=old.pk, verb="merge").get())
    put(steward, "own", "Vsit")
    assert having(steward, "tags = Vsit") == {cast.customer_of("own").pk}
    with pytest.raises(Invalid):
        merge(steward, good, into=good)


def test_a_deleted_tag_is_out_of_sight_until_it_is_restored(steward: Actor) -> None:
    word = tag(steward, "Word")
    put(steward, "own", "Word")
    standard.delete(steward, TAG, word.pk)
    field = CUSTOMER.fields["tags"]
    assert having(steward, "tags = Word") == set() and field.kind.members(on("own")) == []  # type: ignore[attr-defined]  # of its kind
    with pytest.raises(Invalid):
        put(steward, "team", "Word")
    tag(steward, "word")
    with pytest.raises(Invalid):  # the name is taken now
        standard.restore(steward, TAG, word.pk)


def test_who_may_and_which_records() -> None:
    sales, mate = cast.acting("sales"), cast.acting("mate")
    mine = tag(sales, "Mine", nouns=["activity"])
    with pytest.raises(Forbidden):
        standard.edit(mate, TAG, mine.pk, {"name": "Yours"})
    with pytest.raises(Invalid):
        put(sales, "own", "Mine")  # not meant for customers
    with pytest.raises(Forbidden):
        put(sales, "team", "")
    for wrong in ("A, B", "，", "12", ""):
        with pytest.raises(Invalid):
            tag(sales, wrong)
    with pytest.raises(Invalid):
        begin(sales, CUSTOMER, "tag", {"tags": []}, Selection())


def test_the_api_carries_them(steward: Actor) -> None:
    client = cast.api_of("data")
    made = client.post("/api/v1/tags", {"name": "From outside", "hue": "green"}, content_type="application/json").json()
    address = f"/api/v1/customers/{cast.customer_of('own').pk}"
    changed = client.patch(address, {"tags": [made["id"]]}, content_type="application/json")
    assert changed.json()["tags"] == [made["id"]]
    refused = client.patch(address, {"tags": [10**12, {"a": 1}]}, content_type="application/json")
    assert (refused.status_code, list(refused.json()["problems"])) == (422, ["tags"])


def test_a_rare_tag_is_found_by_its_index(steward: Actor) -> None:
    word = tag(steward, "Rare")
    rows = Customer.everything.filter(tags__overlap=[word.pk]).exclude(tags=[])
    with connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
        sql, values = rows.query.sql_with_params()
        cursor.execute(f"explain {sql}", values)
        assert "customer_tagged" in " ".join(line for (line,) in cursor.fetchall())
