"""Work that a page does not wait for. Procrastinate finds the tasks through this module."""

from concerto.kernel.access.signing_in.jobs import forget_old_attempts, send_reset_link
from concerto.kernel.api.jobs import forget
from concerto.kernel.batches.jobs import carry_out, go_on_with_interrupted_batches
from concerto.kernel.imports.jobs import bring_in, go_on_with_interrupted
from concerto.kernel.webhooks.jobs import forget_deliveries, look_for_due, send_waiting

__all__ = [
    "bring_in", "carry_out", "forget", "forget_deliveries", "forget_old_attempts", "go_on_with_interrupted",
    "go_on_with_interrupted_batches", "look_for_due", "send_reset_link", "send_waiting",
]  # fmt: skip
