"""What sign-in does in the background: mail, so that a page takes as long whether a mail address is known or not; and tidying."""

from __future__ import annotations

from procrastinate.contrib.django import app

from concerto.kernel.access.signing_in.attempts.counting import forget_old
from concerto.kernel.access.signing_in.links.mail import send_link


@app.task(queue="mail")
def send_reset_link(address: str) -> None:
    send_link(address)


@app.periodic(cron="17 3 * * *")
@app.task(queue="mail", queueing_lock="forget-old-attempts")
def forget_old_attempts(timestamp: int) -> None:
    forget_old()
