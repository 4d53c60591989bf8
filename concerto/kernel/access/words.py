"""What acts, scopes and rights on fields are called to people."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from concerto.kernel.entity.policy import Act, FieldRight, Scope
from concerto.kernel.fields.kind import Label

ACT_WORDS: Mapping[Act, Label] = {
    Act.READ: pgettext_lazy("right", "Read"),
    Act.CREATE: pgettext_lazy("right", "Create"),
    Act.EDIT: pgettext_lazy("right", "Edit"),
    Act.DELETE: pgettext_lazy("right", "Delete"),
    Act.EXPORT: pgettext_lazy("right", "Export"),
    Act.IMPORT: pgettext_lazy("right", "Import"),
}
SCOPE_WORDS: Mapping[Scope, Label] = {
    Scope.NONE: pgettext_lazy("rows", "none"),
    Scope.OWN: pgettext_lazy("rows", "their own"),
    Scope.TEAM: pgettext_lazy("rows", "of their teams"),
    Scope.DEPARTMENT: pgettext_lazy("rows", "of their department"),
    Scope.TREE: pgettext_lazy("rows", "of their department and below"),
    Scope.READABLE: pgettext_lazy("rows", "of records they may read"),
    Scope.EDITABLE: pgettext_lazy("rows", "of records they may edit"),
    Scope.ALL: pgettext_lazy("rows", "all"),
    Scope.SHARED: pgettext_lazy("rows", "shared with them"),
}
RIGHT_WORDS: Mapping[FieldRight, Label] = {
    FieldRight.HIDDEN: _("Hidden"),
    FieldRight.MASKED: _("Masked"),
    FieldRight.READ: _("Read only"),
    FieldRight.WRITE: _("Read and write"),
}
