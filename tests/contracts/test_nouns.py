"""What every noun can do because it is described: create, edit, delete, restore, undo, history, search, replay."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions import standard
from concerto.kernel.actions.refusal import Invalid, NotThere, Stale
from concerto.kernel.actions.undo import undo
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import named
from concerto.kernel.journal.model import Entry
from concerto.kernel.query.listing import Asked, page
from concerto.kernel.search.everywhere import search
from concerto.kernel.timeline.past import past_of
from concerto.kernel.timeline.reading import history
from tests.contracts.making import HINTS, MADE_OTHERWISE, NOUNS, admin, creatable, full, made, minimal, value, varied

pytestmark = pytest.mark.django_db
CREATED = [noun for noun in NOUNS if creatable(named(noun))]


def by_role(noun: str, act: Act) -> bool:
    return any(rule.role.id == "admin" and rule.scope(act).value == "all" for rule in named(noun).access)


EDITED = [noun for noun in NOUNS if by_role(noun, Act.EDIT)]
DELETED = [noun for noun in NOUNS if by_role(noun, Act.DELETE)]


def lines(noun: str, record: Record) -> list[Entry]:
    return list(Entry.objects.filter(entity=noun, record=record.pk).order_by("id"))


def fresh(record: Record) -> Record:
    return type(record).everything.get(pk=record.pk)


def listed(noun: str, **asked: Any) -> set[int]:
    entity = named(noun)
    return {row.pk for row in page(admin(), entity, Asked(sort="-created_at", limit=200, **asked)).rows}


# -- exemptions are held against the registry -----------------------------------------------------------------------
def test_no_exemption_is_stale() -> None:
    assert MADE_OTHERWISE.keys() == set(NOUNS) - set(CREATED)
    assert HINTS.keys() <= set(CREATED)


@pytest.mark.parametrize("noun", sorted(HINTS))
def test_every_hint_is_needed(noun: str) -> None:
    """Without them either the least that is needed is refused, or values that are merely of their kinds are."""
    least = {id: given for id, given in minimal(noun).items() if id not in HINTS[noun]}
    other = minimal(noun) | {id: value(named(noun).fields[id]) for id in HINTS[noun]}
    assert refused(noun, least) or refused(noun, other)


def refused(noun: str, given: dict[str, Any]) -> bool:
    try:
        with transaction.atomic():
            standard.create(admin(), named(noun), given)
    except Invalid:
        return True
    return False


# -- create ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("noun", NOUNS)
def test_a_new_record_is_listed_and_in_the_journal(noun: str) -> None:
    record = made(noun)
    assert record.pk in listed(noun)
    [line] = lines(noun, record)
    assert (line.verb, record.version) == ("create", 1)


@pytest.mark.parametrize("noun", CREATED)
def test_what_is_given_is_kept(noun: str) -> None:
    entity, given = named(noun), full(noun)
    record = fresh(standard.create(admin(), entity, given))
    kept = {id: entity.fields[id].dump(record) for id in given}
    assert kept == {id: as_dumped(entity, id, raw) for id, raw in given.items()}


def as_dumped(entity: Entity, id: str, raw: Any) -> Any:
    field = entity.fields[id]
    return field.kind.dump(field, field.kind.parse(field, raw))


@pytest.mark.parametrize("noun", CREATED)
def test_each_needed_field_is_asked_for(noun: str) -> None:
    entity, given = named(noun), minimal(noun)
    for id in given.keys() - HINTS.get(noun, {}).keys():
        with pytest.raises(Invalid) as refused:
            standard.create(admin(), entity, {**given, id: None})
        assert str(refused.value.problems[id]) == "This is needed."


# -- edit and undo --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("noun", EDITED)
def test_each_field_can_be_edited_and_the_edit_undone(noun: str) -> None:
    entity, record = named(noun), made(noun)
    for id, field in varied(noun).items():
        before = field.dump(fresh(record))
        standard.edit(admin(), entity, record.pk, {id: other_than(before, entity, id)})
        line = lines(noun, record)[-1]
        assert line.changes == {id: [before, field.dump(fresh(record))]}
        undo(admin(), line)
        assert field.dump(fresh(record)) == before
        assert lines(noun, record)[-1].because == line.id


def other_than(before: Any, entity: Entity, id: str) -> Any:
    """A value unlike the one that is there; small kinds need a second try."""
    tries = (value(entity.fields[id]) for _try in range(5))
    return next(raw for raw in tries if as_dumped(entity, id, raw) != before)


@pytest.mark.parametrize("noun", EDITED)
def test_an_old_version_is_refused(noun: str) -> None:
    entity, record = named(noun), made(noun)
    id = next(iter(varied(noun)))
    standard.edit(admin(), entity, record.pk, {id: other_than(entity.fields[id].dump(record), entity, id)}, version=1)
    with pytest.raises(Stale):
        standard.edit(admin(), entity, record.pk, {id: value(entity.fields[id])}, version=1)


# -- delete and restore ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize("noun", DELETED)
def test_the_trash_takes_and_gives_back(noun: str) -> None:
    entity, record = named(noun), made(noun)
    dumped = entity.dump(fresh(record))
    standard.delete(admin(), entity, record.pk)
    assert record.pk not in listed(noun)
    assert record.pk in listed(noun, trashed=True)
    with pytest.raises(NotThere):
        standard.edit(admin(), entity, record.pk, {})
    standard.restore(admin(), entity, record.pk)
    assert record.pk in listed(noun)
    assert {id for id, after in entity.dump(fresh(record)).items() if after != dumped[id]} == {"updated_at"}
    assert [line.verb for line in lines(noun, record)] == ["create", "delete", "restore"]


@pytest.mark.parametrize("noun", DELETED)
def test_deleting_and_creating_can_be_undone(noun: str) -> None:
    record = made(noun)
    for gone in (True, False, True):
        undo(admin(), lines(noun, record)[-1])
        assert visible_to(admin(), type(record)).filter(pk=record.pk).exists() != gone


# -- history, search, replay ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("noun", NOUNS)
def test_history_tells_of_every_line(noun: str) -> None:
    record = made(noun)
    if noun in DELETED:
        standard.delete(admin(), named(noun), record.pk)
        standard.restore(admin(), named(noun), record.pk)
    told = history(admin(), fresh(record)).happenings
    assert [happening.line.id for happening in reversed(told)] == [line.id for line in lines(noun, record)]


@pytest.mark.parametrize("noun", NOUNS)
def test_the_record_as_it_was_just_now_is_the_record(noun: str) -> None:
    record = fresh(made(noun))
    past = past_of(admin(), record, timezone.now())
    before, now = (named(noun).dump(each) for each in (past.record, record))
    assert {id: before[id] for id in past.fields if id in before} == {id: now[id] for id in past.fields if id in now}


@pytest.mark.parametrize("noun", [noun for noun in NOUNS if named(noun).searched])
def test_every_searched_field_finds_the_record(noun: str) -> None:
    entity = named(noun)
    for field in (field for field in entity.searched if field.id in varied(noun)):
        words = f"Quarzwind{field.id.replace('_', '')}"
        given = f"{words}@concerto.example" if field.kind.id == "email" else words
        record = made(noun, **{field.id: given})
        assert record.pk in {hit.record.pk for hit in search(admin(), words[:9], within=[entity], most=100)}, field.id


def replayed(noun: str, record: Record) -> dict[str, Any]:
    """A record as its journal alone tells it."""
    entity = named(noun)
    state = {id: field.kind.dump(field, field.kind.empty) for id, field in entity.written.items()}
    for line in lines(noun, record):
        for id, (before, after) in line.changes.items():
            assert before in (state.setdefault(id, before), None), (line.id, id)  # verbs also write what nobody types
            state[id] = after
    return {id: state[id] for id in entity.written}


def as_it_is(noun: str, record: Record) -> dict[str, Any]:
    return {id: field.dump(record) for id, field in named(noun).written.items()}


@pytest.mark.parametrize("noun", NOUNS)
def test_the_journal_adds_up_to_the_record(noun: str) -> None:
    entity, record = named(noun), made(noun)
    if noun in EDITED:
        for _round in range(3):
            standard.edit(admin(), entity, record.pk, {id: value(field) for id, field in varied(noun).items()})
            standard.edit(
                admin(), entity, record.pk, {id: None for id, field in varied(noun).items() if not field.required}
            )
            undo(admin(), lines(noun, record)[-1])
    assert replayed(noun, record) == as_it_is(noun, fresh(record))


@pytest.mark.parametrize("noun", NOUNS)
def test_the_journal_adds_up_to_everything_the_cast_has_done(noun: str) -> None:
    for record in named(noun).model.everything.all():
        assert replayed(noun, record) == as_it_is(noun, record), record.pk
