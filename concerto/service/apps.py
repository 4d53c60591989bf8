from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.house import House


class Service(House):
    """What customers ask of us: tickets."""

    name = "concerto.service"
    label = "service"
    verbose_name = _("Service")
