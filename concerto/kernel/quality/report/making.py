"""A report for every noun of the business, made where there is none: administrators say only who is its steward."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils import translation

from concerto.kernel.access.actor import JOB, SYSTEM
from concerto.kernel.actions.change import add
from concerto.kernel.actions.standard import CREATE
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act, Scope
from concerto.kernel.entity.registry import entities
from concerto.kernel.quality.report.model import QualityReport

KERNEL = QualityReport._meta.app_label  # what the house itself stands on is in order or it would not stand


def ensure_reports() -> None:
    """One that somebody put into the trash is not made again."""
    known = set(QualityReport.everything.values_list("noun", flat=True))
    for entity in entities():
        if entity.id not in known and is_looked_at(entity):
            with transaction.atomic():
                add(SYSTEM.at(JOB).doing(CREATE), report_on(entity))


def is_looked_at(entity: Entity) -> bool:
    """Whether people write its records, and it is of a department or described by administrators."""
    written = any(rule.scope(Act.EDIT) is not Scope.NONE for rule in entity.access)
    return written and (entity.module != KERNEL or not entity.is_declared)


def report_on(entity: Entity) -> QualityReport:
    names = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            names[language] = str(entity.plural)[:100]
    return QualityReport(noun=entity.id, name=names["en"], name_zh=names.get("zh-hans", ""))
