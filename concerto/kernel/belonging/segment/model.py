"""Segments and who belongs to them: tables only, below the filters that ask of them. What is done with them is in `segments`."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.person.model import Person
from concerto.kernel.entity.record import Record
from concerto.kernel.entity.sharing import Sharing
from concerto.kernel.fields import choice, link, long_text, moment, text, whole
from concerto.kernel.overlay.custom_field.model import one_noun
from concerto.kernel.tags.tag.model import Tag


class Kept(models.TextChoices):
    """Whether its members come and go with the data, or stay as they were counted last."""

    FOLLOWING = "following", _("Follows the data")
    FIXED = "fixed", _("Stays as it is")


class Segment(Record):
    """The records of one noun for which a filter holds, under a name. Its members are worked out with its owner's rights."""

    name = text(_("Name"), required=True, longest=80)
    about = long_text(_("Meaning"), help_text=_("Whom it is for, and what it is good for."))
    noun = one_noun(_("Records"), default="customer", help_text=_("The noun it is of, as the API calls it."))
    filter = long_text(_("Filter"), required=True, help_text=_("In the filter language, as count(event where kind = purchase and at within 90d) >= 2."))  # fmt: skip
    kept = choice(_("Members"), Kept, required=True, default=Kept.FOLLOWING)
    tag = link(
        _("Tag of its members"), Tag, related_name="segments",
        help_text=_("Put on whoever comes in and taken off whoever leaves; where somebody put it by hand it stays."),
    )  # fmt: skip
    owner = link(_("Owner"), Person, required=True, related_name="segments")
    shared_with = choice(_("Shared with"), Sharing, required=True, default=Sharing.PRIVATE)
    size = whole(_("Size"), editable=False)
    counted_at = moment(_("Counted on"), editable=False)
    trouble = text(_("Trouble"), longest=300, editable=False)
    due_at = models.DateTimeField(null=True, editable=False)
    took = models.FloatField(default=0, editable=False)  # seconds of the last full count

    class Meta:
        indexes = [
            models.Index(fields=["sort_key", "id"], name="segment_sorted"),
            models.Index(fields=["due_at"], name="segment_due"),
        ]
        constraints = [
            models.UniqueConstraint(
                Lower("name"), "noun", "owner",
                condition=models.Q(trashed_at=None),
                name="segment_name_once",
                violation_error_message=_("You have a segment of this name already."),
            ),
        ]  # fmt: skip


class Member(models.Model):
    """A stay of a record in a segment. `tag` is the one that the segment put on it, and so may take off; 0 where the record
    had it before."""

    id = models.BigAutoField(primary_key=True)
    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="members", db_index=False)
    record = models.BigIntegerField()
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    tag = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["segment", "record"], name="segment_member_once", condition=models.Q(left_at=None)
            ),
        ]
        indexes = [
            models.Index(fields=["record", "segment"], name="segment_member_record"),
            models.Index(
                fields=["segment", "left_at"], name="segment_member_left", condition=models.Q(left_at__isnull=False)
            ),
        ]


class Size(models.Model):
    """How many members a segment had when it was counted."""

    id = models.BigAutoField(primary_key=True)
    segment = models.ForeignKey(Segment, on_delete=models.CASCADE, related_name="sizes", db_index=False)
    at = models.DateTimeField()
    size = models.IntegerField()
    joined = models.IntegerField(default=0)
    left = models.IntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["segment", "at"], name="segment_size_at")]
