from django.db import models

from concerto.kernel.access.person.model import Person


class OneTimeLink(models.Model):
    """A link by which a person chooses a new password, once. Only the digest of its key is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    email = models.CharField(max_length=254, default="")  # where it was sent; it dies when the address changes
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
