from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.house import House


class Customers(House):
    """Organisations and persons we know, how to reach them, how they belong together, and what passed between us."""

    name = "concerto.customers"
    label = "customers"
    verbose_name = _("Customers")
