from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.person.model import Person
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.sharing import Sharing
from concerto.kernel.fields import choice, link, long_text, text, yes_no
from concerto.kernel.imports.batch.model import Policy
from concerto.kernel.overlay.custom_field.model import one_noun


class Delimiter(models.TextChoices):
    """What stands between the cells of a line."""

    COMMA = "comma", _("comma")
    SEMICOLON = "semicolon", _("semicolon")
    TAB = "tab", _("tab")
    BAR = "bar", _("bar")


class Profile(Record):
    """How files of one kind are brought in: what their columns become, how cells are read, what happens to known records."""

    name = text(_("Name"), required=True, longest=80)
    noun = one_noun(_("Brought in as"))
    owner = link(_("Owner"), Person, required=True, related_name="import_profiles")
    shared_with = choice(_("Shared with"), Sharing, required=True, default=Sharing.PRIVATE)
    columns = long_text(
        _("What columns become"),
        required=True,
        help_text=_("A line for each column: Heading → field (way). Nothing after the arrow leaves the column out."),
    )
    policy = choice(_("Known records"), Policy, required=True, default=Policy.UPDATE)
    match = text(_("Recognised by"), longest=60, help_text=_("A field; without one, as the noun is recognised anyway."))
    encoding = text(_("Encoding"), longest=40)
    delimiter = choice(_("Between the cells"), Delimiter)
    sheet = text(_("Sheet"), longest=100)
    headless = yes_no(_("The first line holds values already"))

    class Meta:
        indexes = [
            models.Index(fields=["sort_key", "id"], name="import_profile_sorted"),
            models.Index(fields=["noun", "owner"], name="import_profile_of_noun"),
        ]
