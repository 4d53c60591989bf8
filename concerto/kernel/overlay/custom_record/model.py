"""The records of all nouns that administrators described, in one table; each noun reads and writes those that are its own."""

from __future__ import annotations

from functools import cache
from typing import Any, ClassVar

from django.apps.registry import Apps
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.record import Closed, Record
from concerto.kernel.fields import link, text
from concerto.kernel.fields.tags import tagged


class CustomRecord(Record):
    """One record. Never used itself, but through the class of its noun: see `model_of`."""

    noun_id: ClassVar[str] = ""

    noun = models.CharField(max_length=40, editable=False)
    name = text(_("Name"), required=True, longest=200)
    owner = link(_("Owner"), "kernel.Person", related_name="+")
    department = link(_("Department"), "kernel.Department", related_name="+")

    class Meta(Record.Meta):
        indexes = [
            models.Index(fields=["noun", "sort_key", "id"], name="custom_record_sorted"),
            models.Index(fields=["noun", "updated_at", "id"], name="custom_record_changed"),
            models.Index(fields=["noun", "created_at", "id"], name="custom_record_created"),
            GinIndex(fields=["search"], name="custom_record_search"),
            tagged("custom_record"),
        ]

    def __init__(self, *given: Any, **named: Any) -> None:
        """A new record is of the noun of its class; rows as the database gives them say themselves what they are."""
        if not given:
            named.setdefault("noun", self.noun_id)
        super().__init__(*given, **named)


class OfNoun(models.Manager[Any]):
    """The rows of one noun."""

    def __init__(self, noun: str) -> None:
        super().__init__()
        self.noun = noun

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(noun=self.noun)


@cache
def model_of(noun: str) -> type[CustomRecord]:
    """The class of a noun's records, the same for as long as the process runs. Django keeps it in a registry of its own:
    in the common one a new class would make every other forget what it knows, under the feet of other threads."""
    meta = type("Meta", (), {"proxy": True, "app_label": "kernel", "apps": Apps(), "base_manager_name": "everything"})
    within = {"__module__": __name__, "Meta": meta, "noun_id": noun, "objects": Closed(), "everything": OfNoun(noun)}
    return type(noun.replace("-", "_"), (CustomRecord,), within)
