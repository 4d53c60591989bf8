from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy as pgettext

from concerto.kernel.entity.record import Record
from concerto.kernel.fields import text, whole


class Pipeline(Record):
    """One way that deals go: new business, renewals. The first one by its place is where a new deal begins."""

    name = text(_("Name"), required=True, longest=60)
    name_zh = text(_("Name in Chinese"), longest=60)
    position = whole(pgettext("order", "Place"), least=1, most=10_000)

    class Meta:
        indexes = [models.Index(fields=["sort_key", "id"], name="pipeline_sorted")]
