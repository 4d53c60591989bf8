"""Whom a rule of responsibility can name: who owns the record, whom they report to, whoever looks after it for a department, a
department as a whole, a role. Ids as they are kept, labels as they are offered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.department.model import Hue
from concerto.kernel.access.roles import labels
from concerto.kernel.fields.choice import CHOICE, CHOICES
from concerto.kernel.fields.column import kept_as
from concerto.kernel.fields.kind import Label

OWNER, HEAD, SEAT, WHOLE, ROLE = "owner", "head", "seat", "all", "role"
LONGEST = 60


def offered() -> Mapping[str, Label]:
    """Id → label. Of a seat and a department the part behind the dash is a colour, of a role its id."""
    seats = {
        f"{SEAT}-{hue}": format_lazy(_("Who looks after it in: {department}"), department=label)
        for hue, label in Hue.choices
    }
    parts = {
        f"{WHOLE}-{hue}": format_lazy(_("The whole department: {department}"), department=label)
        for hue, label in Hue.choices
    }
    roles = {f"{ROLE}-{id}": format_lazy(_("Role: {role}"), role=label) for id, label in labels().items()}
    return {OWNER: _("Whoever owns the record"), HEAD: _("Whom the owner reports to"), **seats, **parts, **roles}


def one(label: Label, **more: Any) -> Any:
    column = kept_as(CHOICE, models.CharField(label, max_length=LONGEST, default="", blank=True, **more))
    vars(column)["choices_from"] = offered
    return column


def any_number(label: Label, **more: Any) -> Any:
    column = ArrayField(models.CharField(max_length=LONGEST), verbose_name=label, default=list, blank=True, **more)
    vars(column)["choices_from"] = offered
    return kept_as(CHOICES, column)
