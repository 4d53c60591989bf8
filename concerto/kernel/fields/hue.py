"""The few colours that words can have. None of them says more than the word does."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Hue(models.TextChoices):
    GREY = "grey", _("Grey")
    BLUE = "blue", _("Blue")
    GREEN = "green", _("Green")
    AMBER = "amber", _("Amber")
    RED = "red", _("Red")
