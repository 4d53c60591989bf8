from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.person.model import Person
from concerto.kernel.entity.attached import Attached
from concerto.kernel.fields import day, link, long_text, text, whole


class File(Attached):
    """Something attached to a record. What it holds are its versions, of which one, `edition`, is the present one."""

    name = text(_("Name"), required=True)
    about = long_text(_("Description"))
    edition = whole(_("Version"), least=1, default=1)
    valid_until = day(_("Valid until"), help_text=_("Of a contract, a price list, a certificate: the last day of it."))
    by = link(_("Added by"), Person, related_name="files")

    class Meta(Attached.Meta):
        indexes = [
            models.Index(fields=["sort_key", "id"], name="file_sorted"),
            models.Index(fields=["prefix", "number", "-id"], name="file_of"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(subject__regex=r"^[A-Z]+-[0-9]{5,18}$"),
                name="file_of_a_record",
                violation_error_message=_("A record is named by its code, for example C-00012."),
            )
        ]


class Version(models.Model):
    """One content of a file. Versions are only ever added; `content` names the bytes by their SHA-256 in hexadecimal digits."""

    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="versions")
    edition = models.IntegerField()
    content = models.CharField(max_length=64)
    size = models.BigIntegerField()  # bytes
    media = models.CharField(max_length=100)  # the type found in the content, such as image/png
    name = models.TextField()  # as it was called when it came
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        db_table = "kernel_file_version"
        constraints = [models.UniqueConstraint(fields=["file", "edition"], name="file_version_once")]
        indexes = [models.Index(fields=["content"], name="file_version_content")]
