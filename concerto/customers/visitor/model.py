from django.db import models

from concerto.customers.customer.model import Customer


class Visitor(models.Model):
    """That somebody who visited a site turned out to be a customer. `id` is what the browser called itself."""

    id = models.UUIDField(primary_key=True)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="visitors")
    at = models.DateTimeField()

    class Meta:
        indexes = []
