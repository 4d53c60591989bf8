from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.house import House


class Collaboration(House):
    """What departments do together on a record of any noun: hand-offs under agreed terms. It knows none of the departments."""

    name = "concerto.collaboration"
    label = "collaboration"
    verbose_name = _("Collaboration")
