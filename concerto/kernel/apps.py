from django.db.models import CharField
from django.db.models.functions import Lower

from concerto.kernel.entity.house import House


class Kernel(House):
    """People, departments, teams, roles, the journal: what every noun stands on."""

    name = "concerto.kernel"
    label = "kernel"

    def ready(self) -> None:
        CharField.register_lookup(Lower)  # keys are compared whatever their case, by the indexes on lower(…)
        super().ready()
