"""With whom the owner of a thing shares it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sharing(models.TextChoices):
    """TEAM: people in a team of the owner."""

    PRIVATE = "private", _("Private")
    TEAM = "team", _("Team")
    EVERYONE = "everyone", _("Everyone")
