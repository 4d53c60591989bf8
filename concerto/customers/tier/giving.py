"""Giving customers the tier that their segments say: found in one statement, written in chunks, each change told in the journal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db import connection, transaction

from concerto.customers.customer.entity import customer
from concerto.customers.customer.model import Customer
from concerto.kernel.access.actor import JOB, SYSTEM
from concerto.kernel.actions.standard import EDIT
from concerto.kernel.batches.work import Ends, set_values

CHUNK = 5000

# Who should have which tier by rule, where that is not what a rule gave last. A customer whose tier is neither empty nor what
# a rule gave was given it by hand, and is left alone. Grace: who left a segment a while ago only still counts as in it.
_FOUND = """
    with policies as (select id, grade, place, segment_id, grace from customers_tierpolicy where active and trashed_at is null),
    fitting as (
        select distinct on (member.record) member.record as id, policies.id as policy, policies.grade
        from policies join kernel_member member on member.segment_id = policies.segment_id
        left join customers_tierbyrule given on given.customer_id = member.record and given.policy_id = policies.id
        where member.left_at is null
            or (given.customer_id is not null and member.left_at > now() - make_interval(days => coalesce(policies.grace, 0)))
        order by member.record, policies.place, policies.id),
    wanted as (
        select coalesce(fitting.id, given.customer_id) as id, fitting.policy, coalesce(fitting.grade, '') as grade
        from fitting full join customers_tierbyrule given on given.customer_id = fitting.id
        where fitting.policy is distinct from given.policy_id or fitting.grade is distinct from given.grade)
    select wanted.id, wanted.policy, wanted.grade from wanted
    join customers_customer customer on customer.id = wanted.id and customer.trashed_at is null
    left join customers_tierbyrule given on given.customer_id = wanted.id
    where customer.tier = '' or customer.tier = given.grade or customer.tier = wanted.grade
    order by wanted.id limit %(chunk)s
"""
_GIVEN = """
    insert into customers_tierbyrule (customer_id, policy_id, grade, since)
    select id, policy, grade, now() from unnest(%(ids)s::bigint[], %(policies)s::bigint[], %(grades)s::text[]) as given(id, policy, grade)
    where policy is not null
    on conflict (customer_id) do update set policy_id = excluded.policy_id, grade = excluded.grade, since = excluded.since
"""
_TAKEN = "delete from customers_tierbyrule where customer_id = any(%(ids)s)"


def give() -> int:
    """Bring every customer's tier in line with the rules; answer how many were promoted or demoted."""
    total = 0
    while True:
        looked_at, changed = _some()
        total += changed
        if looked_at < CHUNK:
            return total


def _some() -> tuple[int, int]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_FOUND, {"chunk": CHUNK})
            found = cursor.fetchall()
        changed = sum(
            _set(grade, [id for id, _policy, each in found if each == grade]) for grade in {row[2] for row in found}
        )
        with connection.cursor() as cursor:
            cursor.execute(_TAKEN, {"ids": [id for id, policy, _grade in found if policy is None]})
            ids, policies, grades = ([row[at] for row in found] for at in range(3))
            cursor.execute(_GIVEN, {"ids": ids, "policies": policies, "grades": grades})
    return len(found), changed


def _set(grade: str, ids: Sequence[int]) -> int:
    rows = Customer.everything.select_for_update(of=("self",), no_key=True).filter(pk__in=ids).order_by("pk")
    ends, by_rule = Ends(), replace(SYSTEM.at(JOB).doing(EDIT), reason=BY_RULE)
    set_values(by_rule, customer, list(rows.values_list("pk", flat=True)), {"tier": grade}, ends)
    return len(ends.changed)


BY_RULE = "tier by rule"  # what the journal says of such a change
