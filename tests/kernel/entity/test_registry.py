"""Nouns are found by name, by path and by model, and none gives out rows without an actor."""

from __future__ import annotations

import pytest

from concerto.customers.customer.model import Customer
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.record import NoActor
from concerto.kernel.entity.registry import Undescribed, entities, entity_of, find, named
from concerto.kernel.journal.model import Bookmark
from tests.cast import customer_of
from tests.kernel.specimen import described


def test_a_noun_is_found_by_id_and_by_path() -> None:
    assert named("customer") is named("customers") is entity_of(Customer) is entity_of(Customer())


@pytest.mark.parametrize("name", ["", "Customer", "customer/", "customers ", "__class__"])
def test_an_unknown_noun_is_not_found(name: str) -> None:
    assert find(name) is None
    with pytest.raises(Undescribed, match="there is no noun called"):
        named(name)


def test_a_model_without_a_description_is_told() -> None:
    with pytest.raises(Undescribed, match=r"Bookmark has no entity\.py"):
        entity_of(Bookmark)


def test_two_nouns_of_one_name_are_refused(specimen: Entity) -> None:
    with pytest.raises(ValueError, match="two nouns are called specimen"):
        described()


@pytest.mark.parametrize("one", ["id", "path", "prefix"])
def test_names_are_unique(one: str) -> None:
    names = [getattr(entity, one) for entity in entities()]
    assert sorted(set(names)) == sorted(names)


@pytest.mark.django_db
def test_no_noun_gives_rows_without_an_actor() -> None:
    for entity in entities():
        for ask in (
            lambda entity=entity: entity.model.objects.all(),
            lambda entity=entity: entity.model.objects.get(pk=1),
        ):
            with pytest.raises(NoActor, match=r"visible_to\(actor"):
                ask()


@pytest.mark.django_db
def test_a_record_s_relations_need_an_actor_too() -> None:
    customer = customer_of("own")
    for related in ("notes", "activities", "contact_points", "ties", "subsidiaries"):
        with pytest.raises(NoActor):
            getattr(customer, related).all()
