"""Which records of which segments a change may bring in or out, told from what the segments ask."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from concerto.kernel.belonging.segment.model import Kept, Segment
from concerto.kernel.entity.among import ids as among
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.field import Field
from concerto.kernel.entity.registry import find, named
from concerto.kernel.journal.model import Entry
from concerto.kernel.query.language import Related, Unclear, parse, questions
from concerto.kernel.query.related import linking
from concerto.kernel.segments.refreshing import refresh
from concerto.kernel.segments.tagging import settle
from concerto.kernel.segments.waking import wake

MOST = 2000  # records looked at one by one; where more may have changed, the whole segment is counted
FOLLOWED = ("filter", "noun", "kept", "owner", "tag")


def following(noun: str = "") -> Iterator[Segment]:
    """The segments that come and go with the data; of one noun, if it is given."""
    rows = Segment.everything.filter(kept=Kept.FOLLOWING, trashed_at=None).defer("search").order_by("pk")
    yield from rows.filter(noun=noun) if noun else rows


def asked_of(segment: Segment) -> list[tuple[Entity, Field]]:
    """The nouns that a segment asks about by a link to its records. What lies behind these is left to the next count."""
    entity = named(segment.noun)
    try:
        tree = parse(segment.filter)
        return [linking(entity, each) for each in questions(tree) if isinstance(each, Related)]
    except Unclear:
        return []


def follow(lines: Sequence[Entry]) -> None:
    """Look again at the records that these lines tell of, or that are linked to by what they tell of."""
    changed: dict[str, list[Entry]] = defaultdict(list)
    for line in lines:
        changed[line.entity].append(line)
    for segment in following() if changed else ():
        ids = {line.record for line in changed.get(segment.noun, ())}
        for other, link in asked_of(segment):
            ids |= linked(other, link, changed.get(other.id, ()))
        look_again(segment, ids)


def linked(other: Entity, link: Field, lines: Sequence[Entry]) -> set[int]:
    """The records that these lines' records link to, or linked to before."""
    if not lines:
        return set()
    rows = other.model.everything.filter(among({line.record for line in lines}), **{f"{link.attribute}__isnull": False})
    before = {id for line in lines for id in line.changes.get(link.id, ()) if isinstance(id, int)}
    return before | set(rows.values_list(link.attribute, flat=True))


def look_again(segment: Segment, ids: set[int]) -> None:
    """Bring these records in or out at once; of very many, have the whole segment counted."""
    if len(ids) > MOST:
        wake(segment.pk)
    elif ids:
        moved = refresh(segment, ids)
        if segment.tag_id and (moved.joined or moved.left):
            settle(segment)


def touched(noun: str, of: str, ids: set[int]) -> None:
    """Records of `noun` about which something was added by a noun, `of`, that writes no journal."""
    if not ids or find(noun) is None:
        return
    for segment in following(noun):
        if any(other.id == of for other, _link in asked_of(segment)):
            look_again(segment, ids)
