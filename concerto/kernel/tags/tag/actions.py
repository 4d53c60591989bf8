from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.action import action
from concerto.kernel.actions.change import change
from concerto.kernel.tags.tag.model import Tag


@action(on=Tag, label=_("Merge into another"), icon="arrow-merge")
def merge(actor: Actor, tag: Tag, *, into: Tag) -> None:
    """Let every record with this tag count as having the other one. No record is written, so undoing it is as quick."""
    change(actor, tag, merged_into=into.pk)
