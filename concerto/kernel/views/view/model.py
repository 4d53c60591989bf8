from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.kernel.access.person.model import Person
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.sharing import Sharing
from concerto.kernel.fields import choice, link, long_text, text, whole
from concerto.kernel.overlay.custom_field.model import one_noun


class Layout(models.TextChoices):
    """How the rows of a list are drawn."""

    TABLE = "table", _("Table")
    BOARD = "board", _("Board")
    CALENDAR = "calendar", _("Calendar")


class View(Record):
    """A list as somebody arranged it and gave it a name. Its parts are written as in the address of a list."""

    name = text(_("Name"), required=True, longest=80)
    noun = one_noun(_("List"), help_text=_("The noun whose records it lists, as the API calls it."))
    owner = link(_("Owner"), Person, required=True, related_name="views")
    shared_with = choice(_("Shared with"), Sharing, required=True, default=Sharing.PRIVATE)
    place = whole(
        pgettext("order", "Place"), most=10_000, help_text=_("Where it stands among the views of its owner, from 1.")
    )
    filter = long_text(_("Filter"), help_text=_("In the filter language."))
    sort = text(_("Sort order"), longest=200)
    columns = long_text(
        _("Columns"), help_text=_("Fields in their order, separated by commas; a width in pixels after a colon.")
    )
    layout = choice(_("Layout"), Layout, required=True, default=Layout.TABLE)
    by = text(
        _("Grouped by"),
        longest=60,
        help_text=_("The field that a board groups by, or the day that a calendar goes by."),
    )

    class Meta:
        indexes = [
            models.Index(fields=["sort_key", "id"], name="view_sorted"),
            models.Index(fields=["noun", "owner"], name="view_of_list"),
        ]
