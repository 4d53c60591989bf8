"""The stages that there are, remembered for a moment: every page that speaks of deals names some."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic

from django.db import connection

from concerto.kernel.fields.kind import Label
from concerto.kernel.fields.naming import called
from concerto.sales.stage.model import Kind, Stage

MOMENT = 2.0  # seconds for which a process may not know a stage that another one added


@dataclass(frozen=True)
class Known:
    """A stage as deals need to know it. `called` is its name, with that of its pipeline where an earlier stage has the same."""

    key: str
    called: Label
    kind: str
    probability: int
    pipeline: int
    suggestion: Label

    @property
    def is_open(self) -> bool:
        return self.kind == Kind.OPEN


_remembered: dict[str, tuple[float, Mapping[str, Known]]] = {}


def known() -> Mapping[str, Known]:
    """Key → stage, pipeline by pipeline in the order of their places."""
    database = str(connection.settings_dict["NAME"])
    at, stages = _remembered.get(database, (0.0, {}))
    if not stages or monotonic() - at > MOMENT:
        stages = _found()
        _remembered[database] = (monotonic(), stages)
    return stages


def forget() -> None:
    """Ask anew: whoever has just made stages and goes on with them."""
    _remembered.pop(str(connection.settings_dict["NAME"]), None)


def labels() -> Mapping[str, Label]:
    """Key → what the stage is called: the choices of a deal's stage."""
    return {key: stage.called for key, stage in known().items()}


def first() -> Known | None:
    """Where a new deal begins: the first open stage of the first pipeline."""
    return next((stage for stage in known().values() if stage.is_open), None)


def first_key() -> str:
    found = first()
    return found.key if found else ""


def first_pipeline() -> int | None:
    found = first()
    return found.pipeline if found else None


def keys_of(pipeline: int | None) -> list[str]:
    """The stages of one pipeline, in order."""
    return [key for key, stage in known().items() if stage.pipeline == pipeline]


def of_kind(pipeline: int | None, kind: Kind) -> str | None:
    """The first stage of a kind that a pipeline has."""
    return next((key for key in keys_of(pipeline) if known()[key].kind == kind), None)


def _found() -> dict[str, Known]:
    rows = (
        Stage.everything.filter(trashed_at=None)
        .order_by("pipeline__position", "pipeline", "position", "pk")
        .select_related("pipeline")
        .defer("search", "pipeline__search")
    )
    found: dict[str, Known] = {}
    names: set[str] = set()
    for row in rows:
        names_of_others, name = names, called(row.name, row.name_zh)
        if {row.name, row.name_zh} & names_of_others - {""}:
            of = row.pipeline
            name = called(f"{row.name} · {of.name}", f"{row.name_zh or row.name} · {of.name_zh or of.name}")
        names |= {row.name, row.name_zh}
        suggestion = called(row.suggestion, row.suggestion_zh)
        found[row.key] = Known(row.key, name, row.kind, row.probability or 0, row.pipeline_id, suggestion)
    return found
