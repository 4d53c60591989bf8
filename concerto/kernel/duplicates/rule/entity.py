from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from concerto.kernel.access.actor import API, BULK, COMMAND, IMPORT, JOB, PAGE
from concerto.kernel.duplicates.rule.model import Rule, Survives
from concerto.kernel.entity.entity import Entity, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, rows
from concerto.kernel.entity.registry import find
from concerto.kernel.fields.kind import Label

DOORS = (PAGE, API, IMPORT, BULK, JOB, COMMAND)


def of_a_field_that_is_there(rule: Rule) -> Mapping[str, Label]:
    """What is wrong with the field and with the sources."""
    entity, problems = find(rule.noun), dict[str, Label]()
    if entity is not None and rule.field not in entity.written:
        problems["field"] = _("There is no such field.")
    named = sources_of(rule)
    if set(named) - set(DOORS):
        problems["sources"] = _("Sources are: %(doors)s.") % {"doors": ", ".join(DOORS)}
    elif rule.rule == Survives.TRUSTED and not named:
        problems["sources"] = _("Name at least one source.")
    return problems


def sources_of(rule: Rule) -> list[str]:
    """The doors in their order."""
    return [word.strip() for word in rule.sources.replace("，", ",").split(",") if word.strip()]


rule = Entity(
    Rule,
    id="merge-rule",
    path="merge-rules",
    prefix="MR",
    label=_("Merge rule"),
    plural=_("Merge rules"),
    about=_("Which value of a field survives when two records become one."),
    icon="arrow-merge",
    title=Rule.field,
    columns=[Rule.noun, Rule.field, Rule.rule, Rule.sources],
    page=[Section(_("Merge rule"), Rule.noun, Rule.field, Rule.rule, Rule.sources)],
    checks=[of_a_field_that_is_there],
    access=[rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL), rows(EVERYONE, read=ALL)],
)
