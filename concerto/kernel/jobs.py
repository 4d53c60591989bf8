"""Work that a page does not wait for. Procrastinate finds the tasks through this module."""

from concerto.kernel.access.signing_in.jobs import forget_old_attempts, send_reset_link
from concerto.kernel.api.jobs import forget
from concerto.kernel.batches.jobs import carry_out, go_on_with_interrupted_batches
from concerto.kernel.duplicates.jobs import go_on_with_interrupted_searches, search
from concerto.kernel.exports.jobs import go_on_with_interrupted_exports, remove_expired_exports, write_out
from concerto.kernel.files.jobs import sweep_files
from concerto.kernel.imports.jobs import bring_in, go_on_with_interrupted, look_ahead
from concerto.kernel.overlay.background.jobs import fields_of_the_day, settle_fields
from concerto.kernel.segments.jobs import count_due_segments, count_segment
from concerto.kernel.webhooks.jobs import forget_deliveries, look_for_due, send_waiting

__all__ = [
    "bring_in", "carry_out", "count_due_segments", "count_segment", "fields_of_the_day", "forget", "forget_deliveries", "forget_old_attempts",
    "go_on_with_interrupted", "go_on_with_interrupted_batches", "go_on_with_interrupted_exports", "go_on_with_interrupted_searches",
    "look_ahead", "look_for_due", "remove_expired_exports", "search", "send_reset_link", "send_waiting", "settle_fields", "sweep_files", "write_out",
]  # fmt: skip
