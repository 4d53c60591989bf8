"""Work that a page does not wait for. Procrastinate finds the tasks through this module."""

from concerto.kernel.access.signing_in.jobs import forget_old_attempts, send_reset_link
from concerto.kernel.imports.jobs import bring_in, go_on_with_interrupted

__all__ = ["bring_in", "forget_old_attempts", "go_on_with_interrupted", "send_reset_link"]
