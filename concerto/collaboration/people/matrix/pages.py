"""The RACI matrix of a noun: who does, answers for, is asked about and hears of each step, and where nobody does."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import URLPattern, path

from concerto.collaboration.matters import looked_after
from concerto.collaboration.people.matrix.laying_out import SIGNS, Matrix, Row, columns, matrices, rules_of
from concerto.collaboration.people.responsibility.entity import responsibility as described
from concerto.collaboration.people.responsibility.model import Responsibility
from concerto.kernel.access.actor import Actor
from concerto.kernel.access.rights import is_off, may
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.refusal import Forbidden
from concerto.kernel.entity.entity import Entity
from concerto.kernel.entity.policy import Act
from concerto.kernel.entity.registry import entities
from concerto.kernel.pages.shell import Asking, answer, page
from concerto.kernel.ui.addresses import list_address, new_address, record_address, with_query

HERE = "/responsibilities/matrix"


@page("GET")
def matrix(request: Asking) -> HttpResponse:
    """That of `noun`; else of the first that a rule speaks of."""
    actor = request.actor
    if not may(actor, described, Act.READ):
        raise Forbidden()
    nouns = with_a_matrix(actor)
    ruled = set(visible_to(actor, Responsibility).values_list("noun", flat=True))
    usual = next((each for each in nouns if each.id in ruled), nouns[0] if nouns else None)
    entity = next((each for each in nouns if each.id == request.GET.get("noun")), usual)
    rules = rules_of(actor, entity) if entity else []
    may_make, may_edit = may(actor, described, Act.CREATE), may(actor, described, Act.EDIT)

    def rule_address(rule: Responsibility) -> str:
        shown = record_address(described, rule.pk)
        return with_query(f"{shown}/edit", back=request.get_full_path()) if may_edit else shown

    def filling(matrix: Matrix, row: Row) -> str:
        """The form in which a row gets what it lacks: that of its own rule, or a new one; "" for who may not."""
        if row.own:
            return rule_address(row.own) if may_edit else ""
        assert entity
        begun = {"name": row.label, "noun": entity.id, "step": row.step, "filter": matrix.filter}
        return with_query(new_address(described), **begun, back=request.get_full_path()) if may_make else ""

    def records(matrix: Matrix, row: Row) -> str:
        """The list of those that are at a step: on the page of each stands who has it now."""
        assert entity
        at = [f"{entity.steps.id} = {row.step}"] if entity.steps and row.step else []
        return list_address(entity, filter=" and ".join([*at, *([f"({matrix.filter})"] if matrix.filter else [])]))

    shown = {
        "nouns": nouns, "ruled": ruled, "entity": entity, "columns": columns(rules), "signs": SIGNS, "here": HERE,
        "matrices": matrices(entity, rules) if entity else [], "described": described, "rules": list_address(described),
        "rule_address": rule_address, "filling": filling, "records": records, "with_query": with_query,
        "new_rule": with_query(new_address(described), noun=entity.id, back=request.get_full_path()) if may_make and entity else "",
    }  # fmt: skip
    return answer(request, "people/matrix.html", shown)


def with_a_matrix(actor: Actor) -> list[Entity]:
    """The nouns that a rule can speak of, of those that the actor may read."""
    return [
        each for each in entities() if looked_after(each) and not is_off(actor, each) and may(actor, each, Act.READ)
    ]


def matrix_address(entity: Entity, step: str = "") -> str:
    return with_query(HERE, noun=entity.id) + (f"#step-{step}" if step else "")


urlpatterns: list[URLPattern] = [path(HERE.removeprefix("/"), matrix)]
