"""Merging and taking it back: everything that leads to a record goes along and returns, whoever asks and in whatever order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import pytest
from django.db.models import ForeignKey
from django.utils import timezone

from concerto.customers.customer.model import Customer
from concerto.customers.pain_point.model import PainPoint
from concerto.customers.stay.model import Stay
from concerto.customers.tier.model import TierByRule
from concerto.customers.visitor.model import Visitor
from concerto.customers.worth.model import Worth
from concerto.kernel.access.rights import scopes
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions import standard
from concerto.kernel.actions.merging.merge import MERGE, merge
from concerto.kernel.actions.merging.references import Reference, references_to
from concerto.kernel.actions.merging.unmerge import unmerge
from concerto.kernel.actions.refusal import Forbidden, NotThere, Refused, Stale
from concerto.kernel.actions.undo import undo
from concerto.kernel.database.address import Address
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entities, named
from concerto.kernel.imports.beginning import agree, take
from concerto.kernel.imports.running import run
from concerto.kernel.journal.model import Entry
from concerto.kernel.notices.following import follow, followers
from concerto.kernel.redirects.finding import survivor, taken_in
from concerto.kernel.redirects.model import Merge
from concerto.kernel.timeline.reading import history, timeline
from concerto.sales.buying_role.model import BuyingRole
from tests.cast import acting, api_of, client_of, customer_of, person_called
from tests.contracts.making import made
from tests.kernel.actions.test_undo import at_once

CUSTOMER = named("customer")


def admin() -> Any:
    return acting("admin")


def of(whose: str) -> int:
    return customer_of(whose).pk


def as_it_is() -> dict[str, dict[int, Any]]:
    """Every value of every record of every noun, and whether it is in the trash; of ledgers, which only grow, the balances."""
    return {
        entity.id: {
            row.pk: {**entity.dump(row), "updated_at": None, "trashed_at": row.trashed_at is not None}
            for row in entity.model.everything.all()
        }
        for entity in entities()
        if entity.id != "points-line"
    }


def leading(reference: Reference, id: int) -> Record:
    """A record that leads to a customer by this field."""
    value = reference.value(CUSTOMER, id)
    if reference.entity.id in ("file", "coupon"):  # they stay with whom they were made for
        return reference.entity.model.everything.get(**{reference.field.id: value})  # type: ignore[no-any-return]
    return made(reference.entity.id, **{reference.field.id: value})


REFERENCES = list(references_to(CUSTOMER))
OF_ORGANISATIONS = [each for each in REFERENCES if each.entity.id != "buying-role"]  # people have a part in deals
# the first goes along by a keeper; the others are reckoned anew for each customer
BESIDE = {
    (Visitor, "customer"),
    (TierByRule, "customer"),
    (Worth, "customer"),
    (Stay, "customer"),
    (PainPoint, "customer"),
}


def test_no_relation_of_the_database_is_forgotten() -> None:
    """Every foreign key to a noun is a described link, or it would be left behind."""
    known = {(each.entity.model, each.field.id) for each in REFERENCES}
    keys = {
        (relation.related_model, relation.field.name)
        for relation in Customer._meta.get_fields(include_hidden=True)
        if isinstance(getattr(relation, "field", None), ForeignKey) and relation.auto_created
    }
    assert keys - BESIDE == {(model, field) for model, field in known if field != "subject"}


@pytest.mark.django_db
@pytest.mark.parametrize("reference", OF_ORGANISATIONS, ids=lambda each: f"{each.entity.id}.{each.field.id}")
def test_whatever_leads_to_the_one_leads_to_the_other_and_back(reference: Reference) -> None:
    if scopes(admin(), reference.entity, Act.DELETE) and reference.entity.id != "file":
        standard.delete(admin(), reference.entity, leading(reference, of("own")).pk)
    record = leading(reference, of("own"))
    before = as_it_is()
    noted = merge(admin(), CUSTOMER, of("nobody"), of("own"))
    moved = reference.entity.model.everything.get(pk=record.pk)
    assert reference.field.value(moved) == reference.value(CUSTOMER, of("nobody"))
    dropped = [id for noun, ids in noted.dropped for id in ids if noun == reference.entity.id]
    assert reference.rows(CUSTOMER, of("own")) in ([], dropped)
    assert Entry.objects.filter(entity=reference.entity.id, record=record.pk, because=noted.line).exists()
    apart = unmerge(admin(), noted)
    assert (apart.is_whole, as_it_is()) == (True, before)


@pytest.mark.django_db
def test_a_part_in_a_deal_goes_along_with_the_person_and_returns() -> None:
    one, other = (made("customer", form="person") for _each in range(2))
    role = made("buying-role", person=other.pk)
    before = as_it_is()
    noted = merge(admin(), CUSTOMER, one.pk, other.pk)
    assert BuyingRole.everything.get(pk=role.pk).person_id == one.pk
    apart = unmerge(admin(), noted)
    assert (apart.is_whole, as_it_is()) == (True, before)


@pytest.mark.django_db
def test_visitors_of_a_site_go_along_and_return() -> None:
    visitor = Visitor.objects.create(pk=uuid4(), customer_id=of("own"), at=timezone.now())
    noted = merge(admin(), CUSTOMER, of("nobody"), of("own"))
    assert Visitor.objects.get(pk=visitor.pk).customer_id == of("nobody")
    unmerge(admin(), noted)
    assert Visitor.objects.get(pk=visitor.pk).customer_id == of("own")


@pytest.mark.django_db
def test_the_loser_leads_to_the_winner_by_address_code_file_and_link() -> None:
    own, into = of("own"), of("nobody")
    code = CUSTOMER.code(own)
    merge(admin(), CUSTOMER, into, own)
    assert client_of("admin").get(f"/customers/{own}?peek=1").headers["Location"] == f"/customers/{into}?peek=1"
    assert client_of("admin").get(f"/customers/{of('trashed')}").status_code == 404
    note = standard.create(admin(), named("note"), {"customer": code, "body": "by code"})
    other = standard.create(admin(), named("note"), {"customer": own, "body": "by id"})
    assert (note.customer_id, other.customer_id) == (into, into)  # type: ignore[attr-defined]
    assert not visible_to(admin(), Customer, trashed=True).filter(pk=own).exists()
    with pytest.raises(NotThere):
        standard.restore(admin(), CUSTOMER, own)


@pytest.mark.django_db
def test_the_timeline_of_both_is_one_and_tells_where_it_came_from() -> None:
    own, into = customer_of("own"), customer_of("nobody")
    wanted = ("note", "activity")
    before = {each.line.id for each in timeline(admin(), own, nouns=wanted).happenings}
    noted = merge(admin(), CUSTOMER, into.pk, own.pk)
    after = {each.line.id for each in timeline(admin(), customer_of("nobody"), limit=100).happenings}
    assert before and before <= after
    assert next(each.line.verb for each in history(admin(), customer_of("nobody")).happenings) == MERGE
    page = client_of("admin").get(f"/customers/{into.pk}/history").content.decode()
    assert f"/customers/{into.pk}/undo/{noted.line}" in page
    assert client_of("admin").post(f"/customers/{into.pk}/undo/{noted.line}").status_code == 302
    assert survivor("customer", own.pk) == own.pk
    assert (
        f"/customers/{into.pk}/undo/{noted.line}"
        not in client_of("admin").get(f"/customers/{into.pk}/history").content.decode()
    )


@pytest.mark.django_db
def test_values_chosen_are_taken_and_go_back_unless_changed_since() -> None:
    own, into = of("own"), of("nobody")
    noted = merge(admin(), CUSTOMER, into, own, {"city": "苏州", "tier": "A", "employees": 320})
    standard.edit(admin(), CUSTOMER, into, {"city": "Wuhan", "website": "https://later.example"})
    apart = unmerge(admin(), noted)
    now = customer_of("nobody")
    assert (apart.fields, apart.records) == (["city"], [])
    assert (now.city, now.tier, now.employees, now.website) == ("Wuhan", "", None, "https://later.example")


@pytest.mark.django_db
def test_what_was_moved_on_since_stays_and_is_listed() -> None:
    own, into, other = of("own"), of("nobody"), of("other")
    note = made("note", customer=own)
    noted = merge(admin(), CUSTOMER, into, own)
    standard.edit(admin(), named("note"), note.pk, {"customer": other})
    later = made("note", customer=into)
    apart = unmerge(admin(), noted)
    assert apart.records == [("note", [note.pk])]
    kept = {row.pk: row.customer_id for row in named("note").model.everything.filter(pk__in=[note.pk, later.pk])}
    assert kept == {note.pk: other, later.pk: into}


@pytest.mark.django_db
def test_children_that_cannot_stand_twice_wait_in_the_trash() -> None:
    """The same number on both, and a tie between the two: neither can lead to the winner."""
    own, into = of("own"), of("nobody")
    number = {"medium": "wechat", "value": "the-same"}
    theirs, mine = made("contact-point", customer=own, **number), made("contact-point", customer=into, **number)
    tie = made("relation", customer=into, other=own)
    before = as_it_is()
    noted = merge(admin(), CUSTOMER, into, own)
    there = {row.pk for row in visible_to(admin(), named("contact-point").model).filter(value="the-same")}
    assert there == {mine.pk}
    dropped = {(noun, id) for noun, ids in noted.dropped for id in ids}
    assert dropped >= {("contact-point", theirs.pk), ("relation", tie.pk)}
    gone = {(entity.id, row.pk) for entity in entities() for row in entity.model.everything.exclude(trashed_at=None)}
    assert dropped <= gone
    assert unmerge(admin(), noted).is_whole
    assert as_it_is() == before


@pytest.mark.django_db
def test_links_between_the_two_lead_nowhere_round() -> None:
    """The winner belonged to the loser, and something else to the winner: no circle, and all of it comes back."""
    top, into = of("group"), of("subsidiary")
    below = made("customer", parent=into)
    beside = made("customer", parent=top)
    standard.edit(admin(), CUSTOMER, top, {"parent": of("nobody")})
    before = as_it_is()
    noted = merge(admin(), CUSTOMER, into, top)
    parents = {row.pk: row.parent_id for row in Customer.everything.filter(pk__in=[into, below.pk, beside.pk])}  # type: ignore[attr-defined]
    assert parents == {into: of("nobody"), below.pk: into, beside.pk: into}
    assert unmerge(admin(), noted).is_whole
    assert as_it_is() == before


@pytest.mark.django_db
def test_a_branch_that_would_close_a_circle_is_cut() -> None:
    """Of loser → middle → winner the middle cannot come under the winner, above which it stands."""
    loser, winner = made("customer"), made("customer")
    middle = made("customer", parent=loser.pk)
    standard.edit(admin(), CUSTOMER, winner.pk, {"parent": middle.pk})
    before = as_it_is()
    noted = merge(admin(), CUSTOMER, winner.pk, loser.pk)
    assert Customer.everything.get(pk=middle.pk).parent_id is None  # type: ignore[attr-defined]
    assert noted.moved == [["customer", "parent", [middle.pk], True]]
    assert unmerge(admin(), noted).is_whole
    assert as_it_is() == before


@pytest.mark.django_db
def test_a_chain_leads_to_its_end_and_is_taken_apart_from_there() -> None:
    one, two, three = made("customer"), made("customer"), made("customer")
    note = made("note", customer=one.pk)
    first = merge(admin(), CUSTOMER, two.pk, one.pk)
    second = merge(admin(), CUSTOMER, three.pk, two.pk)
    assert survivor("customer", one.pk) == three.pk
    assert taken_in("customer", three.pk) == sorted([one.pk, two.pk])
    assert client_of("admin").get(f"/customers/{one.pk}").headers["Location"] == f"/customers/{three.pk}"
    with pytest.raises(Refused, match="itself merged into another"):
        unmerge(admin(), first)
    unmerge(admin(), second)
    unmerge(admin(), first)
    with pytest.raises(Refused, match="taken back already"):
        unmerge(admin(), first)
    assert named("note").model.everything.get(pk=note.pk).customer_id == one.pk
    again = merge(admin(), CUSTOMER, one.pk, two.pk)  # the other way round this time
    assert survivor("customer", two.pk) == one.pk != again.loser


@pytest.mark.django_db
def test_what_cannot_be_merged_is_refused_in_a_sentence() -> None:
    own, into = of("own"), of("nobody")
    for winner, loser, refusal in (
        (own, own, Refused),
        (own, of("trashed"), NotThere),
        (of("trashed"), own, NotThere),
        (own, 2**62, NotThere),
    ):
        with pytest.raises(refusal):
            merge(admin(), CUSTOMER, winner, loser)
    with pytest.raises(Stale):
        merge(admin(), CUSTOMER, into, own, versions=(None, 99))
    merge(admin(), CUSTOMER, into, own)
    with pytest.raises(Refused, match="merged already"):
        merge(admin(), CUSTOMER, into, own)
    with pytest.raises(Refused, match="merged already"):
        merge(admin(), CUSTOMER, own, into)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "winner", "loser", "refusal"),
    [
        ("sales", "own", "team", Forbidden),  # sees both, edits one
        ("sales", "team", "own", Forbidden),
        ("sales", "own", "other", NotThere),  # does not see it: as if it were not there
        ("sales", "other", "own", Forbidden),  # whose own they may not delete, whatever the other is
        ("executive", "own", "team", Forbidden),
        ("marketing", "own", "team", Forbidden),  # edits both, deletes none
    ],
)
def test_rights_on_both_are_needed(who: str, winner: str, loser: str, refusal: type[Refused]) -> None:
    before = as_it_is()
    with pytest.raises(refusal):
        merge(acting(who), CUSTOMER, of(winner), of(loser))
    assert as_it_is() == before


@pytest.mark.django_db
def test_who_may_not_see_what_became_of_it_is_not_told() -> None:
    """The record of sales went into one of a rival: its address says no more than that of any other."""
    merge(admin(), CUSTOMER, of("other"), of("own"))
    assert client_of("sales").get(f"/customers/{of('own')}").status_code == 404
    with pytest.raises(NotThere):
        merge(acting("sales"), CUSTOMER, of("person"), of("own"))


@pytest.mark.django_db
def test_a_locked_record_is_not_merged(monkeypatch: pytest.MonkeyPatch) -> None:
    """A guard that forbids to put a record away, as a legal hold does, forbids to merge it away."""

    def held(_actor: Any, record: Record, changes: Mapping[str, Any]) -> None:
        if record.pk == of("own") and "trashed_at" in changes:
            raise Refused("held")

    monkeypatch.setattr(CUSTOMER, "guards", (held,))
    before = as_it_is()
    with pytest.raises(Refused, match="held"):
        merge(admin(), CUSTOMER, of("nobody"), of("own"))
    assert as_it_is() == before
    merge(admin(), CUSTOMER, of("own"), of("nobody"))


@pytest.mark.django_db
def test_followers_go_along_and_back() -> None:
    own, into = customer_of("own"), customer_of("nobody")
    for who, record in (("sales-manager", own), ("executive", own), ("executive", into)):
        follow(acting(who), record, on=True)
    noted = merge(admin(), CUSTOMER, into.pk, own.pk)
    people = [person_called("executive"), person_called("sales-manager")]
    assert sorted(each.pk for each in followers(admin(), into)) == sorted(each.pk for each in people)
    unmerge(admin(), noted)
    assert [each.pk for each in followers(admin(), into)] == [people[0].pk]


@pytest.mark.django_db
def test_an_import_by_its_code_lands_on_the_winner() -> None:
    from io import BytesIO

    own, into = of("own"), of("nobody")
    merge(admin(), CUSTOMER, into, own)
    batch = take(admin(), CUSTOMER, "x.csv", BytesIO(f"Code,City\n{CUSTOMER.code(own)},Ningbo\n".encode()))
    run(admin(), agree(admin(), batch, {"Code": "code", "City": "city"}))
    batch.refresh_from_db()
    assert (customer_of("nobody").city, batch.updated, batch.rejected) == ("Ningbo", 1, 0)


def test_of_two_people_at_once_one_merges_and_the_other_is_told(committed: Address) -> None:
    own, into = of("own"), of("nobody")
    results = at_once(
        lambda: merge(acting("admin"), CUSTOMER, into, own), lambda: merge(acting("data"), CUSTOMER, own, into)
    )
    assert sorted(type(each).__name__ for each in results) == ["Merge", "Refused"]
    assert [str(each.message) for each in results if isinstance(each, Refused)] == ["These two were merged already."]
    noted = Merge.objects.get()
    again = at_once(lambda: unmerge(acting("admin"), noted), lambda: unmerge(acting("data"), noted))
    assert sorted(type(each).__name__ for each in again) == ["Apart", "Refused"]


@pytest.mark.django_db
def test_a_program_takes_it_back_by_its_line() -> None:
    noted = merge(admin(), CUSTOMER, of("nobody"), of("own"))
    entry = Entry.objects.get(id=noted.line)
    assert api_of("admin").get(f"/api/v1/customers/{of('own')}").status_code == 404
    undo(admin(), entry)
    assert api_of("admin").get(f"/api/v1/customers/{of('own')}").status_code == 200
