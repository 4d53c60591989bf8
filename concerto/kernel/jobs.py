"""Work that a page does not wait for. Procrastinate finds the tasks through this module."""

from concerto.kernel.batches.jobs import carry_out, go_on_with_interrupted_batches
from concerto.kernel.imports.jobs import bring_in, go_on_with_interrupted

__all__ = ["bring_in", "carry_out", "go_on_with_interrupted", "go_on_with_interrupted_batches"]
