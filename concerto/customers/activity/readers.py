"""What follows a touch: the customer remembers the latest one."""

from collections.abc import Sequence

from django.db import connection

from concerto.kernel.journal.model import Entry
from concerto.kernel.journal.reading import reader

_TOUCH = """
    update customers_customer customer set last_touch = touched.at
    from (select topic, max(at) as at from unnest(%s::bigint[], %s::timestamptz[]) as t(topic, at) group by topic) touched
    where customer.id = touched.topic and (customer.last_touch is null or customer.last_touch < touched.at)
"""


@reader("customers.last-touch", from_the_start=True)
def remember_last_touch(lines: Sequence[Entry]) -> None:
    """Notes and activities raise their customer's `last_touch`; never lowered, so reading a line twice changes nothing."""
    touches = [line for line in lines if line.entity in ("note", "activity") and line.verb == "create"]
    if not touches:
        return
    with connection.cursor() as cursor:
        cursor.execute(_TOUCH, [[line.topic for line in touches], [line.happened_at for line in touches]])
