"""What every record has that can belong to a record of any noun: the code of that record, and its two parts as columns.

The database takes the code apart, so that the records of one are found by an index and rights can be asked by noun.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from concerto.kernel.entity.record import Record
from concerto.kernel.fields import text

LONGEST = 30


def part(number: int) -> models.Func:
    """One of the two parts of a code such as C-00012."""
    whole = models.F("subject")
    return models.Func(whole, Value("-"), Value(number), function="split_part", output_field=models.TextField())


class Attached(Record):
    """A record that belongs to another, of any noun; describe it with `attached=`."""

    subject = text(_("Belongs to"), required=True, longest=LONGEST, help_text=_("Its code, as C-00012."))
    prefix = models.GeneratedField(expression=part(1), output_field=models.TextField(), db_persist=True)
    number = models.GeneratedField(
        expression=Cast(part(2), models.BigIntegerField()), output_field=models.BigIntegerField(), db_persist=True
    )

    class Meta(Record.Meta):
        abstract = True
