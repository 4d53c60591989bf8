from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.kernel.entity.field import Field
from concerto.kernel.entity.record import Record
from concerto.kernel.fields import choice, link, text, whole
from concerto.kernel.overlay.naming import is_written, several_fields
from concerto.sales.pipeline.model import Pipeline

OF_ITSELF = {"stage", "pipeline", "tags"}  # what coming to a stage says already, and what is nobody's duty


def can_be_demanded(field: Field) -> bool:
    """Whether a stage can ask for it: somebody may have left it empty."""
    return is_written(field) and field.id not in OF_ITSELF and not field.required


class Kind(models.TextChoices):
    """What it means for a deal to be there."""

    OPEN = "open", pgettext("opportunity", "Open")
    WON = "won", pgettext("opportunity", "Won")
    LOST = "lost", pgettext("opportunity", "Lost")


class Stage(Record):
    """A step of a pipeline. Deals name it by its key, so that filters, rules and files go on meaning it under another name.

    The database holds that a deal's stage is one of its pipeline: see the migration.
    """

    name = text(_("Name"), required=True, longest=60)
    name_zh = text(_("Name in Chinese"), longest=60)
    key = text(_("Key"), required=True, longest=40, help_text=_("What programs and filters call it, as proposal."))
    pipeline = link(_("Pipeline"), Pipeline, required=True, related_name="stages")
    position = whole(pgettext("order", "Place"), least=1, most=10_000)
    kind = choice(_("What it means"), Kind, required=True, default=Kind.OPEN)
    probability = whole(
        _("Probability in per cent"), most=100, help_text=_("How many of a hundred deals here are won.")
    )
    stalled_after = whole(
        _("Stalled after, in working days"),
        least=1,
        most=250,
        help_text=_("The owner of a deal that stays longer is told, and after as long again whom that one reports to."),
    )
    demands = several_fields(
        _("Needed to come here"), among=can_be_demanded, of="opportunity", help_text=_("What a deal must have by then.")
    )
    suggestion = text(_("What to do when stalled"), longest=300)
    suggestion_zh = text(_("What to do when stalled, in Chinese"), longest=300)

    class Meta:
        indexes = [models.Index(fields=["sort_key", "id"], name="deal_stage_sorted")]
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                name="deal_stage_key_once",
                violation_error_message=_("There is a stage with this key already, maybe in the trash."),
            ),
            models.UniqueConstraint(
                fields=["pipeline", "key"],
                name="deal_stage_of_pipeline",
                violation_error_message=_("The pipeline has a stage with this key already."),
            ),
        ]
