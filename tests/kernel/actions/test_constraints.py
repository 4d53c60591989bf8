"""What only the database can know is told in words, at the field it concerns, and nothing is kept."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError

from concerto.kernel.actions import standard
from concerto.kernel.actions.refusal import Invalid
from concerto.kernel.actions.violated import problems_of
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.registry import entities, named
from tests.cast import acting, customer_of, made
from tests.hashes import held
from tests.kernel.specimen import Specimen

POINT = {"medium": "wechat", "value": "chenxing_2026"}


def told(noun: str, values: dict[str, Any]) -> dict[str, str]:
    before = held()
    with pytest.raises(Invalid) as refused:
        made(acting("admin"), noun, values)
    assert held() == before
    return {id: str(text) for id, text in refused.value.problems.items()}


@pytest.mark.django_db
def test_broken_constraints_are_told_at_their_field() -> None:
    own, person = customer_of("own").pk, customer_of("person").pk
    made(acting("admin"), "contact-point", {"customer": own, **POINT})
    assert told("contact-point", {"customer": own, **POINT}) == {
        "value": "The customer has this contact point already."
    }
    tie = {"customer": own, "other": person, "tie": "partner-of"}
    assert told("relation", tie) == {"other": "These two are tied this way already."}
    assert told("relation", {**tie, "other": own}) == {"": "A customer cannot be tied to itself."}
    assert told("person", {"username": "SALES", "name": "X"}) == {"username": "This username is taken."}
    email = {"username": "x", "name": "X", "email": "LiQing@concerto.example"}
    assert told("person", email) == {"email": "Another person has this e-mail address."}
    assert told("department", {"name": "field"}) == {"name": "There is a department of this name already."}
    assert told("team", {"name": "NORTH"}) == {"name": "There is a team of this name already."}
    assert told("membership", {"team": "North", "person": "sales"}) == {"person": "This person is in the team already."}


@pytest.mark.django_db
def test_editing_and_restoring_meet_the_same_words() -> None:
    admin, own = acting("admin"), customer_of("own").pk
    first = made(admin, "contact-point", {"customer": own, **POINT})
    standard.delete(admin, named("contact-point"), first.pk)
    second = made(admin, "contact-point", {"customer": own, **POINT})
    third = made(admin, "contact-point", {"customer": own, "medium": "wechat", "value": "another"})
    for act in (
        lambda: standard.restore(admin, named("contact-point"), first.pk),
        lambda: standard.edit(admin, named("contact-point"), third.pk, {"value": "chenxing_2026"}),
    ):
        with pytest.raises(Invalid) as refused:
            act()
        assert {id: str(text) for id, text in refused.value.problems.items()} == {
            "value": "The customer has this contact point already."
        }
    assert second.trashed_at is None


def test_the_specimen_s_constraints(specimens: Entity) -> None:
    admin = acting("admin")
    standard.create(admin, specimens, {"name": "One", "words": "taken"})
    for values, problems in (
        ({"words": "taken"}, {"words": "These words are taken."}),
        ({"number": 13}, {"": "Thirteen brings bad luck."}),
    ):
        with pytest.raises(Invalid) as refused:
            standard.create(admin, specimens, {"name": "Two", **values})
        assert refused.value.problems == problems
    assert Specimen.everything.count() == 1


def test_every_constraint_has_words_of_its_own() -> None:
    for entity in entities():
        for constraint in entity.model._meta.constraints:
            assert constraint.violation_error_message != constraint.default_violation_error_message, constraint.name


def test_what_is_nobody_s_constraint_stays_an_error() -> None:
    with pytest.raises(IntegrityError, match="foreign"):
        problems_of(named("customer"), IntegrityError("foreign"))
