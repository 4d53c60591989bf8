from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.collaboration.handoffs.handoff.model import Handoff
from concerto.collaboration.handoffs.term.model import Term
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import link, long_text, yes_no
from concerto.kernel.files.file.model import File


class Provision(Record):
    """What stands beside one term of one hand-off: the words or the file that were provided, whether a criterion was met, or
    what is told back. A term about a field of the record needs none: the record itself answers it."""

    handoff = link(_("Hand-off"), Handoff, required=True, related_name="provisions", on_delete=models.CASCADE)
    term = link(_("Term"), Term, required=True, related_name="provisions")
    words = long_text(_("Words"))
    file = link(_("File"), File, related_name="provisions", on_delete=models.SET_NULL)
    met = yes_no(_("Met"))

    class Meta:
        indexes = [models.Index(fields=["sort_key", "id"], name="provision_sorted")]
        constraints = [
            models.UniqueConstraint(
                fields=["handoff", "term"],
                name="provision_once",
                violation_error_message=_("There is something beside this term already."),
            ),
        ]
