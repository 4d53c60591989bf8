from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.kernel.entity.record import Record
from concerto.kernel.fields import choice, moment, text, whole
from concerto.kernel.overlay.custom_object.icons import Icon
from concerto.kernel.overlay.custom_object.key import noun_key, prefix


class OpenTo(models.TextChoices):
    """What roles may do with the records until the rights of a role say otherwise."""

    WRITE = "write", _("Every role writes")
    READ = "read", _("Every role reads")
    NOBODY = "nobody", _("Administrators only")


class CustomObject(Record):
    """A noun that administrators described. Its id and the letters of its codes never change, and are never used again."""

    label = text(_("Name"), required=True, longest=60, help_text=_("Of one, as Machine."))
    label_zh = text(_("Chinese name"), longest=60)
    plural = text(_("Name of several"), required=True, longest=60, help_text=_("As Machines."))
    plural_zh = text(_("Chinese name of several"), longest=60)
    key = noun_key(
        _("Id"),
        help_text=_("What addresses and programs call it: Machine gives x-machine. It never changes."),
    )
    prefix = prefix(
        _("Letters of codes"),
        help_text=_("M gives codes like XM-00012. They never change."),
    )
    icon = choice(_("Icon"), Icon, required=True, default=Icon.CUBE)
    about = text(_("What it is"), longest=200)
    about_zh = text(_("What it is, in Chinese"), longest=200)
    title_label = text(
        _("What its title is called"), longest=60, help_text=_("As Serial number; where nothing is said, Name.")
    )
    title_label_zh = text(_("What its title is called in Chinese"), longest=60)
    open_to = choice(
        _("Open to"),
        OpenTo,
        required=True,
        default=OpenTo.WRITE,
        help_text=_("What a role may do is changed in its rights, as for everything else."),
    )
    position = whole(pgettext("order", "Position"), most=10_000, default=100, help_text=_("Smaller ones stand first."))
    retired_at = moment(_("Retired on"), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["key"],
                name="custom_object_once",
                violation_error_message=_("There is, or was, an object of this id."),
            ),
            models.UniqueConstraint(
                fields=["prefix"],
                name="custom_object_prefix_once",
                violation_error_message=_("Other codes begin with these letters."),
            ),
            # The trigger custom_object_stays (see the migration) breaks this by name when a row is changed.
            models.CheckConstraint(
                condition=models.Q(key__startswith="x-") & models.Q(prefix__startswith="X"),
                name="custom_object_key",
                violation_error_message=_("The id and the letters of codes never change."),
            ),
        ]
        indexes = [models.Index(fields=["sort_key", "id"], name="custom_object_sorted")]
