"""Work that a page does not wait for. Procrastinate finds the tasks through this module."""

from concerto.kernel.imports.jobs import bring_in, go_on_with_interrupted
from concerto.kernel.overlay.background.jobs import fields_of_the_day, settle_fields

__all__ = ["bring_in", "fields_of_the_day", "go_on_with_interrupted", "settle_fields"]
