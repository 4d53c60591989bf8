"""What was put off and has come back is told to open pages: it came by the time alone, so nothing was written."""

from __future__ import annotations

from django.db import connection
from procrastinate.contrib.django import app

_BACK = """
    update kernel_notice set xid = pg_current_xact_id()
    where done_at is null and stands_at > at and stands_at between now() - interval '2 minutes' and now()
"""


@app.periodic(cron="* * * * *")
@app.task(queue="notices", queueing_lock="notices-back")
def tell_of_what_came_back(timestamp: int) -> None:
    """A minute is told twice, so that none is missed; a page that is told twice shows the same."""
    with connection.cursor() as cursor:
        cursor.execute(_BACK)
