"""How a decision is written on the timeline of a space or a meeting."""

from django.utils.translation import gettext_lazy as _

from concerto.collaboration.decisions.decision.entity import decision
from concerto.collaboration.decisions.decision.model import Decision
from concerto.kernel.pages.panels import compose

compose(
    decision,
    Decision.what,
    Decision.why,
    prompt=_("Why it was decided so: what spoke for it, what else was considered"),
)
