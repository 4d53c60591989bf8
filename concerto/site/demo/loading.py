"""Puts the demo company into an empty Concerto: the same company for the same seed, of 200 or of a million customers."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from concerto.collaboration.handoffs.type.first_run import ensure_types
from concerto.customers.activity.model import Activity
from concerto.customers.contact_point.model import ContactPoint
from concerto.customers.customer.model import Customer
from concerto.customers.event.model import Event
from concerto.customers.event_kind.first_run import ensure_kinds
from concerto.customers.lifecycle_stage.first_run import ensure_lifecycle
from concerto.customers.note.model import Note
from concerto.customers.pain_point.model import PainPoint
from concerto.customers.pain_point.working_out import work_out as work_out_pain
from concerto.customers.relation.model import Relation
from concerto.customers.stage_duty.first_run import ensure_duties
from concerto.customers.stay.model import Stay
from concerto.customers.worth.model import Worth
from concerto.customers.worth.working_out import work_out as work_out_worth
from concerto.kernel.access.actor import SYSTEM
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.refusal import Refused
from concerto.kernel.journal.passing import pass_over_this_transaction
from concerto.kernel.journal.reading import catch_up, readers
from concerto.site.demo.caring import care
from concerto.site.demo.club import found_club
from concerto.site.demo.conversing import converse
from concerto.site.demo.errands import give_errands
from concerto.site.demo.gathering import gather
from concerto.site.demo.granting import hold
from concerto.site.demo.helping import agree
from concerto.site.demo.inboxes import fill_inboxes
from concerto.site.demo.indexes import set_aside
from concerto.site.demo.joints import hand_over
from concerto.site.demo.moments import Moments
from concerto.site.demo.people import assemble
from concerto.site.demo.quoting import quote
from concerto.site.demo.selling import sell
from concerto.site.demo.steering import steer
from concerto.site.demo.talking import talk_and_promise
from concerto.site.demo.teams import seat_people
from concerto.site.demo.writing import CHUNK, Company, Counts

NOUNS = (Customer, ContactPoint, Relation, Activity, Note, Event, Stay)
WORKED_OUT = (PainPoint, Worth)
TABLES = [*(model._meta.db_table for model in NOUNS), "journal"]
SCALES = {"small": 200, "10k": 10_000, "100k": 100_000, "1m": 1_000_000}
BULK = 10_000  # customers from which on it pays to make indexes afterwards; that takes the owner of the tables
Told = Callable[[str, int, int], None]  # what is being done, customers so far, customers in all


@dataclass(frozen=True)
class Loaded:
    """What is there now. `seconds` is the time of the load, its indexes included."""

    people: int
    customers: int
    entries: int
    rows: int
    seconds: float


def load(scale: str, seed: int, told: Told = lambda *_: None, moments: Moments | None = None) -> Loaded:
    """Load the demo in one transaction: interrupted, nothing of it is there. Raises Refused where customers are."""
    refuse_where_customers_are()
    wanted, begun = SCALES[scale], time.monotonic()
    for reader in readers():
        catch_up(reader)  # then each has a bookmark, which can be told what to pass over
    with transaction.atomic():
        people = assemble()
        ensure_kinds()
        ensure_lifecycle()
        ensure_duties()
        ensure_types()
        if wanted >= BULK:
            _number_from_one()
        with _without_indexes(wanted, told):
            counts = _customers(Company(seed, people, moments or Moments.until_now()), wanted, told)
        if wanted < BULK:
            care()
            steer()
            found_club()
            hand_over(seed)
            gather()
            seat_people()
            talk_and_promise(seed)
            converse()
            hold()
            quote(seed)
            sell(seed)
            give_errands(seed)
            agree()
            fill_inboxes()
        told("journeys", wanted, wanted)
        work_out_worth()
        work_out_pain()
        pass_over_this_transaction()
    if wanted >= BULK:
        told("statistics", wanted, wanted)
        _tidy()
    return Loaded(len(people), wanted, counts.entries, counts.rows, round(time.monotonic() - begun, 1))


def refuse_where_customers_are() -> None:
    if any(visible_to(SYSTEM, model, trashed=trashed).exists() for model in NOUNS for trashed in (False, True)):
        raise Refused(_("There are customers here already; the demo goes only into an empty Concerto."))
    if visible_to(SYSTEM, Person).filter(username="executive").exists():
        raise Refused(_("The people of the demo are here already; the demo goes only into an empty Concerto."))


def _number_from_one() -> None:
    """An attempt that was interrupted has used up ids, which a company of the same seed must not show."""
    with connection.cursor() as cursor:
        for model in NOUNS:
            cursor.execute("select pg_get_serial_sequence(%s, 'id')", [model._meta.db_table])
            cursor.execute(f"alter sequence {cursor.fetchone()[0]} restart")


def _without_indexes(wanted: int, told: Told) -> AbstractContextManager[None]:
    if wanted < BULK:
        return nullcontext()
    return set_aside(TABLES, lambda name: told(name, wanted, wanted))


def _customers(company: Company, wanted: int, told: Told) -> Counts:
    for first in range(0, wanted, CHUNK):
        told("customers", first, wanted)
        company.write(range(first, min(first + CHUNK, wanted)), wanted)
    return company.counts


def _tidy() -> None:
    """What the database itself would do within the next minutes: so that the first page is as quick as any other."""
    with connection.cursor() as cursor:
        cursor.execute("set statement_timeout = 0")
        cursor.execute(f"vacuum (analyze) {', '.join([*TABLES, *(model._meta.db_table for model in WORKED_OUT)])}")
        cursor.execute("reset statement_timeout")
