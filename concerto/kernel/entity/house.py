"""How a package of nouns becomes a Django app: its folders are found, not listed."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from django.apps import AppConfig

FILES_AFTER_MODELS = (
    "entity",
    "verbs",
    "readers",
    "notices",
    "panels",
    "boards",
    "merging",
    "api",
    "handoffs",
    "duties",
    "gates",
)


class House(AppConfig):
    """An app whose nouns are its folders: `<noun>/model.py`, then its `entity.py`, `verbs.py`, `readers.py`, `notices.py`,
    `panels.py`, `boards.py`, `merging.py` and `api.py`; `handoffs.py`, in which a department says what it hands to others, and `duties.py`, what is owed;
    `gates.py`, which holds writes."""

    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self) -> None:
        for name in self.modules_called("model"):
            import_module(name)
        super().import_models()

    def ready(self) -> None:
        for file in FILES_AFTER_MODELS:
            for name in self.modules_called(file):
                import_module(name)

    def modules_called(self, file: str) -> Iterator[str]:
        """Dotted names of `<folder>/<file>.py` under this app, in alphabetical order."""
        root = Path(self.path)
        for path in sorted(root.rglob(f"{file}.py")):
            yield ".".join((self.name, *path.relative_to(root).with_suffix("").parts))
