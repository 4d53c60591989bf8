"""Every field of every noun, as the registry has it at this moment, with what the company says of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import get_language

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import may, seen
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field, in_both_languages
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import entities
from concerto.kernel.fields.kind import Label
from concerto.kernel.quality.entry.model import CatalogueEntry, Classification
from concerto.kernel.quality.report.model import QualityReport, Score
from concerto.kernel.text.cleaning import clean_line
from concerto.kernel.ui.navigation import place_of

MOST = 300  # lines of one page


@dataclass(frozen=True)
class Described:
    """A field, or (without one) a noun as a whole. `good` is the percent of records without a fault in it, None where
    nobody has looked."""

    entity: Entity
    field: Field | None
    entry: CatalogueEntry | None
    good: float | None = None

    @property
    def id(self) -> str:
        return self.field.id if self.field else ""

    @property
    def kind(self) -> str:
        return self.field.kind.id if self.field else ""

    @property
    def label(self) -> Label:
        return self.field.label if self.field else self.entity.plural

    @property
    def meaning(self) -> Label:
        """In the reader's language where it is written in it, else in the other, else what the description says."""
        written = (self.entry.meaning_zh, self.entry.meaning) if self.entry else ("", "")
        texts = written if (get_language() or "").startswith("zh") else written[::-1]
        return next(filter(None, texts), "") or (self.field.help if self.field else self.entity.about)

    @property
    def classification(self) -> str:
        return str(Classification(self.entry.classification).label) if self.entry else ""

    @property
    def words(self) -> str:
        """What it is found by."""
        labels = in_both_languages(self.field.label if self.field else self.entity.plural)
        said = (self.entry.name, self.entry.name_zh, self.entry.meaning, self.entry.meaning_zh) if self.entry else ()
        return " ".join((self.id, self.entity.id, *labels, *in_both_languages(self.entity.label), *said)).casefold()


def catalogue(actor: Actor, noun: Entity | None, q: str = "") -> list[Described]:
    """The lines of one noun, or of all; with `q` only those whose words have every word of it."""
    wanted = clean_line(q).casefold().split()
    nouns = [noun] if noun else readable_nouns(actor)
    entries = {(each.noun, each.field): each for each in
               visible_to(actor, CatalogueEntry).select_related("owner", "steward").defer("search")}  # fmt: skip
    lines = (line for entity in nouns for line in _lines(actor, entity, entries))
    return [line for line in lines if all(word in line.words for word in wanted)][:MOST]


def one(actor: Actor, entity: Entity, field: Field) -> Described:
    rows = visible_to(actor, CatalogueEntry).filter(noun=entity.id, field=field.id)
    entry = rows.select_related("owner", "steward").defer("search").first()
    return Described(entity, field, entry, goodness(actor, entity).get(field.id))


def readable_nouns(actor: Actor) -> list[Entity]:
    """In the order of the rail."""
    return sorted((entity for entity in entities() if may(actor, entity, Act.READ)), key=place_of)


def _lines(actor: Actor, entity: Entity, entries: dict[tuple[str, str], CatalogueEntry]) -> Iterator[Described]:
    good = goodness(actor, entity)
    yield Described(entity, None, entries.get((entity.id, "")))
    for id, field in seen(actor, entity).items():
        yield Described(entity, field, entries.get((entity.id, id)), good.get(id))


def goodness(actor: Actor, entity: Entity) -> dict[str, float]:
    """Field → percent of answers without a fault at the last look, for whoever may see the report."""
    report = visible_to(actor, QualityReport).filter(noun=entity.id).values_list("pk", "checked_at").first()
    if report is None or report[1] is None:
        return {}
    faulty: dict[str, tuple[int, int]] = {}
    for key, total, found in Score.objects.filter(report=report[0], slice="", at=report[1]).values_list(
        "key", "total", "faulty"
    ):
        sort, _colon, id = key.partition(":")
        if sort != "rule":
            known = faulty.get(id, (0, 0))
            faulty[id] = (known[0] + total, known[1] + found)
    return {id: int(1000 * (total - found) / total) / 10 for id, (total, found) in faulty.items() if total}
