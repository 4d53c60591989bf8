"""What two people say to each other stays between them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from concerto.collaboration.conversations.conversation.model import Conversation
from concerto.kernel.access.actor import Actor
from concerto.kernel.actions.refusal import Invalid
from concerto.kernel.entity.sharing import Sharing


def stays_between_two(actor: Actor, conversation: Conversation, changes: Mapping[str, Any]) -> None:
    """Raise Invalid where a direct conversation would be opened to others, or given to somebody else."""
    if not conversation.pair or not conversation.pk:
        return
    if conversation.open_to != Sharing.PRIVATE:
        raise Invalid({"open_to": _("This is between two people. Open a channel for more.")})
    if "owner" in changes and str(conversation.owner_id) not in conversation.pair.split("-"):
        raise Invalid({"owner": _("This is between two people. Open a channel for more.")})
