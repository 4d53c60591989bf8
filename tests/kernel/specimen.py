"""A noun with a field of every kind, known to tests only: described in a registry and kept in a table of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps.registry import Apps
from django.db import models

from concerto.kernel.access.person.model import Person
from concerto.kernel.entity import registry
from concerto.kernel.entity.entity import Entity, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, OWN, Act, Role, rows
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import (
    choice,
    choices,
    day,
    email,
    link,
    long_text,
    moment,
    money,
    text,
    url,
    whole,
    year,
    yes_no,
)


class Colour(models.TextChoices):
    RED = "red", "Red"
    GREEN = "green", "Green"
    BLUE = "blue", "Blue"


class Specimen(Record):
    """One column of every kind, and a second of those that may be required or not."""

    name = text("Name", required=True)
    words = text("Words", longest=40)
    prose = long_text("Prose")
    mail = email("Mail")
    address = url("Address")
    colour = choice("Colour", Colour)
    size = choice("Size", Colour, required=True, default=Colour.RED)
    marks = choices("Marks", Colour)
    number = whole("Number", least=-1000, most=1000)
    founded = year("Founded")
    amount = money("Amount")
    on = day("On")
    at = moment("At")
    agreed = yes_no("Agreed")
    parent = link("Part of", "self", tree=True, related_name="+")
    keeper = link("Keeper", Person, related_name="+")
    seen = moment("Seen", editable=False)

    class Meta:
        app_label = "specimen"
        apps = Apps()
        constraints = [
            models.UniqueConstraint(fields=["words"], condition=~models.Q(words=""), name="specimen_words_once",
                                    violation_error_message="These words are taken."),
            models.CheckConstraint(condition=models.Q(number=None) | ~models.Q(number=13), name="specimen_number_lucky",
                                   violation_error_message="Thirteen brings bad luck."),
        ]  # fmt: skip


MASKED, HIDDEN, LOCKED = Role("masked", "Masked"), Role("hidden", "Hidden"), Role("locked", "Locked")
PAGE = (
    Specimen.name, Specimen.words, Specimen.prose, Specimen.mail, Specimen.address, Specimen.colour, Specimen.size,
    Specimen.marks, Specimen.number, Specimen.founded, Specimen.amount, Specimen.on, Specimen.at, Specimen.agreed,
    Specimen.parent, Specimen.keeper, Specimen.seen,
)  # fmt: skip


@contextmanager
def own_registry() -> Iterator[None]:
    """Descriptions made inside are forgotten outside."""
    kept_in = (registry._by_id, registry._by_model, registry._by_prefix)
    befores = [dict(kept) for kept in kept_in]  # type: ignore[call-overload]  # of different keys
    try:
        yield
    finally:
        for kept, before in zip(kept_in, befores, strict=True):
            kept.clear()
            kept.update(before)  # type: ignore[arg-type]  # two dictionaries, each with its own copy


def described(**different: Any) -> Entity:
    """The specimen's description, with whatever a test wants to be different about it."""
    usual = {
        "id": "specimen",
        "path": "specimens",
        "prefix": "SPEC",
        "label": "Specimen",
        "plural": "Specimens",
        "icon": "flask",
        "title": Specimen.name,
        "columns": [Specimen.name],
        "page": [Section("All", *PAGE)],
        "derived": [Specimen.seen],
        "search": [Specimen.name, Specimen.words],
        "owner": Specimen.keeper,
        "access": [
            rows(ADMINISTRATOR, **dict.fromkeys(("read", "create", "edit", "delete", "export", "import_"), ALL)),
            rows(EVERYONE, read=OWN, create=OWN, edit=OWN, delete=OWN),
            rows(MASKED, read=ALL).masking(Specimen.amount, Specimen.words),
            rows(HIDDEN, read=ALL).hiding(Specimen.amount, Specimen.keeper),
            rows(LOCKED, read=ALL, edit=ALL).locking(Specimen.amount),
        ],
    }
    return Entity(Specimen, **(usual | different))


ACTS = tuple(Act)
