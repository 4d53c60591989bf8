"""What every record has: an id, a version, two moments, a place in the trash, and what search and sorting need."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.kernel.fields import moment, tags


class NoActor(RuntimeError):
    """Somebody asked a noun for its rows without saying for whom: ask `visible_to(actor, Noun)` instead."""


class Closed(models.Manager[Any]):
    """The default manager. It refuses, so that no row is ever read without an actor by accident."""

    def get_queryset(self) -> NoReturn:
        raise NoActor(f"{self.model.__name__}: start from visible_to(actor, {self.model.__name__})")


class Record(models.Model):
    """The base of every noun. Rows change only through actions, and each change raises `version` by one."""

    id = models.BigAutoField(primary_key=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = moment(_("Created on"), null=False, editable=False)
    updated_at = moment(_("Changed on"), null=False, editable=False)
    trashed_at = moment(_("In the trash since"), editable=False)
    tags = tags(_("Tags"))
    sort_key = models.CharField(max_length=200, default="", editable=False)
    search = SearchVectorField(null=True, editable=False)
    custom: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        default=dict, db_default=models.Value({}, models.JSONField()), editable=False
    )  # fields that administrators added, by id: see entity/custom.py

    typed: Mapping[str, str] = {}  # what was typed where cleaning made something else of it: for the journal's line

    objects = Closed()
    everything = models.Manager["Record"]()  # for the kernel alone: no row scope is applied

    class Meta:
        abstract = True
        base_manager_name = "everything"
