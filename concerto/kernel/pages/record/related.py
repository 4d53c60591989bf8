"""Panels beside a record: what nouns draw themselves, and one for every noun that links to it. Counts and rows are the reader's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.access.kept import kept
from concerto.kernel.access.rights import may, readable, scopes, writable
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.duplicates.deciding import MOST_PAIRS, pairs_of
from concerto.kernel.duplicates.linking.weights import probability
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.policy import Act, Scope
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.registry import entities
from concerto.kernel.pages.panels import Line, Panel, Place, drawn_on
from concerto.kernel.pages.record.look import Look, text_of
from concerto.kernel.pages.record.sentences import inside
from concerto.kernel.query.listing import Asked, Count, count, loaded
from concerto.kernel.query.veil import veil
from concerto.kernel.statements.kept import Slot
from concerto.kernel.ui.addresses import list_address, new_address, record_address, with_query
from concerto.kernel.ui.sight import Sight, sight_of

SHOWN = 5


def with_facts(look: Look) -> list[Panel]:
    """The panels that stand with the facts and have something to say to this actor; those with nothing in them come last."""
    return _telling(_drawn(look, Place.FACTS))


def on_top(look: Look) -> list[Panel]:
    """The same for what stands above the timeline."""
    return _telling(_drawn(look, Place.TOP))


def beside(look: Look) -> list[Panel]:
    """The same for what stands beside the facts."""
    return _telling(_beside(look))


def _telling(panels: Iterable[Panel]) -> list[Panel]:
    return sorted((panel for panel in panels if panel.lines or panel.add), key=lambda panel: not panel.lines)


def _drawn(look: Look, place: Place) -> Iterator[Panel]:
    for each in drawn_on(look.entity):
        if each.place is place and (panel := each.draw(look)):
            yield panel


def _beside(look: Look) -> Iterator[Panel]:
    if look.entity.alike and (alike := seems_alike(look)):
        yield alike
    yield from _drawn(look, Place.BESIDE)
    replaced = {link for each in drawn_on(look.entity) for link in each.instead_of}
    for entity in entities():
        for link in entity.links:
            if (entity.model, link.id) not in replaced and _tells_more(entity, link, look):
                yield derived(look, entity, link)


def seems_alike(look: Look) -> Panel | None:
    """Records that seem to be the same as this one; who sees both is told, who may merge them is led there."""
    pairs = pairs_of(look.actor, look.entity, look.record.pk)
    if not pairs:
        return None
    ids = [pair.other if pair.one == look.record.pk else pair.one for pair in pairs]
    seen = visible_to(look.actor, look.entity.model).filter(pk__in=ids)
    rows = {row.pk: row for row in loaded(look.entity, seen, links=True)}
    sight = sight_of(look.actor, look.entity, list(rows.values()))
    may = look.may_edit and look.may_delete
    lines = [
        Line(
            sight.title_of(rows[id]),
            f"{look.address}/merge?with={id}" if may else record_address(look.entity, id),
            record=rows[id],
            end=f"{probability(pair.weight):.0%}",
        )
        for id, pair in zip(ids, pairs, strict=True)
        if id in rows
    ]
    return Panel("alike", _("Seem to be the same"), lines, Count(len(lines), exact=len(lines) < MOST_PAIRS))


def _tells_more(entity: Entity, link: Field, look: Look) -> bool:
    """Whether a panel of `entity` by `link` would say what the page does not: entries stand on the timeline already."""
    if link.target is not look.entity.model or not may(look.actor, entity, Act.READ):
        return False
    on_timeline = entity.entry and entity.follows == link
    return not on_timeline and link.id in readable(look.actor, entity)


def derived(look: Look, entity: Entity, link: Field) -> Panel:
    """The panel of the records that link here. What belongs to the record can be added even where there is none yet."""
    rows, total = linked_rows(look, entity, link)
    sight = sight_of(look.actor, entity)
    return Panel(
        id=f"{entity.id}-{link.id}",
        label=label_of(entity, link),
        lines=[line_of(sight, link, row) for row in rows],
        count=total,
        all=list_address(entity, filter=f"{link.id} = {look.code}"),
        add=add_address(look, entity, link) if rows or entity.follows == link else "",
        add_label=_("Add %(noun)s") % {"noun": inside(entity.label)},
    )


def label_of(entity: Entity, link: Field) -> str:
    """“Memberships”, or “People · Reports to” where the noun links to the same kind of record in several ways."""
    ways = [other for other in entity.links if other.target is link.target]
    return str(entity.plural) if len(ways) == 1 else f"{entity.plural} · {link.label}"


def linked_rows(look: Look, entity: Entity, link: Field) -> tuple[Sequence[Any], Count]:
    """The first rows whose `link` leads to this record, and how many there are."""
    if not look.has(entity, link):
        return (), Count(0, exact=True)
    only = Q((link.attribute, look.record.pk))
    if link.is_custom:
        return first_rows(look.actor, entity, only)
    return _counted(look.actor, entity, _linking(look.actor, entity, link).rows(id=look.record.pk), only)


@kept
def _linking(actor: Actor, entity: Entity, link: Field) -> QuerySet[Record]:
    return _first(actor, entity, Q((link.attribute, Slot("id"))))


def first_rows(actor: Actor, entity: Entity, only: Q) -> tuple[Sequence[Any], Count]:
    """The first rows for which `only` holds, and how many there are; a second query only where there are more."""
    return _counted(actor, entity, list(_first(actor, entity, only)), only)


def _first(actor: Actor, entity: Entity, only: Q) -> QuerySet[Record]:
    """Rows come with what they link to only where a line needs it: for the hue of people, and where a title may be empty."""
    rows = visible_to(actor, entity.model).filter(only).order_by("sort_key", "pk")
    return loaded(entity, rows, links=needs_links(entity))[: SHOWN + 1]


def needs_links(entity: Entity) -> bool:
    return not entity.title.required or entity.person is True


def _counted(actor: Actor, entity: Entity, rows: list[Record], only: Q) -> tuple[Sequence[Any], Count]:
    first = veil(actor, entity, rows) if needs_links(entity) else rows
    if len(first) <= SHOWN:
        return first, Count(len(first), exact=True)
    return first[:SHOWN], count(actor, entity, Asked(only=only))


def line_of(sight: Sight, link: Field, row: Record) -> Line:
    """A row by its title; where that is empty, as of a tie between two records, by the first of its other words."""
    entity = sight.entity
    titled = not entity.title.kind.is_empty(entity.title.value(row))
    words = list(_words(sight, link, row))
    title = sight.title_of(row) if titled or not words else words.pop(0)
    mark = row if has_mark(entity) else None
    return Line(title, record_address(entity, row.pk), icon=entity.icon, record=mark, end=words[0] if words else "")


def _words(sight: Sight, link: Field, row: Record) -> Iterator[str]:
    """What the columns of a row say beside its title and the link that led here."""
    entity = sight.entity
    for field in entity.columns:
        told = field in (entity.title, entity.title_zh, link) or field.kind.id == "yes-no"
        told = told or (field.is_link and entity.title.required)
        if not told and field.id in sight.fields and not sight.is_masked(field):
            words = text_of(sight, field, row)
            if words:
                yield words


def has_mark(entity: Entity) -> bool:
    """People, organisations and departments are drawn; other things carry their noun's icon."""
    return entity.person is not False or entity.id == "department"


def add_address(look: Look, entity: Entity, link: Field) -> str:
    """The form that adds such a record to this one; "" where the actor may not."""
    if link.id not in writable(look.actor, entity) or not _may_add(look, entity, link):
        return ""
    return with_query(new_address(entity), **{link.id: look.record.pk, "back": look.address})


def _may_add(look: Look, entity: Entity, link: Field) -> bool:
    """What may be added to editable records only is offered on records that this actor may edit."""
    if look.actor.is_system:
        return True
    given = scopes(look.actor, entity, Act.CREATE)
    return bool(given - {Scope.EDITABLE}) or (bool(given) and (entity.follows != link or look.may_edit))
