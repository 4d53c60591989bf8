"""Comments as they are read: what was said first, what was answered, signs and files under each. One query for all of it and one
for the files, however many threads a page has."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, OuterRef, QuerySet, Window
from django.db.models.functions import Coalesce, JSONObject, RowNumber

from concerto.collaboration.comments.comment.entity import comment as described
from concerto.collaboration.comments.comment.model import Comment
from concerto.collaboration.comments.reaction.model import SIGNS, Emoji, Reaction
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.kept import kept
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.rights import may
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import entity_of
from concerto.kernel.fields.kind import Label
from concerto.kernel.files.file.model import File
from concerto.kernel.files.reading import files_among
from concerto.kernel.pages.files.looks import Drawn, drawn
from concerto.kernel.pages.record.look import plainly
from concerto.kernel.statements.kept import among
from concerto.kernel.ui.addresses import list_address, record_address

SHOWN = 20  # answers of a thread that come with the page, the newest
NAMED = 12  # people that are named under a sign
_FILE = re.compile(rf"(?<![A-Za-z0-9-]){entity_of(File).prefix}-(\d{{5,18}})(?![A-Za-z0-9-])", re.ASCII)


_PUT = (
    Reaction.objects.filter(comment=OuterRef("pk")).order_by("pk")
    .values(told=JSONObject(emoji="emoji", person="person_id", name="person__name"))
)  # fmt: skip


@dataclass(frozen=True)
class Sign:
    """One emoji under a comment; `mine`: the reader is among those who put it there."""

    emoji: str
    sign: str
    label: Label
    names: tuple[str, ...] = ()
    mine: bool = False

    @property
    def count(self) -> int:
        return len(self.names)

    @property
    def who(self) -> str:
        more = f" +{self.count - NAMED}" if self.count > NAMED else ""
        return ", ".join(self.names[:NAMED]) + more


@dataclass(frozen=True)
class Said:
    """One comment. `signs` are all there are to choose from; files that it names by their codes stand under the text."""

    comment: Comment
    who: Person | None
    text: str
    address: str
    edit: str
    signs: Sequence[Sign]
    files: Sequence[Drawn]


@dataclass(frozen=True)
class Thread:
    """`first` is None where it was deleted; `earlier` are answers before the `last` one, `all` the way to those that do not fit.
    `answer` is where one answers, "" for who may not."""

    id: int
    first: Said | None
    earlier: Sequence[Said]
    last: Said | None
    count: int
    all: str
    answer: str


def threads(actor: Actor, comments: Iterable[Comment]) -> Mapping[int, Thread]:
    """Id of the newest comment → the thread, for every thread of which one of `comments` is."""
    roots = {each.reply_to_id or each.pk for each in comments}
    found = _thread_rows(actor).rows(ids=list(roots)) if roots else []
    said = {each.comment.pk: each for each in _said(actor, found)}
    by_root: dict[int, list[Comment]] = defaultdict(list)
    for each in sorted(found, key=lambda each: each.pk):
        by_root[each.reply_to_id or each.pk].append(each)
    return {rows[-1].pk: _thread(actor, root, rows, said) for root, rows in by_root.items()}


def _thread(actor: Actor, root: int, rows: Sequence[Comment], said: Mapping[int, Said]) -> Thread:
    answers = [said[each.pk] for each in rows if each.reply_to_id]
    count = int(rows[-1].in_thread) - (root in said)  # type: ignore[attr-defined]  # told by the query
    more = list_address(described, filter=f"reply_to = {described.code(root)}") if count > len(answers) else ""
    answer = f"{record_address(described, root)}/answer" if root in said and may(actor, described, Act.CREATE) else ""
    return Thread(root, said.get(root), answers[:-1], answers[-1] if answers else None, count, more, answer)


@kept
def _thread_rows(actor: Actor) -> QuerySet[Comment]:
    """The first of each thread and its newest answers, with how many there are in all."""
    thread = Coalesce(F("reply_to"), F("pk"))
    newest = [F("reply_to").asc(nulls_first=True), F("pk").desc()]
    rows = visible_to(actor, Comment).filter(among("ids") | among("ids", "reply_to"))
    rows = rows.annotate(
        place=Window(RowNumber(), partition_by=thread, order_by=newest),
        in_thread=Window(Count("pk"), partition_by=thread),
        signs=ArraySubquery(_PUT),
    )
    rows = rows.filter(place__lte=SHOWN + 1).select_related("author__department")
    return rows.defer("search", "author__search", "author__department__search")


def _said(actor: Actor, comments: Sequence[Comment]) -> Iterator[Said]:
    named = {each.pk: _files_in(each.body) for each in comments}
    files = {
        each.file.pk: drawn(each) for each in files_among(actor, sorted({id for ids in named.values() for id in ids}))
    }
    for each in comments:
        shown = [files[id] for id in named[each.pk] if id in files]
        address = record_address(described, each.pk)
        edit = f"{address}/edit" if plainly(actor, described, Act.EDIT, each) else ""
        yield Said(each, each.author, _without(each.body, files), address, edit, _signs(actor, each), shown)


def _files_in(text: str) -> list[int]:
    """Ids of the files that a text names, each once, as they come."""
    return list(dict.fromkeys(int(found) for found in _FILE.findall(text)))


def _without(text: str, files: Mapping[int, Drawn]) -> str:
    """The text without the codes of files that are shown under it."""
    return _FILE.sub(lambda found: "" if int(found[1]) in files else found[0], text).strip()


def _signs(actor: Actor, comment: Comment) -> Sequence[Sign]:
    """All emoji for a comment, with who put them there, in the order in which they did."""
    put = comment.signs  # type: ignore[attr-defined]  # told by the query
    return [_sign(each, [one for one in put if one["emoji"] == each], actor.person) for each in Emoji]


def _sign(emoji: Emoji, put: Sequence[Mapping[str, Any]], reader: int | None) -> Sign:
    mine = any(each["person"] == reader for each in put)
    return Sign(emoji.value, SIGNS[emoji], emoji.label, tuple(each["name"] for each in put), mine)
