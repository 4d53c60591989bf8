"""Tries of the document told apart: work is given out by ids, and schemathesis gives all tries of one function the same."""

from collections.abc import Iterable

import pytest
from schemathesis.pytest.plugin import SchemathesisFunction


def pytest_collection_modifyitems(items: Iterable[pytest.Item]) -> None:
    for item in items:
        if isinstance(item, SchemathesisFunction):
            item._id = item.id.with_params(item.operation_label)
