from django.db import models


class Presence(models.Model):
    """A stream that shows a record, and the field being edited there. Not logged: after a crash nobody is anywhere."""

    stream = models.CharField(max_length=40, primary_key=True)
    person = models.BigIntegerField()
    entity = models.CharField(max_length=60)
    record = models.BigIntegerField()
    field = models.CharField(max_length=60, default="")
    seen_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["entity", "record"], name="presence_of_record")]
