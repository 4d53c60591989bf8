"""A file stays with its record, and shows only what was put into it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.refusal import Invalid
from concerto.kernel.files.file.model import File, Version


def stays(actor: Actor, file: File, changes: Mapping[str, Any]) -> None:
    """Raise Invalid where a file that is kept would move to another record: who sees it would change unseen."""
    if file.pk and "subject" in changes:
        raise Invalid({"subject": _("A file stays with the record that it was attached to.")})


def has_that_version(actor: Actor, file: File, changes: Mapping[str, Any]) -> None:
    """Raise Invalid where the present version would be one that there is not."""
    if not file.pk or "edition" not in changes:
        return
    if not Version.objects.filter(file=file.pk, edition=file.edition or 0).exists():
        raise Invalid({"edition": _("There is no such version of this file.")})
