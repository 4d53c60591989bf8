"""What sign-in does in the background: mail, so that a page takes as long whether a mail address is known or not; and tidying."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from concerto.kernel.access.signing_in.attempts.counting import forget_old
from concerto.kernel.access.signing_in.links.mail import send_link

AGAIN = RetryStrategy(
    max_attempts=8, exponential_wait=3, retry_exceptions=[OSError]
)  # after 3, 9, 27 … s: nearly 3 hours


@app.task(queue="mail", retry=AGAIN)
def send_reset_link(address: str) -> None:
    """A server that is away or refuses (smtplib's errors are OSErrors) is asked again, each time with a fresh link."""
    send_link(address)


@app.periodic(cron="17 3 * * *")
@app.task(queue="mail", queueing_lock="forget-old-attempts")
def forget_old_attempts(timestamp: int) -> None:
    forget_old()
