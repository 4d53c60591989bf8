from django.db import models


class Attempt(models.Model):
    """How often something was tried lately that can be guessed, and until when it may not be tried again."""

    key = models.CharField(max_length=100, primary_key=True)
    count = models.IntegerField()
    at = models.DateTimeField(db_index=True)
    until = models.DateTimeField()
