from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.kernel.access.person.model import Person
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.sharing import Sharing
from concerto.kernel.fields import choice, link, long_text, moment, tagged, text


class Conversation(Record):
    """A place to talk that is about no single record: a channel, or what two people say to each other. What is said are comments on it.

    `pair` names the two people of a direct one by their ids, the lower first; two people have one at most.
    """

    name = text(_("Name"), required=True, longest=200)
    about = long_text(pgettext("conversation", "What it is about"))
    open_to = choice(pgettext("conversation", "Open to"), Sharing, required=True, default=Sharing.PRIVATE)
    owner = link(_("Owner"), Person, related_name="conversations")
    last_said = moment(pgettext("conversation", "Last said"), editable=False)
    pair = text(_("Between"), longest=60, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["sort_key", "id"], name="conversation_sorted"),
            models.Index(fields=["owner", "sort_key", "id"], name="conversation_by_owner"),
            models.Index(fields=["last_said", "id"], name="conversation_by_last_said"),
            GinIndex(fields=["search"], name="conversation_search"),
            tagged("conversation"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["pair"],
                condition=~models.Q(pair=""),
                name="conversation_of_two_once",
                violation_error_message=_("These two have a conversation already."),
            )
        ]
