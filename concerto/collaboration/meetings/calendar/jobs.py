"""Invitations by mail, in the background: a server that is away is asked again."""

from __future__ import annotations

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from concerto.collaboration.meetings.calendar.mailing import send_invitation

AGAIN = RetryStrategy(max_attempts=8, exponential_wait=3, retry_exceptions=[OSError])


@app.task(queue="mail", retry=AGAIN)
def mail_invitation(meeting: int, person: int, method: str) -> None:
    send_invitation(meeting, person, method)
