"""The words in which a noun declares who may do what: role × act → rows, and field → hidden, masked or read-only.

Pure declarations. What they mean for a query is in `concerto.kernel.access.visibility`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum, IntEnum
from typing import Any

from django.utils.translation import gettext_lazy as _

from concerto.kernel.fields.kind import Label


@dataclass(frozen=True)
class Role:
    """A part a person plays, by which rights are given. Rights of several roles add up.

    Whoever plays a part that `publishes` may put what is theirs (a view of a list) before everyone.
    """

    id: str
    label: Label
    publishes: bool = False


class Act(Enum):
    """What can be done to a record without naming a verb of its own."""

    READ = "read"
    CREATE = "create"
    EDIT = "edit"
    DELETE = "delete"
    EXPORT = "export"
    IMPORT = "import"


class Scope(Enum):
    """Which rows: relative to the person who asks."""

    NONE = "none"
    OWN = "own"  # I own it
    TEAM = "team"  # somebody in a team of mine owns it
    DEPARTMENT = "department"  # it belongs to my department
    TREE = "tree"  # … or to one below mine
    READABLE = "readable"  # I may read the record it belongs to
    EDITABLE = "editable"  # I may edit the record it belongs to
    SHARED = "shared"  # I own it, or its owner shares it with me
    ALL = "all"
    GRANTED = "granted"  # somebody shared this one record with me; no table says it, grants do


NONE, OWN, TEAM, DEPARTMENT, TREE = Scope.NONE, Scope.OWN, Scope.TEAM, Scope.DEPARTMENT, Scope.TREE
READABLE, EDITABLE, SHARED, ALL = Scope.READABLE, Scope.EDITABLE, Scope.SHARED, Scope.ALL


class FieldRight(IntEnum):
    """What one may do with one field; of several roles the highest counts."""

    HIDDEN = 0  # it does not exist for this person
    MASKED = 1  # it is known to exist; its value is dotted out
    READ = 2
    WRITE = 3


@dataclass(frozen=True)
class Rule:
    """One line of a noun's access table: what one role may do."""

    role: Role
    scopes: Mapping[Act, Scope]
    fields: Mapping[str, FieldRight] = field(default_factory=dict)

    def scope(self, act: Act) -> Scope:
        return self.scopes.get(act, Scope.NONE)

    def field_right(self, field_id: str) -> FieldRight:
        return self.fields.get(field_id, FieldRight.WRITE)

    def hiding(self, *columns: Any) -> Rule:
        """The same, but these fields do not exist for the role."""
        return self._limiting(columns, FieldRight.HIDDEN)

    def masking(self, *columns: Any) -> Rule:
        """The same, but of these fields the role learns only that they are filled."""
        return self._limiting(columns, FieldRight.MASKED)

    def locking(self, *columns: Any) -> Rule:
        """The same, but the role only reads these fields."""
        return self._limiting(columns, FieldRight.READ)

    def _limiting(self, columns: tuple[Any, ...], right: FieldRight) -> Rule:
        return replace(self, fields={**self.fields, **{symbol.field.name: right for symbol in columns}})


def rows(
    role: Role,
    *,
    read: Scope = NONE,
    create: Scope = NONE,
    edit: Scope = NONE,
    delete: Scope = NONE,
    export: Scope = NONE,
    import_: Scope = NONE,
) -> Rule:
    """Say which rows `role` may read, create, edit, delete, export and import; what is not said is not allowed."""
    scopes = {
        Act.READ: read, Act.CREATE: create, Act.EDIT: edit, Act.DELETE: delete, Act.EXPORT: export, Act.IMPORT: import_,
    }  # fmt: skip
    return Rule(role, scopes)


ADMINISTRATOR = Role("admin", _("Administrator"), publishes=True)
EVERYONE = Role("everyone", _("Everyone"))  # whoever is signed in has it
