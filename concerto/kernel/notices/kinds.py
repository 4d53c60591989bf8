"""The kinds of things that people are told. Whoever has something to tell declares its kind beside what leads to it.

    @kind("import-finished", label=_("An import has finished"), icon="upload", page="report")
    def import_finished(told: Told) -> str:
        return _("“%(title)s” was brought in.") % {"title": told.title}

and sends it with `sending.notify`. Kinds stand in a file `notices.py`, which is found as the apps load. `group` says under
which tab of the inbox a kind stands; what only lets somebody know is an alert.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.record import Record
from concerto.kernel.fields.kind import Label


class Group(TextChoices):
    """What a kind wants of its reader: the tabs of the inbox, in this order."""

    MENTION = "mention", _("Mentions")
    TASK = "task", _("Tasks")
    APPROVAL = "approval", _("Approvals")
    HANDOFF = "handoff", _("Hand-offs")
    ALERT = "alert", _("Alerts")


@dataclass(frozen=True)
class Told:
    """What a sentence may speak of, as the reader may know it. `title` is a phrase where the record is out of sight: then
    there is no `record`."""

    who: str
    title: str
    noun: Label
    nouns: Label
    count: int
    record: Record | None = None


Sentence = Callable[[Told], str]


@dataclass(frozen=True)
class Kind:
    """`gathers`: while one is unread, further ones about the same record are counted in it. `page`: the part of the
    record's address that it leads to."""

    id: str
    label: Label
    icon: str
    gathers: bool
    page: str
    group: Group
    sentence: Sentence = field(repr=False)


_kinds: dict[str, Kind] = {}


def kind(
    id: str, *, label: Label, icon: str = "bell", gathers: bool = False, page: str = "", group: Group = Group.ALERT
) -> Callable[[Sentence], Sentence]:
    """Make a function the sentence of a kind. It is called when the notice is read, in the reader's language."""

    def declare(sentence: Sentence) -> Sentence:
        if id in _kinds:
            raise ValueError(f"two kinds of notices are called {id}")
        _kinds[id] = Kind(id, label, icon, gathers, page, group, sentence)
        return sentence

    return declare


def kinds() -> Mapping[str, Kind]:
    """Every kind by id, in the order of declaration."""
    return _kinds
