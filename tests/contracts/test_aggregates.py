"""What rows come to is what the rows are: of every noun, for everybody of the cast, by every field that groups."""

from __future__ import annotations

import pytest

from concerto.kernel.access.rights import readable
from concerto.kernel.entity.registry import named
from concerto.kernel.query.aggregate import aggregate
from concerto.kernel.query.listing import Asked, count
from tests.cast import acting, api_of
from tests.contracts.making import NOUNS
from tests.contracts.test_matrix import PRESENT
from tests.contracts.turns import in_turn

pytestmark = pytest.mark.django_db
TURNS = 4  # everybody asks for every fourth thing: each is asked by five people


@pytest.mark.parametrize("username", PRESENT)
def test_the_groups_hold_every_row_of_the_list_once(username: str) -> None:
    actor = acting(username)
    for noun in in_turn(NOUNS, PRESENT.index(username), 2):
        entity = named(noun)
        expected = count(actor, entity, Asked()).value
        ways = [field.id for field in readable(actor, entity).values() if field.kind.steps]
        for way in ["", *in_turn(ways, PRESENT.index(username) // 2, TURNS)]:
            found = aggregate(actor, entity, Asked(), group=way)
            assert sum(group.measured["count"] for group in found.groups) == expected, (noun, way)


@pytest.mark.parametrize("username", PRESENT)
def test_the_api_counts_as_its_list_does(username: str) -> None:
    api = api_of(username)
    for noun in in_turn(NOUNS, PRESENT.index(username), TURNS):
        listed, counted = (api.get(f"/api/v1/{named(noun).path}{below}") for below in ("", "/aggregate"))
        assert counted.status_code == listed.status_code, noun
        if listed.status_code == 200:
            assert counted.json()["groups"] == [{"count": listed.json()["count"]["value"]}], noun
