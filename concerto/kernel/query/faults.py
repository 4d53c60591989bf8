"""Rows in which something is wrong with a value, as a condition: `fault = "city valid"`, `fault in ("name unique")`.

Only what cannot be asked of the field itself is asked so: whether a value could be one, whether another record has it too,
whether a link leads to a record that is in the trash. The counts of data quality are counts of these very questions.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from operator import or_

from django.db.models import Count, F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import readable
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.fields.operators import ANY_OF, IS
from concerto.kernel.query.compiling import asked
from concerto.kernel.query.language import Condition, Unclear

VALID, UNIQUE, CONSISTENT = "valid", "unique", "consistent"
WORDS = ("text", "email", "phone", "url")


def faulty(actor: Actor, entity: Entity, condition: Condition) -> Q:
    """Rows with one of the faults named. Raises Unclear."""
    if condition.operator not in (IS, ANY_OF):
        raise Unclear(_("A fault is asked with = or in."))
    return reduce(or_, (one(actor, entity, written) for written in condition.values))


def one(actor: Actor, entity: Entity, written: str) -> Q:
    """The condition of one fault. Raises Unclear for a field that the actor may not know, or that has no such fault."""
    id, _space, sort = written.partition(" ")
    field = asked(actor, entity, id)
    found = _SORTS[sort](actor, entity, field) if sort in _SORTS else None
    if found is None:
        raise Unclear(_("There is no fault “%(fault)s” of these records.") % {"fault": written[:60]})
    return found


def can_be(entity: Entity, field: Field, sort: str) -> bool:
    """Whether values of a field can have such a fault at all."""
    if sort == VALID:
        return field.kind.where_wrong(field) is not None
    if sort == UNIQUE:
        return not field.is_custom and field.kind.id in WORDS
    return field.is_link and not field.is_custom and field != entity.follows and field.id in entity.written


def in_words(actor: Actor, entity: Entity, written: str) -> str:
    """A fault as people read it: “City: not valid”."""
    id, _space, sort = written.partition(" ")
    field = readable(actor, entity).get(id)
    told = {VALID: say("%(field)s: not valid"), UNIQUE: say("%(field)s: there more than once"),
            CONSISTENT: say("%(field)s: leads into the trash")}  # fmt: skip
    return told[sort] % {"field": field.label} if field and sort in told else written


def _wrong(actor: Actor, entity: Entity, field: Field) -> Q | None:
    return field.kind.where_wrong(field)


def _alike(actor: Actor, entity: Entity, field: Field) -> Q | None:
    """The same words in another record that the actor may see, in whatever case."""
    if not can_be(entity, field, UNIQUE):
        return None
    words = (
        visible_to(actor, entity.model)
        .exclude(field.where_empty())
        .order_by()
        .annotate(_word=Lower(F(field.attribute)))
    )
    several = words.values("_word").annotate(_times=Count("pk")).filter(_times__gt=1).values("_word")
    return Q((f"{field.attribute}__lower__in", several))


def _gone(actor: Actor, entity: Entity, field: Field) -> Q | None:
    return Q((f"{field.id}__trashed_at__isnull", False)) if can_be(entity, field, CONSISTENT) else None


_SORTS: Mapping[str, Callable[[Actor, Entity, Field], Q | None]] = {VALID: _wrong, UNIQUE: _alike, CONSISTENT: _gone}
