"""Mail goes every minute: what is wanted at once, and digests whose hour has come."""

from __future__ import annotations

from procrastinate.contrib.django import app


@app.periodic(cron="* * * * *")
@app.task(queue="mail", queueing_lock="notices-by-mail", lock="notices-by-mail")
def send_mail(timestamp: int) -> None:
    from concerto.kernel.channels.mail.sending import (
        send_what_is_due,
    )  # brings templates along, which pages have anyway

    send_what_is_due()
