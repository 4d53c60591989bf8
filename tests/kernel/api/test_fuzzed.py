"""The whole document tried by schemathesis: whatever is sent, there is an answer, and it is one that the document tells of."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker
from schemathesis import CheckFunction, checks

from concerto.kernel.api.openapi import document
from concerto.kernel.api.operations import OF_EVERY_NOUN, OF_WHAT_HAS_FILES
from concerto.kernel.entity.registry import entities, entity_of, find
from concerto.site.wsgi import application
from tests.cast import api_of
from tests.databases import Databases, connected, taken_back
from tests.kernel.api.asking import some_record

MANY, FEW = 15, 3  # examples of an operation, each asked by two people
AT_LENGTH = ("customers", "custom-fields", "events")  # with these, what every noun can; a few of each with all others
IN_COMMON = [*dict.fromkeys(each.place for each in (*OF_EVERY_NOUN, *OF_WHAT_HAS_FILES))]  # below any noun's address
IN_EVERY_CASE = ("", "/{id}")  # the others are tried of a third of the nouns each
PATHS = [entity.path for entity in entities()]
schema = schemathesis.openapi.from_dict(document())
schema.app = application
schema.config.generation.update(max_examples=MANY, deterministic=True, database="none", no_shrink=True)
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


@dataclass(frozen=True)
class Inhabited:
    """Path of a noun → the id of a record that is there; and keys of somebody with few rights, then of the administrator."""

    ids: Mapping[str, int]
    keys: Sequence[str]


@pytest.fixture(autouse=True)
def transaction_left_open() -> None:
    """Django's test client, wherever it was used before, puts back what closes connections after each request."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)


@pytest.fixture(scope="module")
def inhabited(
    databases: Databases, cast_template: str, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Inhabited]:
    """A database of the module's own, in which there is a record of every noun."""
    name = databases.clone(cast_template)
    with django_db_blocker.unblock(), connected(databases.app(name)):
        ids = {entity.path: some_record(entity).pk for entity in entities()}
        yield Inhabited(ids, [str(api_of(who).defaults["HTTP_AUTHORIZATION"]) for who in ("sales", "admin")])
    databases.drop(name)


def lead_somewhere(case: Any, ids: Mapping[str, int]) -> None:
    """Put ids of records that are there in the place of most made-up ones."""
    entity = find(case.operation.path.split("/")[3])
    if entity and isinstance(case.path_parameters.get("id"), int) and case.path_parameters["id"] % 3:
        case.path_parameters["id"] = ids[entity.path]
    for link in entity.links if entity and isinstance(case.body, dict) else ():
        if isinstance(case.body.get(link.id), int):
            case.body[link.id] = ids[entity_of(link.target).path]


def place_of(context: Any) -> tuple[str, str]:
    """The noun whose operation it is, and the place below its address; "" where it is none's."""
    noun, slash, below = context.operation.path.removeprefix("/api/v1/").partition("/")
    return (noun if find(noun) else "", f"{slash}{below}")


def is_one_of_many(context: Any) -> bool:
    """Whether it is an operation that every noun has, of a noun for which a few examples are enough."""
    noun, below = place_of(context)
    return bool(noun) and noun not in AT_LENGTH and below in IN_COMMON


def is_its_turn(context: Any) -> bool:
    """Whether it is one of those of many that are tried."""
    noun, below = place_of(context)
    return is_one_of_many(context) and (below in IN_EVERY_CASE or (PATHS.index(noun) + IN_COMMON.index(below)) % 3 == 0)


def ask(case: Any, inhabited: Inhabited) -> None:
    lead_somewhere(case, inhabited.ids)
    with taken_back():
        for key in inhabited.keys:
            case.call_and_validate(headers={"Authorization": key, "Accept-Encoding": "identity"}, checks=CHECKS)


@schema.exclude(func=is_one_of_many).parametrize()
@settings(suppress_health_check=list(HealthCheck), deadline=None)
def test_every_answer_is_as_the_document_tells(case: Any, inhabited: Inhabited) -> None:
    ask(case, inhabited)


@schema.include(func=is_its_turn).parametrize()
@settings(suppress_health_check=list(HealthCheck), deadline=None, max_examples=FEW)
def test_what_every_noun_can_is_as_the_document_tells(case: Any, inhabited: Inhabited) -> None:
    ask(case, inhabited)
