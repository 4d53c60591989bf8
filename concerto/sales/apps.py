from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.house import House


class Sales(House):
    """From first interest to a deal: leads and opportunities."""

    name = "concerto.sales"
    label = "sales"
    verbose_name = _("Sales")
