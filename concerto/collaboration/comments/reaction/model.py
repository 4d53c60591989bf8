from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.collaboration.comments.comment.model import Comment
from concerto.kernel.access.person.model import Person


class Emoji(models.TextChoices):
    """What can be said without words: few, so that each means something."""

    UP = "up", _("Thumbs up")
    DONE = "done", pgettext("reaction", "Done")
    LOOKING = "looking", _("Looking into it")
    PARTY = "party", _("Well done")
    HEART = "heart", _("Thank you")
    DOUBT = "doubt", _("I have doubts")


SIGNS = {
    Emoji.UP: "👍",
    Emoji.DONE: "✅",
    Emoji.LOOKING: "👀",
    Emoji.PARTY: "🎉",
    Emoji.HEART: "❤️",
    Emoji.DOUBT: "😕",
}


class Reaction(models.Model):
    """One person's sign under a comment. No noun: it has no page, no rights and no history but those of its comment."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reactions")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    emoji = models.CharField(max_length=10, choices=Emoji)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "person", "emoji"], name="reaction_once"),
            models.CheckConstraint(condition=models.Q(emoji__in=Emoji.values), name="reaction_known"),
        ]
