from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.house import House


class Product(House):
    """What customers wish for: demands."""

    name = "concerto.product"
    label = "product"
    verbose_name = _("Product")
