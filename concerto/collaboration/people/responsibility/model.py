from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.collaboration.people.responsibility.whom import any_number, one
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import text
from concerto.kernel.overlay.custom_field.model import one_noun


class Responsibility(Record):
    """Who does, answers for, is asked about and hears of a step that records of a noun go through; of all of them, or of those that
    a filter finds. Of several rules the one that says more about the record counts, letter by letter."""

    name = text(_("Name"), required=True, longest=80)
    name_zh = text(_("Name in Chinese"), longest=80)
    noun = one_noun(_("Of"), default="customer")
    step = text(
        _("At the step"),
        longest=40,
        help_text=_("The id of the stage or the status, as the API calls it. Empty: at every step."),
    )
    filter = text(
        _("Which ones"), longest=2000, help_text=_("A filter as in lists, for example tier = A. Empty: all of them.")
    )
    does = one(_("Does it"), help_text=_("R in a RACI matrix."))
    answers = one(_("Answers for it"), help_text=_("A in a RACI matrix."))
    asked = any_number(_("Is asked"), help_text=_("C in a RACI matrix."))
    told = any_number(_("Is informed"), help_text=_("I in a RACI matrix."))

    class Meta:
        indexes = [models.Index(fields=["sort_key", "id"], name="responsibility_sorted")]
