"""New records into the database, and what belongs to them: the phones of the customers of a slice, each once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.bulk import add_many, in_halves
from concerto.kernel.actions.refusal import Forbidden, Refused
from concerto.kernel.actions.standard import CREATE
from concerto.kernel.entity.among import ids
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import named
from concerto.kernel.imports.batch.model import Import, Rejection
from concerto.kernel.imports.beside import Given, made
from concerto.kernel.imports.deciding import problems_of
from concerto.kernel.imports.rows import Row
from concerto.kernel.text.sentences import kept

OUT_OF_REACH = _("You may not bring in a record like this one.")
Fresh = tuple[Row, Record]


def add_within_reach(
    actor: Actor, entity: Entity, fresh: Sequence[tuple[int, Record]], *, indexed: bool = False
) -> None:
    """Keep new records, each with the line that says it. Raises Refused where one would lie outside what the actor may
    bring in, or the database refuses one: then none is kept."""
    add_many(actor.doing(CREATE), entity, fresh, indexed=indexed)
    added = {record.pk for _number, record in fresh}
    if visible_to(actor, entity.model, Act.IMPORT).filter(ids(added)).count() != len(added):
        raise Forbidden(OUT_OF_REACH)


@dataclass
class StoringBeside:
    """Writes what rows say beside their records. `kept`: noun → how many came of it."""

    actor: Actor
    batch: Import
    kept: Counter[str] = field(default_factory=Counter)

    def keep(self, rows: Sequence[tuple[int, Row]]) -> None:
        """Each row with the id of its record. What cannot be kept is told with its row, which stays."""
        first: dict[tuple[int, Given], Row] = {}
        for above, row in rows:
            for given in row.beside:
                first.setdefault((above, given), row)
        for noun in sorted({given.noun for _above, given in first}):
            entity = named(noun)
            said = [
                (row, made(self.actor, entity, above, given))
                for (above, given), row in first.items()
                if given.noun == noun
            ]
            refused = self._add(entity, said)
            self.kept[noun] += len(said) - len(refused)
            self._tell(refused)

    def _add(self, entity: Entity, fresh: Sequence[Fresh]) -> list[tuple[Row, Refused]]:
        refused: list[tuple[Row, Refused]] = []
        in_halves(
            fresh,
            lambda part: add_within_reach(self.actor, entity, [(row.number, record) for row, record in part]),
            lambda one, why: refused.append((one[0], why)),
        )
        return refused

    def _tell(self, refused: Sequence[tuple[Row, Refused]]) -> None:
        by_row = {
            row.number: (row, [("", kept(problem)) for problem in problems_of(why).values()]) for row, why in refused
        }
        told = [
            Rejection(batch=self.batch, row=number, cells=list(row.cells), reason=reason, whole=False)
            for number, (row, reason) in by_row.items()
        ]
        Rejection.objects.bulk_create(told, ignore_conflicts=True)
