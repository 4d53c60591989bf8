from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from concerto.kernel.duplicates.threshold.model import Threshold
from concerto.kernel.entity.entity import Entity, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, rows
from concerto.kernel.fields.kind import Label


def in_order(kept: Threshold) -> Mapping[str, Label]:
    """What is missing, and {"accept": sentence} where the two contradict each other."""
    if kept.review is None or kept.accept is None:
        return {"review" if kept.review is None else "accept": _("This is needed.")}
    if kept.review > kept.accept:
        return {"accept": _("What is merged together must be at least as probable as what is shown.")}
    return {}


threshold = Entity(
    Threshold,
    id="threshold",
    path="duplicate-thresholds",
    prefix="DT",
    label=_("Duplicate threshold"),
    plural=_("Duplicate thresholds"),
    about=_("How probable it must be that two records are the same before people are shown them, and before many are merged together."),
    icon="adjustments",
    title=Threshold.reason,
    columns=[Threshold.noun, Threshold.review, Threshold.accept, Threshold.reason],
    page=[Section(_("Duplicate threshold"), Threshold.noun, Threshold.review, Threshold.accept, Threshold.reason)],
    checks=[in_order],
    access=[rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL), rows(EVERYONE, read=ALL)],
)  # fmt: skip
