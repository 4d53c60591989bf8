"""Each wrong description stops the start under its own id, and says where and what to do."""

from __future__ import annotations

import inspect
import re
from typing import Any

import pytest

from concerto.kernel.entity import checks
from concerto.kernel.entity.checks import WronglyDescribed, mistakes_in, refuse_wrong_declarations
from concerto.kernel.entity.entity import Entity, Head, Section
from concerto.kernel.entity.policy import (
    ADMINISTRATOR,
    ALL,
    DEPARTMENT,
    EDITABLE,
    NONE,
    OWN,
    READABLE,
    TEAM,
    TREE,
    Scope,
    rows,
)
from concerto.kernel.entity.registry import entities
from tests.kernel.specimen import PAGE, Specimen, described, own_registry


def scoped(scope: Scope) -> dict[str, Any]:
    return {"access": [rows(ADMINISTRATOR, read=scope)], "owner": None}


WRONG: dict[str, dict[str, Any]] = {
    "unplaced": {"page": [Section("All", *PAGE[1:])]},
    "placed-twice": {"page": [Section("All", *PAGE), Section("Again", Specimen.name)]},
    "title": {"title": Specimen.number},
    "steps": {"head": Head(steps=Specimen.number)},
    "quiet-columns": {
        "columns": [Specimen.words],
        "quiet": [Specimen.words],
        "page": [Section("All", *set(PAGE) - {Specimen.words})],
        "search": [],
    },
    "scopes": scoped(OWN),
    "unreadable-for-all": {"access": [rows(ADMINISTRATOR, read=NONE)]},
}


def wrong(**different: Any) -> list[str]:
    with own_registry():
        return [mistake.id for mistake in mistakes_in(described(**different))]


def test_every_check_is_tried() -> None:
    known = re.findall(r"^def _(\w+)\(entity: Entity\) -> Found:", inspect.getsource(checks), re.MULTILINE)
    assert {name.replace("_", "-") for name in known} == WRONG.keys()


def test_the_specimen_is_right(specimen: Entity) -> None:
    assert list(mistakes_in(specimen)) == []


@pytest.mark.parametrize("id", sorted(WRONG))
def test_a_wrong_description_is_told_by_its_id(id: str) -> None:
    assert wrong(**WRONG[id]) == [f"specimen.{id}"]


@pytest.mark.parametrize("scope", [OWN, TEAM, DEPARTMENT, TREE, READABLE, EDITABLE])
def test_a_scope_needs_what_it_looks_at(scope: Scope) -> None:
    assert wrong(**scoped(scope)) == ["specimen.scopes"]
    assert wrong(**scoped(ALL)) == []


def test_the_start_stops_and_names_every_mistake() -> None:
    with own_registry():
        described(title=Specimen.number, access=[])
        with pytest.raises(WronglyDescribed) as stopped:
            refuse_wrong_declarations()
    told = str(stopped.value)
    assert "specimen.title" in told
    assert "specimen.unreadable-for-all" in told
    assert "specimen.py:" in told
    assert told.count("hint:") == 2


def test_the_house_is_described_right() -> None:
    assert [mistake for entity in entities() for mistake in mistakes_in(entity)] == []
