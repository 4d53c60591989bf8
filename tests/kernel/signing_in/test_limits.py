"""How far a key reaches holds on every path, also where work is done later or by somebody else."""

from __future__ import annotations

from typing import Any

import pytest

from concerto.kernel.access.actor import API, Actor, Limits
from concerto.kernel.access.rights import may, readable, writable
from concerto.kernel.access.token.model import Token
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions import standard
from concerto.kernel.actions.refusal import Forbidden, Invalid, Refused
from concerto.kernel.batches.beginning import begin, undo_batch
from concerto.kernel.batches.selection import Selection
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import entities, named
from concerto.kernel.exports.running import outgoing
from concerto.kernel.query.listing import Asked
from tests.cast import acting, customer_of, made, person_called
from tests.hashes import held
from tests.kernel.signing_in.test_keys import api, key_of

pytestmark = pytest.mark.django_db
ALL_CUSTOMERS = Selection(filter="city is not empty")


def limited(*nouns: str, acts: tuple[str, ...] = ()) -> Actor:
    """An administrator by a key of these limits."""
    return acting("admin", API).limited(Limits.of(acts, nouns))


def test_of_other_nouns_nothing_is_there() -> None:
    actor = limited("customer")
    others = [entity for entity in entities() if entity.id != "customer"]
    assert [(each.id, act) for each in others for act in Act if may(actor, each, act)] == []
    assert [each.id for each in others if readable(actor, each) or writable(actor, each)] == []
    assert [each.id for each in others if visible_to(actor, each.model).exists()] == []
    assert (
        visible_to(actor, named("customer").model).count()
        == visible_to(acting("admin"), named("customer").model).count()
    )


def test_a_reading_key_changes_nothing_in_bulk() -> None:
    client = api(key_of("admin", acts=["read"]))
    before = held()
    item = {"do": "edit", "id": customer_of("own").pk, "values": {"city": "x"}}
    answer = client.post("/api/v1/customers/bulk", {"items": [item]}, content_type="application/json")
    assert answer.status_code == 403
    assert {name for name, rows in held().items() if rows != before[name]} <= {"kernel_token"}


@pytest.mark.parametrize("limits", [{"acts": ("read",)}, {"nouns": ("batch", "token")}], ids=str)
def test_no_mass_change_goes_further(limits: Any) -> None:
    before = held()
    with pytest.raises(Refused):
        begin(
            limited(*limits.get("nouns", ()), acts=limits.get("acts", ())),
            named("customer"),
            "edit",
            {"city": "x"},
            ALL_CUSTOMERS,
        )
    assert held() == before


def test_a_verb_that_reading_people_may_do_is_no_mass_change_of_a_reading_key() -> None:
    key_of("admin")
    with pytest.raises(Forbidden):
        begin(limited(acts=("read",)), named("token"), "revoke", {}, Selection(ids=(Token.everything.latest("pk").pk,)))


def test_what_somebody_did_is_not_taken_back_by_a_key_that_may_not_do_it() -> None:
    done = begin(acting("admin"), named("customer"), "edit", {"city": "x"}, ALL_CUSTOMERS)
    with pytest.raises(Forbidden):
        undo_batch(limited("batch"), done)


def test_nothing_is_taken_out() -> None:
    with pytest.raises(Forbidden):
        outgoing(limited(acts=("read",)), named("customer"), Asked(), format="csv")
    with pytest.raises(Forbidden):
        outgoing(limited("export"), named("customer"), Asked(), format="csv")


def test_nothing_is_passed_on() -> None:
    """Neither a role, nor a record, nor what a webhook would tell."""
    with pytest.raises(Invalid):
        standard.edit(limited("person"), named("person"), person_called("newcomer").pk, {"roles": ["sales"]})
    hook = {"name": "Hook", "url": "https://hooks.example/in", "person": "admin"}
    with pytest.raises(Invalid):
        made(limited("webhook", "person"), "webhook", hook | {"nouns": ["customer"]})
    code = named("customer").code(customer_of("own").pk)
    with pytest.raises(Invalid):
        made(limited("grant", "person"), "grant", {"subject": code, "person": "newcomer"})
