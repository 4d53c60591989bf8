"""Which statements are asked of the database, whenever they are asked."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext  # noqa: TID251 - made fit for use here

from concerto.collaboration.my_work import counting as to_do
from concerto.commerce.currency import known as currencies
from concerto.customers.customer import tiers
from concerto.customers.event_kind import known as event_kinds
from concerto.kernel.duplicates import waiting as duplicates
from concerto.kernel.tags import known as tags
from concerto.sales.stage import known as stages

REMEMBERED = (tags, event_kinds, tiers, stages, currencies, duplicates, to_do)


class Queries(CaptureQueriesContext):
    """The statements within; what is remembered for a moment stays so: whether a moment was just over says nothing about a page."""

    def __init__(self) -> None:
        super().__init__(connection)
        self._longer = pytest.MonkeyPatch()

    def __enter__(self) -> Queries:
        for each in REMEMBERED:
            self._longer.setattr(each, "MOMENT", 3600.0)
        super().__enter__()
        return self

    def __exit__(self, *problem: Any) -> None:
        super().__exit__(*problem)
        self._longer.undo()
