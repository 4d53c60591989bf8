from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.record import Record
from concerto.kernel.fields import choice, text
from concerto.kernel.overlay.custom_field.model import one_noun
from concerto.kernel.overlay.naming import is_written, one_field


class Survives(models.TextChoices):
    """Which of two values a merged record has. Where one is empty the other is taken, whatever the rule."""

    KEEP = "keep", _("That of the record that stays")
    NEWEST = "newest", _("The one entered last")
    OLDEST = "oldest", _("The one entered first")
    LONGEST = "longest", _("The longest, or the largest")
    TRUSTED = "trusted", _("The one from the most trusted source")
    LOCKED = "locked", _("Always that of the record that stays, even if empty")


class Rule(Record):
    """How the value of one field is chosen when two records become one."""

    noun = one_noun(_("Of"))
    field = one_field(_("Field"), required=True, among=is_written)
    rule = choice(_("The value that survives"), Survives, required=True, default=Survives.NEWEST)
    sources = text(
        _("Sources, the most trusted first"),
        help_text=_("page, api, import, bulk, job: by which door a value came. Only for the most trusted source."),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["noun", "field"],
                condition=Q(trashed_at=None),
                name="rule_once",
                violation_error_message=_("There is a rule for this field already: change it."),
            )
        ]
        indexes = [models.Index(fields=["sort_key", "id"], name="rule_sorted")]
