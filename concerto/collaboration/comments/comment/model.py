from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.person.model import Person
from concerto.kernel.entity.attached import Attached
from concerto.kernel.fields import link, long_text


class Comment(Attached):
    """Something said to colleagues about a record of any noun. Whom it mentions by “@” and their name is told of it."""

    body = long_text(_("Comment"), required=True)
    author = link(_("Written by"), Person, related_name="comments")
    reply_to = link(_("Answers"), "self", related_name="replies", on_delete=models.SET_NULL)

    class Meta(Attached.Meta):
        indexes = [
            models.Index(fields=["sort_key", "id"], name="comment_sorted"),
            models.Index(fields=["prefix", "number", "-id"], name="comment_of"),
            GinIndex(fields=["search"], name="comment_search"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(subject__regex=r"^[A-Z]+-[0-9]{5,18}$"),
                name="comment_of_a_record",
                violation_error_message=_("A record is named by its code, for example C-00012."),
            )
        ]
