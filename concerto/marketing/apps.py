from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.house import House


class Marketing(House):
    """What marketing hands to others; its own nouns are still to come."""

    name = "concerto.marketing"
    label = "marketing"
    verbose_name = _("Marketing")
