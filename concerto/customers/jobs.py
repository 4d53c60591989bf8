"""What workers do for customers. Procrastinate finds the tasks through this module."""

from concerto.customers.tier.jobs import give_tiers
from concerto.customers.worth.jobs import work_out_worth

__all__ = ["give_tiers", "work_out_worth"]
