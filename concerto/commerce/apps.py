from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.house import House


class Commerce(House):
    """What is sold, at what price and in which currency, and what was offered: several departments stand on it."""

    name = "concerto.commerce"
    label = "commerce"
    verbose_name = _("Commerce")
