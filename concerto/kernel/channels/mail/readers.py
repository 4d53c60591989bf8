"""What follows a notice: a letter for whoever wants its kind by mail, in the transaction in which it is told."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from concerto.kernel.access.signing_in.links.mail import possible
from concerto.kernel.notices.kinds import Kind
from concerto.kernel.notices.model import Mail
from concerto.kernel.notices.sending import carrier
from concerto.kernel.notices.settings import usual_mail

_WRITE = """
    insert into kernel_letter (notice_id, state, made_at, next_try_at, tries, problem)
    select notice.id, 'waiting', now(), now(), 0, '' from kernel_notice notice
    join kernel_person person on person.id = notice.person_id and person.email <> ''
    left join kernel_notice_setting setting on setting.person_id = person.id and setting.kind = notice.kind
    where notice.id = any(%(ids)s) and coalesce(nullif(setting.mail, ''), %(usual)s) <> %(off)s
    order by notice.id on conflict (notice_id) do nothing
"""


@carrier
def write_letters(kind: Kind, ids: Sequence[int]) -> None:
    """One for a notice, however often it is told more of. A Concerto that sends no mail keeps none for later."""
    if possible():
        with connection.cursor() as cursor:
            cursor.execute(_WRITE, {"ids": list(ids), "usual": usual_mail(kind), "off": Mail.OFF})
