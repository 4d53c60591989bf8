"""The whole document tried by schemathesis: whatever is sent, there is an answer, and it is one that the document tells of."""

from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, settings
from schemathesis import CheckFunction, checks

from concerto.kernel.api.openapi import document
from concerto.kernel.entity.registry import entities, entity_of, find
from concerto.site.wsgi import application
from tests.kernel.api.asking import some_record

EXAMPLES = 15  # of each operation, each asked by two people
schema = schemathesis.openapi.from_dict(document())
schema.app = application
schema.config.generation.update(max_examples=EXAMPLES, deterministic=True, database="none", no_shrink=True)
schema.config.phases.coverage.enabled = False

# Not checked: that what fits the schema is taken (which records there are, the words of the filter language, that phones
# are phones, who may do what: no schema tells), and that what does not fit is refused (text is read as a person writes
# it, “1,200” for 1200).
CHECKS: list[CheckFunction] = [
    checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]


@pytest.fixture(autouse=True)
def transaction_left_open() -> None:
    """Django's test client, wherever it was used before, puts back what closes connections after each request."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)


@pytest.fixture
def ids(db: None) -> dict[str, int]:
    """Path of a noun → the id of a record that is there."""
    return {entity.path: some_record(entity).pk for entity in entities()}


@pytest.fixture
def keys(ids: dict[str, int], api_of: Callable[[str], Client]) -> list[str]:
    """Of somebody with few rights, then of the administrator."""
    return [str(api_of(role).defaults["HTTP_AUTHORIZATION"]) for role in ("sales", "admin")]


def lead_somewhere(case: Any, ids: dict[str, int]) -> None:
    """Put ids of records that are there in the place of most made-up ones."""
    entity = find(case.operation.path.split("/")[3])
    if entity and isinstance(case.path_parameters.get("id"), int) and case.path_parameters["id"] % 3:
        case.path_parameters["id"] = ids[entity.path]
    for link in entity.links if entity and isinstance(case.body, dict) else ():
        if isinstance(case.body.get(link.id), int):
            case.body[link.id] = ids[entity_of(link.target).path]


@schema.parametrize()
@settings(suppress_health_check=list(HealthCheck), deadline=None)
def test_every_answer_is_as_the_document_tells(case: Any, keys: list[str], ids: dict[str, int]) -> None:
    lead_somewhere(case, ids)
    for key in keys:
        case.call_and_validate(headers={"Authorization": key, "Accept-Encoding": "identity"}, checks=CHECKS)
