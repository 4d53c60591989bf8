"""The pages by which rights are administered: the matrix of a role, sharing, the explanation, trees, the rail."""

from __future__ import annotations

import pytest
from django.test import Client

from concerto.kernel.access.department.model import Department
from concerto.kernel.access.grant.model import Grant
from concerto.kernel.access.person.leaving import leave, return_
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.role.model import Role
from concerto.kernel.access.token.keys import bearer_of
from concerto.kernel.access.token.model import Token
from concerto.kernel.actions import standard
from concerto.kernel.actions.refusal import Invalid, Refused
from concerto.kernel.entity.registry import named
from tests.cast import acting, api_of, client_of, customer_of, person_called

pytestmark = pytest.mark.django_db


def role() -> Role:
    found = Role.everything.get(key="sales")
    assert isinstance(found, Role)
    return found


def post(client: Client, **values: str) -> tuple[int, str]:
    answer = client.post(f"/roles/{role().pk}/rights", values)
    return answer.status_code, answer.content.decode()


def test_the_matrix_is_looked_at_previewed_and_saved() -> None:
    admin = client_of("admin")
    page = admin.get(f"/roles/{role().pk}/rights?noun=customer").content.decode()
    assert 'name="rows.customer.read"' in page
    assert 'name="fields.customer.revenue"' in page
    status, preview = post(admin, preview="1", **{"rows.customer.read": "all", "fields.customer.city": "hidden"})
    assert (status, role().rules) == (200, {})
    assert "李青" in preview and "wider" in preview and "narrower" in preview
    status, _page = post(admin, **{"rows.customer.read": "all", "rows.customer.edit": "own", "version": "1"})
    assert (status, role().rules) == (302, {"customer": {"rows": {"read": "all"}}})
    status, page = post(admin, **{"rows.customer.read": "none", "version": "1"})
    assert (status, role().rules) == (412, {"customer": {"rows": {"read": "all"}}})
    assert "Somebody changed this role" in page


@pytest.mark.parametrize("value", ["granted", "everything", "readable", "\x00", ""])
def test_a_right_that_does_not_exist_is_refused(value: str) -> None:
    assert post(client_of("admin"), **{"rows.customer.read": value})[0] == 422
    assert role().rules == {}


def test_what_roles_may_do_is_for_those_who_administer() -> None:
    sales = client_of("sales")
    assert sales.get(f"/roles/{role().pk}/rights").status_code == 403
    assert sales.get(f"/roles/{role().pk}").status_code == 200
    assert "Administration" not in sales.get("/people/").content.decode()
    assert "Administration" in client_of("admin").get("/people/").content.decode()


def test_a_record_is_shared_from_its_page() -> None:
    sales, own = client_of("sales"), customer_of("own").pk
    assert "Share…" in sales.get(f"/customers/{own}").content.decode()
    assert sales.get(f"/customers/{own}/share").status_code == 200
    assert sales.post(f"/customers/{own}/share", {"level": "read"}).status_code == 422
    assert sales.get(f"/customers/{customer_of('other').pk}/share").status_code == 404
    receiver = person_called("partner").pk
    assert sales.post(f"/customers/{own}/share", {"person": receiver, "level": "read"}).status_code == 302
    grant = Grant.everything.get(person=receiver)
    assert (grant.given_by_id, grant.number) == (person_called("sales").pk, own)
    assert client_of("partner").get(f"/customers/{own}").status_code == 200


def test_only_who_may_know_roles_asks_about_others() -> None:
    other, rival = customer_of("other").pk, person_called("sales").pk
    told = client_of("admin").get(f"/customers/{other}/why", {"person": rival, "field": "revenue"}).content.decode()
    assert "李青 cannot do this: Read" in told and "Sales rep: of their teams" in told
    told = client_of("rival").get(f"/customers/{other}/why", {"person": rival}).content.decode()
    assert "Rob Tanner can do this: Read" in told and "李青" not in told
    left = client_of("admin").get(f"/customers/{other}/why", {"person": person_called("leaver").pk}).content.decode()
    assert "has left" in left


def test_departments_are_a_tree() -> None:
    page = client_of("sales").get("/departments/tree").content.decode()
    assert page.index("Commerce") < page.index("Field") < page.index("Operations")
    commerce, field = Department.everything.get(name="Commerce"), Department.everything.get(name="Field")
    with pytest.raises(Invalid):
        standard.edit(acting("admin"), named("department"), commerce.pk, {"parent": field.pk})
    with pytest.raises(Refused):
        standard.delete(acting("admin"), named("department"), commerce.pk)


def test_who_leaves_loses_sessions_and_keys_and_comes_back_without_them() -> None:
    pages, api = client_of("mate"), api_of("mate")
    mate = person_called("mate")
    leave(acting("admin"), mate, anyway=True)
    assert pages.get("/people/").status_code == 302
    assert api.get("/api/v1/people").status_code == 401
    return_(acting("admin"), mate)
    assert Person.everything.get(pk=mate.pk).is_active
    assert pages.get("/people/").status_code == 302
    assert api.get("/api/v1/people").status_code == 401
    assert Token.everything.filter(person=mate, revoked_at=None).count() == 0
    assert bearer_of("") is None
