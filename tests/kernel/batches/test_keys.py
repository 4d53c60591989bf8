"""What is begun by an API token goes on in the worker within the token's limits, and ends with the token."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from concerto.customers.customer.model import Customer
from concerto.kernel.access.actor import API, IMPORT, Actor
from concerto.kernel.access.token.actions import revoke
from concerto.kernel.access.token.keys import going_on, issue
from concerto.kernel.access.token.model import Token
from concerto.kernel.actions import standard
from concerto.kernel.batches import beginning
from concerto.kernel.batches.batch.model import Batch
from concerto.kernel.batches.beginning import begin
from concerto.kernel.batches.jobs import carry_out
from concerto.kernel.batches.selection import Selection
from concerto.kernel.entity.registry import named
from concerto.kernel.imports import slices
from concerto.kernel.imports.beginning import agree, take
from concerto.kernel.imports.jobs import bring_in
from concerto.kernel.imports.storing import Storing
from tests import cast

REVOKED = "The API token with which this was begun was revoked or has expired."
CUSTOMER = named("customer")


@pytest.fixture(autouse=True)
def nothing_is_small(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.FILES = tmp_path
    monkeypatch.setattr(beginning, "SMALL", 0)


def by_key(username: str, door: str = API, **limits: Any) -> tuple[Actor, Token]:
    person = cast.person_called(username).pk
    issue(cast.acting(username), person=person, name="Program", **limits)
    token = Token.everything.latest("pk")
    assert isinstance(token, Token)
    return going_on(person, token.pk, door), token


def fresh(batch: Batch) -> Batch:
    found = Batch.everything.get(pk=batch.pk)
    assert isinstance(found, Batch)
    return found


def narrowed(token: Token, **limits: Any) -> None:
    Token.everything.filter(pk=token.pk).update(**limits)


def test_a_mass_change_keeps_the_limits_of_its_key(db: None) -> None:
    actor, token = by_key("data", nouns=["customer"])
    batch = begin(actor, CUSTOMER, "edit", {"stage": "refer"}, Selection())
    narrowed(token, acts=["read"])
    carry_out(batch.pk)
    total = fresh(batch).total
    assert (fresh(batch).status, fresh(batch).changed, fresh(batch).refused) == ("done", 0, total)
    narrowed(token, acts=[])
    again = begin(actor, CUSTOMER, "edit", {"stage": "refer"}, Selection())
    carry_out(again.pk)
    assert (fresh(again).status, fresh(again).changed) == ("done", total)


@pytest.mark.parametrize("ended", ["revoked", "left"])
def test_nobody_goes_on_for_a_key_that_was_revoked_or_a_person_who_left(db: None, ended: str) -> None:
    actor, token = by_key("data")
    batch = begin(actor, CUSTOMER, "edit", {"stage": "refer"}, Selection())
    if ended == "revoked":
        revoke(cast.acting("data"), token)
    else:
        standard.edit(cast.acting("admin"), named("person"), cast.person_called("data").pk, {"left_at": "2026-01-31"})
    carry_out(batch.pk)
    told = REVOKED if ended == "revoked" else "The person who began this has left."
    assert (fresh(batch).status, fresh(batch).changed, fresh(batch).problem) == ("stopped", 0, told)


def test_an_import_ends_with_its_key(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    actor, token = by_key("data", door=IMPORT)
    batch = take(actor, CUSTOMER, "new.csv", BytesIO(b"Name\nFirst\n" + b"Next\n" * 1200))
    agree(actor, batch, {"Name": "name"}, "create")
    keep = Storing.keep

    def kept_then_revoked(storing: Storing, rows: Any) -> Any:
        counts = keep(storing, rows)
        if not Token.everything.filter(pk=token.pk).exclude(revoked_at=None):
            revoke(cast.acting("data"), token)
        return counts

    monkeypatch.setattr(Storing, "keep", kept_then_revoked)
    monkeypatch.setattr(slices, "SLICE", 1000)
    bring_in(batch.pk)
    batch.refresh_from_db()
    assert (batch.rows, batch.created, batch.problem) == (1000, 1000, REVOKED)
    assert batch.finished_at and Customer.everything.filter(name="First").count() == 1
