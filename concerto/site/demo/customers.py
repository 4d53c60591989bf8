"""Invented customers: organisations here and abroad, people who work at them, people who buy for themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

from concerto.site.demo import names

PERSONS = 2  # of every five customers
STAGES = ("acquire", "nurture", "convert", "retain", "refer")
SOURCES = ("Trade fair", "Website", "Referral", "Partner", "展会", "官网", "转介绍")
PARTS = ("Purchasing", "Decision maker", "Engineering", "采购经理", "决策人", "工程总监")


@dataclass(frozen=True)
class Invented:
    """One customer: values by field id, ways to be reached, and by position (0 is the first) whom it belongs to."""

    values: Mapping[str, Any]
    points: Sequence[Mapping[str, Any]]
    parent: int | None = None
    works_at: Sequence[tuple[int, str]] = ()


def is_person(position: int) -> bool:
    return position % 5 >= 5 - PERSONS


def invented(random: Random, position: int, salt: int) -> Invented:
    """The customer at a position; what it belongs to stands at an earlier one."""
    if is_person(position):
        return _person(random, position)
    number = position // 5 * (5 - PERSONS) + position % 5
    values, points = (_chinese if number % 2 else _foreign)(random, number // 2, salt)
    parent = _organisation_before(random, position // 2) if number % 8 == 7 else None
    return Invented(values | _size(random), points, parent)


def _organisation_before(random: Random, position: int) -> int:
    """The position of some organisation, at most `position`."""
    return random.randrange(position // 5 + 1) * 5


def _chinese(random: Random, number: int, salt: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    name, legal, industry, city = names.chinese_name(number, salt)
    values = {"name": name, "other_name": legal, "industry": industry, "city": city, "country": "中国", "language": "zh",
              "channel": random.choice(("phone", "wechat", "wecom"))}  # fmt: skip
    return values, [_point("phone", f"0512 6{random.randrange(10**7):07d}"), _mobile(random)]


def _foreign(random: Random, number: int, salt: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    name, industry, city, country = names.foreign_name(number, salt)
    domain = f"{name.lower().replace(' ', '')}.example"
    values = {"name": name, "industry": industry, "city": city, "country": country, "language": "en", "channel": "email",
              "website": f"https://{domain}"}  # fmt: skip
    return values, [_point("email", f"hello@{domain}")]


def _person(random: Random, position: int) -> Invented:
    """Two of three work at some organisation, some at two; the others buy for themselves."""
    chinese = position % 2 == 1
    values, points = (_chinese_person if chinese else _foreign_person)(random, position)
    places = sorted({_organisation_before(random, position) for _ in range(1 + (position % 6 == 1))})
    employed = position % 3 != 0
    return Invented(
        values | {"form": "person"}, points, works_at=[(at, random.choice(PARTS)) for at in places] if employed else ()
    )


def _chinese_person(random: Random, position: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    name = random.choice(names.SURNAMES_ZH) + random.choice(names.GIVEN_ZH)
    return {"name": name, "city": random.choice(names.CITIES_ZH), "country": "中国", "language": "zh"}, [
        _mobile(random)
    ]


def _foreign_person(random: Random, position: int) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    given, surname = random.choice(names.GIVEN_EN), random.choice(names.SURNAMES_EN)
    city, country = random.choice(names.CITIES_EN)
    values = {"name": f"{given} {surname}", "city": city, "country": country, "language": "en"}
    return values, [_point("email", f"{given}.{surname}{position}@mail.example".lower())]


def _mobile(random: Random) -> dict[str, Any]:
    return _point("mobile", f"138 {random.randrange(10**4):04d} {random.randrange(10**4):04d}")


def _point(medium: str, value: str) -> dict[str, Any]:
    return {"medium": medium, "value": value}


def _size(random: Random) -> dict[str, Any]:
    employees = int(10 ** random.uniform(1, 4))
    return {
        "employees": employees,
        "revenue": Decimal(employees * random.randrange(200, 900) * 1000),
        "founded": random.randrange(1962, 2024),
        "tier": random.choice("ABBCCC"),
        "source": random.choice(SOURCES),
    }
