"""Work that a page does not wait for. Procrastinate finds the tasks through this module."""

from concerto.kernel.api.jobs import forget
from concerto.kernel.imports.jobs import bring_in, go_on_with_interrupted

__all__ = ["bring_in", "forget", "go_on_with_interrupted"]
