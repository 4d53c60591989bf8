"""The figures of a report as its page shows them: what was counted last, how it went on, and where the rows are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.department.model import Department
from concerto.kernel.access.rights import readable
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.fields.kind import Label
from concerto.kernel.quality.asking import Question, questions
from concerto.kernel.quality.measuring import Counts, score_of
from concerto.kernel.quality.report.model import Measure, QualityReport, Score, Slice
from concerto.kernel.query.language import quoted
from concerto.kernel.ui.addresses import list_address
from concerto.kernel.ui.trend import trend

LOOKS = 60  # the latest, of which the course is drawn


@dataclass(frozen=True)
class Figure:
    """One question: how many are faulty, how many more than at the look before, the list of them, the course."""

    label: Label
    measure: Measure
    field: str
    faulty: int
    total: int
    more: int
    rows: str
    points: str

    @property
    def good(self) -> float:
        """Percent of the records without this fault, rounded down: 100 only where there is none."""
        return int(1000 * (self.total - self.faulty) / self.total) / 10 if self.total else 100.0


@dataclass(frozen=True)
class Part:
    """A department or a source and its score."""

    label: str
    score: float
    faults: int
    rows: str


@dataclass(frozen=True)
class Figures:
    figures: list[Figure]
    measures: list[tuple[Measure, float]]
    scores: list[float]
    points: str
    departments: list[Part]
    sources: list[Part]


def figures_of(actor: Actor, entity: Entity, report: QualityReport) -> Figures:
    """The latest look with the course up to it; of fields that the actor may not read nothing is told."""
    at = _looks(report)
    series: dict[str, dict[datetime, tuple[int, int]]] = {}
    for key, when, faulty, total in Score.objects.filter(report=report.pk, slice="", at__in=at).values_list(
        "key", "at", "faulty", "total"
    ):
        series.setdefault(key, {})[when] = (faulty, total)
    told = [each for each in questions(report) if each.key in series and at and at[-1] in series[each.key]]
    figures = [_figure(entity, each, series[each.key], at) for each in told if _known(actor, entity, each)]
    figures.sort(key=lambda figure: (-figure.faulty, str(figure.label)))
    scores = [_score(series, when) for when in at]
    return Figures(
        figures, list(_by_measure(figures)), scores, trend(scores, floor=None), *_parts(actor, entity, report, at)
    )


def _looks(report: QualityReport) -> list[datetime]:
    latest = Score.objects.filter(report=report.pk).order_by("-at").values_list("at", flat=True).distinct()[:LOOKS]
    return list(latest)[::-1]


def _known(actor: Actor, entity: Entity, question: Question) -> bool:
    return not question.field or question.field in readable(actor, entity)


def _figure(
    entity: Entity, question: Question, counted: Mapping[datetime, tuple[int, int]], at: Sequence[datetime]
) -> Figure:
    faulty, total = counted[at[-1]]
    before = counted.get(at[-2], (faulty, 0))[0] if len(at) > 1 else faulty
    course = trend([counted[when][0] for when in at if when in counted], width=96, height=24)
    rows = list_address(entity, filter=question.filter)
    label = question.label(entity)
    return Figure(label, question.measure, question.field, faulty, total, faulty - before, rows, course)


def _score(series: Mapping[str, Mapping[datetime, tuple[int, int]]], at: datetime) -> float:
    counted = [each[at] for each in series.values() if at in each]
    asked = sum(total for _faulty, total in counted)
    return 100 - 100 * sum(faulty for faulty, _total in counted) / asked if asked else 100.0


def _by_measure(figures: Sequence[Figure]) -> Iterator[tuple[Measure, float]]:
    for measure in Measure:
        asked = [figure for figure in figures if figure.measure == measure]
        total = sum(figure.total for figure in asked)
        if total:
            yield measure, int(1000 * (total - sum(figure.faulty for figure in asked)) / total) / 10


def _parts(
    actor: Actor, entity: Entity, report: QualityReport, at: Sequence[datetime]
) -> tuple[list[Part], list[Part]]:
    last = Score.objects.filter(report=report.pk, at=at[-1]).exclude(slice="").order_by("value") if at else ()
    named = {str(row.pk): entity_of(row).title_of(row) for row in visible_to(actor, Department).defer("search")}
    found: dict[str, list[Part]] = {Slice.DEPARTMENT: [], Slice.SOURCE: []}
    for score in last:
        id = entity_department(entity) if score.slice == Slice.DEPARTMENT else report.source
        if id not in readable(actor, entity):
            continue
        label = named.get(score.value, "") if score.slice == Slice.DEPARTMENT else score.value
        filter = f"{id} = {quoted(score.value)}" if score.value else f"{id} is empty"
        counts = Counts(score.total, {"": score.faulty})
        found[score.slice].append(
            Part(label, float(score_of(counts)), score.faulty, list_address(entity, filter=filter))
        )
    return tuple(sorted(parts, key=lambda part: part.score) for parts in found.values())  # type: ignore[return-value]


def entity_department(entity: Entity) -> str:
    """The id of the field that says which department a record is of."""
    return next((id for id, field in entity.own_fields.items() if field.attribute == entity.department), "")
