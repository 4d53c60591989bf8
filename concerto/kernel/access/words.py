"""What acts, scopes and rights on fields are called to people."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.kernel.entity.policy import Act, FieldRight, Scope
from concerto.kernel.fields.kind import Label

ACT_WORDS: Mapping[Act, Label] = {
    Act.READ: pgettext("right", "Read"),
    Act.CREATE: pgettext("right", "Create"),
    Act.EDIT: pgettext("right", "Edit"),
    Act.DELETE: pgettext("right", "Delete"),
    Act.EXPORT: pgettext("right", "Export"),
    Act.IMPORT: pgettext("right", "Import"),
}
SCOPE_WORDS: Mapping[Scope, Label] = {
    Scope.NONE: pgettext("rows", "none"),
    Scope.OWN: pgettext("rows", "their own"),
    Scope.TEAM: pgettext("rows", "of their teams"),
    Scope.DEPARTMENT: pgettext("rows", "of their department"),
    Scope.TREE: pgettext("rows", "of their department and below"),
    Scope.READABLE: pgettext("rows", "of records they may read"),
    Scope.EDITABLE: pgettext("rows", "of records they may edit"),
    Scope.ALL: pgettext("rows", "all"),
    Scope.SHARED: pgettext("rows", "their own and what others share with them"),
    Scope.GRANTED: pgettext("rows", "shared with them"),
}
RIGHT_WORDS: Mapping[FieldRight, Label] = {
    FieldRight.HIDDEN: _("Hidden"),
    FieldRight.MASKED: _("Masked"),
    FieldRight.READ: _("Read only"),
    FieldRight.WRITE: _("Read and write"),
}
