"""What a person typed into a form, beside what stood there when it was opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from concerto.kernel.entity.field import Field
from concerto.kernel.fields.kind import Unreadable
from concerto.kernel.overlay.custom_field.choice_list import sent
from concerto.kernel.overlay.naming import NamingKind

SHOWN = "shown-"  # hidden inputs beside the controls: what stood in them


@dataclass(frozen=True)
class Typed:
    """Field id → text as typed (a list for several choices), and the text that was shown there before."""

    values: Mapping[str, Any]
    shown: Mapping[str, Any]
    fields: Mapping[str, Field]

    @property
    def changed(self) -> dict[str, Any]:
        """What the person changed; what was left as it stood is not theirs, and is never written over somebody else's."""
        return {
            id: value
            for id, value in self.values.items()
            if id not in self.shown or not same(self.fields[id], value, self.shown[id])
        }


def typed(post: QueryDict, fields: Mapping[str, Field], *, within: str = "") -> Typed:
    """Read a posted form for these fields, whose inputs' names begin with `within`; any other input is not looked at."""
    values = {id: given(post, within + id, field) for id, field in fields.items() if within + id in post}
    before = SHOWN + within
    shown = {id: given(post, before + id, field) for id, field in fields.items() if before + id in post}
    return Typed(values, shown, fields)


def given(post: QueryDict, name: str, field: Field) -> Any:
    """One input: the last value of its name, all of them for several choices, line ends as they are kept."""
    if field.kind.id in ("choices", "tags"):
        return [each for each in post.getlist(name) if each]
    if isinstance(field.kind, NamingKind) and field.kind.several:
        return ", ".join(each for each in post.getlist(name) if each)
    if field.kind.id == "choice-list":
        return sent(post, name)
    return str(post[name]).replace("\r\n", "\n")


def same(field: Field, one: Any, other: Any) -> bool:
    """Whether two texts mean the same value: browsers write dates and times in more than one way."""
    if one == other:
        return True
    try:
        return bool(field.kind.parse(field, one) == field.kind.parse(field, other))
    except Unreadable:
        return False
