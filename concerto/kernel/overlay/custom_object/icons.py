"""The signs that an object can have in the rail and beside its records."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext


class Icon(models.TextChoices):
    """Names of the sprite."""

    CUBE = "cube", _("Cube")
    PACKAGE = "package", _("Parcel")
    BOX = "stack-2", _("Stack")
    BUILDING = "building", _("Building")
    STORE = "building-store", _("Shop")
    FACTORY = "building-factory-2", _("Factory")
    USERS = "users", _("People")
    TRUCK = "truck-delivery", _("Lorry")
    CONTRACT = "contract", _("Contract")
    FILE = "file-text", _("Document")
    CALENDAR = "calendar-event", _("Calendar")
    CLOCK = "clock", _("Clock")
    FLAG = "flag", _("Flag")
    TARGET = "target", _("Target")
    MAP = "map-pin", pgettext("on a map", "Place")
    COIN = "coin", _("Coin")
    FLASK = "flask", _("Flask")
    CHART = "chart-bar", _("Chart")
    KEY = "key", _("Key")
    BOLT = "bolt", _("Lightning")
