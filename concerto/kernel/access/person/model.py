from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.department.model import Department
from concerto.kernel.access.roles import several
from concerto.kernel.entity.record import Closed, Record
from concerto.kernel.fields import choice, email, link, moment, text


class Language(models.TextChoices):
    ENGLISH = "en", "English"
    CHINESE = "zh-hans", "中文"


class Theme(models.TextChoices):
    SYSTEM = "system", _("Like the device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class Density(models.TextChoices):
    COMFORTABLE = "comfortable", _("Comfortable")
    COMPACT = "compact", _("Compact")


class Week(models.TextChoices):
    """The day that a week begins with; none is as the language has it."""

    MONDAY = "monday", _("Monday")
    SUNDAY = "sunday", _("Sunday")
    SATURDAY = "saturday", _("Saturday")


class Dates(models.TextChoices):
    """How days are written; none is as the language has it."""

    YEAR_FIRST = "ymd", "2026-11-26"
    DAY_FIRST = "dmy", "26/11/2026"
    MONTH_FIRST = "mdy", "11/26/2026"


class Amounts(models.TextChoices):
    """In which steps long amounts are shortened; none is as the language has it."""

    WAN = "wan", _("万, 亿")
    THOUSAND = "thousand", _("K, M, B")


class Person(Record, AbstractBaseUser):
    """Somebody who works here and may sign in. A person who has left keeps the record but cannot enter."""

    last_login = None  # sign-ins are journal lines

    username = text(_("Username"), required=True, longest=60)
    name = text(_("Full name"), required=True)
    email = email(_("E-mail"))
    position = text(_("Position"))
    department = link(_("Department"), Department, related_name="people")
    manager = link(_("Reports to"), "self", tree=True, related_name="reports")
    roles = several(_("Roles"))
    left_at = moment(_("Left on"))
    language = choice(_("Language"), Language)
    time_zone = text(_("Time zone"), longest=60)
    theme = choice(_("Theme"), Theme, required=True, default=Theme.SYSTEM)
    density = choice(_("Density"), Density, required=True, default=Density.COMFORTABLE)

    week = choice(_("Weeks begin on"), Week, help_text=_("Empty: as the language has it."))
    dates = choice(_("Days are written"), Dates, help_text=_("Empty: as the language has it."))
    amounts = choice(_("Large amounts in"), Amounts, help_text=_("Empty: as the language has it."))

    USERNAME_FIELD = "username"
    objects: ClassVar[Closed] = Closed()  # AbstractBaseUser would bring one that answers

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("username"), name="person_username_once", violation_error_message=_("This username is taken.")
            ),
            models.UniqueConstraint(
                Lower("email"),
                condition=~models.Q(email=""),
                name="person_email_once",
                violation_error_message=_("Another person has this e-mail address."),
            ),
        ]
        indexes = [models.Index(fields=["sort_key", "id"], name="person_sorted")]

    @property
    def is_active(self) -> bool:  # type: ignore[override]  # Django has a column here; ours follows from others
        return self.left_at is None and self.trashed_at is None

    def get_username(self) -> str:
        return self.username
