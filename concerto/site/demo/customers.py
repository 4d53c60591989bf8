"""Invented customers: organisations here and abroad, people who work at them, people who buy for themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

CITIES_ZH = (
    "苏州",
    "杭州",
    "上海",
    "南京",
    "无锡",
    "宁波",
    "厦门",
    "佛山",
    "成都",
    "重庆",
    "武汉",
    "西安",
    "青岛",
    "长沙",
    "乌鲁木齐",
    "漠河",
)
FIRST_ZH = ("云杉岭", "白鹭泉", "青禾坡", "听潮", "星落", "半亩", "松针", "溪山", "铃兰", "海棠湾", "九桥", "安岭", "阿里木", "望江", "石榴里",
            "竹影", "明月桥", "归雁", "南枝", "雪绒")  # fmt: skip
TRADES_ZH = (
    ("酒店集团", "住宿"), ("仪表", "仪器仪表"), ("烘焙", "食品"), ("书店连锁", "零售"), ("灯具", "照明"), ("茶业", "食品"), ("造纸", "造纸"),
    ("药房", "医药零售"), ("电梯", "机械"), ("果园", "农业"), ("冷链物流", "物流"), ("幼儿园", "教育"),
)  # fmt: skip
SUFFIXES_ZH = ("有限公司", "股份有限公司", "（集团）有限公司")
SURNAMES_ZH = "林沈周许顾程梅白陆韦何岑曾单江叶唐苏"
GIVEN_ZH = ("叙白", "海棠", "有年", "知远", "清和", "若水", "云舟", "思齐", "雨眠", "长安", "小满", "予墨")
CITIES_EN = (("Leeds", "United Kingdom"), ("Porto", "Portugal"), ("Aarhus", "Denmark"), ("Lyon", "France"), ("Jena", "Germany"), ("Turku", "Finland"),
             ("York", "United Kingdom"), ("Ghent", "Belgium"), ("Graz", "Austria"), ("Bergen", "Norway"), ("Cork", "Ireland"), ("Brno", "Czechia"))  # fmt: skip
FIRST_EN = ("Egret Springs", "Quillon", "Moonlit", "Halvorsen-Pike", "Foxglove", "Tessellate", "Nine Bridges", "Saltmarsh", "Bramblewick", "Paper Lantern",
            "Osprey", "Kestrel Lane", "Cobbler’s", "Gannet & Thrush", "Velvet Comet", "Hollow Oak", "Alibi", "Acorn Street")  # fmt: skip
TRADES_EN = (("Hotels", "Hospitality"), ("Looms", "Textiles"), ("Bearings", "Machinery"), ("Pharmacies", "Retail"), ("Optics", "Instruments"), ("Ferries", "Transport"),
             ("Foods", "Food"), ("Cinemas", "Leisure"), ("Kilns", "Ceramics"), ("Clinics", "Health"), ("Theatre Lighting", "Lighting"), ("Breweries", "Food"))  # fmt: skip
GIVEN_EN = ("Ada", "Bo", "Clara", "Dov", "Edda", "Finn", "Greta", "Hugo", "Ines", "Jarl", "Kit", "Lena")
SURNAMES_EN = ("Marsh", "Okafor", "Lindqvist", "Reyes", "Novak", "Byrne", "Haas", "Silva", "Moreau", "Wren")
STAGES = ("acquire", "nurture", "convert", "retain", "refer")
SOURCES = ("Trade fair", "Website", "Referral", "Partner", "展会", "官网", "转介绍")


@dataclass
class Invented:
    """What the demo keeps of one customer: values by field id, ways to reach them, and how many touches they had."""

    values: Mapping[str, object]
    points: Sequence[Mapping[str, object]] = ()
    parent: int | None = None  # position of the customer that this one is part of
    works_at: list[tuple[int, str]] = field(default_factory=list)
    touches: int = 0


def organisations(random: Random, count: int) -> Iterator[Invented]:
    """Half Chinese, half abroad; no two of the same name."""
    makers = (_chinese_company, _foreign_company)
    seen: set[object] = set()
    while len(seen) < count:
        invented = makers[len(seen) % 2](random, len(seen))
        if invented.values["name"] not in seen:
            seen.add(invented.values["name"])
            yield invented


def persons(random: Random, count: int) -> Iterator[Invented]:
    """People: every third buys for himself, the others work at one or two of the organisations."""
    for number in range(count):
        yield _chinese_person(random, number) if number % 2 else _foreign_person(random, number)


def _chinese_company(random: Random, number: int) -> Invented:
    first, (trade, industry), city = random.choice(FIRST_ZH), random.choice(TRADES_ZH), random.choice(CITIES_ZH)
    values = {"name": f"{first}{trade}", "other_name": f"{city}{first}{trade}{random.choice(SUFFIXES_ZH)}", "industry": industry,
              "city": city, "country": "中国", "language": "zh", "channel": random.choice(("phone", "wechat", "wecom"))}  # fmt: skip
    points: list[Mapping[str, object]] = [
        {"medium": "phone", "value": f"0512 6{random.randrange(1000000):07d}"},
        _mobile(random),
    ]
    return Invented(values | _size(random), points, touches=_touches(random))


def _foreign_company(random: Random, number: int) -> Invented:
    first, (trade, industry), (city, country) = (
        random.choice(FIRST_EN),
        random.choice(TRADES_EN),
        random.choice(CITIES_EN),
    )
    name = f"{first} {trade}"
    domain = "".join(letter for letter in name.lower() if letter.isalnum() and letter.isascii())
    values = {"name": name, "industry": industry, "city": city, "country": country, "language": "en", "channel": "email",
              "website": f"https://{domain}.example"}  # fmt: skip
    points: list[dict[str, object]] = [{"medium": "email", "value": f"hello@{domain}.example"}]
    return Invented(values | _size(random), points, touches=_touches(random))


def _chinese_person(random: Random, number: int) -> Invented:
    values = {
        "name": random.choice(SURNAMES_ZH) + random.choice(GIVEN_ZH),
        "form": "person",
        "city": random.choice(CITIES_ZH),
        "country": "中国",
        "language": "zh",
    }
    return Invented(values | {"stage": random.choice(STAGES)}, [_mobile(random)], touches=random.randrange(3))


def _foreign_person(random: Random, number: int) -> Invented:
    given, surname, (city, country) = random.choice(GIVEN_EN), random.choice(SURNAMES_EN), random.choice(CITIES_EN)
    values = {
        "name": f"{given} {surname}",
        "form": "person",
        "city": city,
        "country": country,
        "language": "en",
        "stage": random.choice(STAGES),
    }
    points: list[dict[str, object]] = [{"medium": "email", "value": f"{given}.{surname}{number}@mail.example".lower()}]
    return Invented(values, points, touches=random.randrange(3))


def _mobile(random: Random) -> dict[str, object]:
    return {"medium": "mobile", "value": f"138 {random.randrange(10000):04d} {random.randrange(10000):04d}"}


def _size(random: Random) -> dict[str, object]:
    employees = int(10 ** random.uniform(1, 4))
    return {
        "employees": employees,
        "revenue": str(employees * random.randrange(200, 900) * 1000),
        "founded": random.randrange(1962, 2024),
        "stage": random.choice(STAGES),
        "tier": random.choice(("A", "B", "B", "C", "C", "C")),
        "source": random.choice(SOURCES),
    }


def _touches(random: Random) -> int:
    """Most customers are touched a little, a few a lot."""
    return min(60, int(random.paretovariate(1.1)))
