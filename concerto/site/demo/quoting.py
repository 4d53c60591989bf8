"""What the demo company sells: products, two price books, currencies, who may give which discount, and quotes at every stage."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Any

from concerto.commerce.product.model import Product
from concerto.commerce.quote.actions import accept, add_line, approve, decline, revise, send
from concerto.commerce.quote.model import Quote
from concerto.customers.customer.model import Customer
from concerto.customers.membership.programme.days import today
from concerto.kernel.access.actor import PAGE, SYSTEM, Actor, actor_for
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.gates import NeedsApproval, ask
from concerto.kernel.actions.standard import create
from concerto.kernel.entity.registry import named

QUOTES = 36
CURRENCIES = (
    ("USD", "US dollar", "美元", 2, "7.11", "7.08"),
    ("EUR", "Euro", "欧元", 2, "8.24", "8.31"),
    ("JPY", "Japanese yen", "日元", 0, "0.0468", "0.0461"),
)
PRODUCTS = (
    ("HP-080", "Air source heat pump 8 kW", "空气源热泵 8 kW", "Home", "good", "台", "18600"),
    ("HP-120", "Air source heat pump 12 kW", "空气源热泵 12 kW", "Home", "good", "台", "24800"),
    ("HP-350", "Air source heat pump 35 kW", "空气源热泵 35 kW", "Business", "good", "台", "58600"),
    ("HP-700", "Air source heat pump 70 kW", "空气源热泵 70 kW", "Business", "good", "台", "106000"),
    ("GP-200", "Ground source heat pump 20 kW", "地源热泵 20 kW", "Ground", "good", "台", "46800"),
    ("BT-300", "Buffer tank 300 l", "缓冲水箱 300 L", "Parts", "good", "台", "3980"),
    ("HW-200", "Hot water tank 200 l", "生活热水箱 200 L", "Parts", "good", "台", "4680"),
    ("CT-10", "Control panel", "智能控制器", "Parts", "good", "台", "1280"),
    ("PF-25", "Floor heating pipe", "地暖管 PE-RT 25", "Parts", "good", "米", "9.6"),
    ("SV-IN", "Installation on site", "现场安装", "Service", "service", "工日", "880"),
    ("SV-CO", "Commissioning", "调试验收", "Service", "service", "次", "1800"),
    ("SV-MA", "Yearly maintenance", "年度维保", "Service", "service", "年", "2400"),
)  # fmt: skip
DOLLARS = {
    "HP-080": "2690",
    "HP-120": "3590",
    "HP-350": "8480",
    "HP-700": "15300",
    "GP-200": "6790",
    "BT-300": "580",
    "SV-CO": "320",
}
LARGE = {"HP-350": (5, "55600"), "HP-700": (3, "99800"), "PF-25": (1000, "8.4")}
LIMITS = (
    ("sales", "Sales reps", "销售代表", "5"),
    ("sales-manager", "Sales managers", "销售经理", "15"),
    ("executive", "Executives", "管理层", "30"),
)
RULES = (
    ("Discounts over 5 %", "折扣超过 5%", "steepest > 5", {"name": "直属上级", "manager": "yes"}),
    ("Discounts over 15 %", "折扣超过 15%", "steepest > 15", {"name": "财务", "role": "finance", "mode": "any"}),
)  # fmt: skip
WHAT = (
    "厂房供暖改造",
    "员工宿舍热水系统",
    "办公楼冷暖两用",
    "Cold room retrofit",
    "酒店热水机房",
    "Greenhouse heating",
    "社区供暖二期",
    "展厅地暖",
)
TERMS = "交货期：合同签订后 30 天。\n付款：预付 30%，到货 50%，验收后 20%。\n质保：整机 24 个月。"


def quote(seed: int) -> None:
    """All by the verbs that people use; the sellers who look after customers quote."""
    _currencies()
    products = _products()
    _prices(products)
    for role, name, name_zh, percent in LIMITS:
        create(SYSTEM, named("discount-limit"), {"role": role, "name": name, "name_zh": name_zh, "percent": percent})
    _rules()
    chance = Random(f"quotes {seed}")  # noqa: S311 (no secret, the same for the same seed)
    customers = (
        visible_to(SYSTEM, Customer).filter(owner__roles__contains=["sales"], owner__left_at=None).defer("search")
    )
    for place, customer in enumerate(customers.order_by("pk")[:QUOTES]):
        seller = actor_for(customer.owner_id or 0, PAGE)
        if seller:
            _quote(seller, customer, products, place, chance)


def _currencies() -> None:
    """Each with a rate of the last year and one of this."""
    for iso, name, name_zh, decimals, then, now in CURRENCIES:
        create(SYSTEM, named("currency"), {"iso": iso, "name": name, "name_zh": name_zh, "decimals": decimals})
        for days, rate in ((400, then), (40, now)):
            since = str(today() - timedelta(days=days))
            create(
                SYSTEM,
                named("exchange-rate"),
                {"currency": iso, "since": since, "rate": rate, "source": "中国银行折算价"},
            )


def _products() -> list[Product]:
    made = []
    for sku, name, name_zh, series, kind, unit, price in PRODUCTS:
        values = {
            "sku": sku,
            "name": name,
            "name_zh": name_zh,
            "series": series,
            "kind": kind,
            "unit": unit,
            "price": price,
        }
        product = create(SYSTEM, named("product"), {**values, "tax_rate": "6" if kind == "service" else "13"})
        assert isinstance(product, Product)
        made.append(product)
    return made


def _prices(products: Sequence[Product]) -> None:
    """A book for key customers, with less for many; and one in dollars."""
    key = create(
        SYSTEM,
        named("price-book"),
        {"name": "Key customers", "name_zh": "重点客户价", "tier": "A", "since": str(today().replace(month=1, day=1))},
    )
    dollars = create(SYSTEM, named("price-book"), {"name": "Export", "name_zh": "出口价", "currency": "USD"})
    for product in products:
        usual = ((product.price or 0) * Decimal("0.97")).quantize(Decimal("0.01"))
        _price(key.pk, product, str(usual))
        if product.sku in LARGE:
            least, price = LARGE[product.sku]
            _price(key.pk, product, price, least=least)
        if product.sku in DOLLARS:
            _price(dollars.pk, product, DOLLARS[product.sku])


def _price(book: int, product: Product, price: str, **more: Any) -> None:
    create(SYSTEM, named("price"), {"book": book, "product": product.pk, "price": price, **more})


def _rules() -> None:
    for name, name_zh, filter, step in RULES:
        rule = create(
            SYSTEM,
            named("approval-rule"),
            {"name": name, "name_zh": name_zh, "noun": "quote", "does": "approve", "filter": filter},
        )
        create(SYSTEM, named("approval-step"), {"rule": rule.pk, **step})


def _quote(seller: Actor, customer: Customer, products: Sequence[Product], place: int, chance: Random) -> None:
    """One in five in dollars; each goes as far as its place says."""
    abroad = place % 5 == 4
    quote = create(
        seller, named("quote"),
        {"name": WHAT[place % len(WHAT)], "customer": customer.pk, "valid_until": str(today() + timedelta(days=10 + place)),
         "currency": "USD" if abroad else "CNY", "terms": TERMS},
    )  # fmt: skip
    assert isinstance(quote, Quote)
    steep = place in (7, 19)
    offered = [each for each in products if not abroad or each.sku in DOLLARS]
    for product in chance.sample(offered, 2 + place % 3):
        quantity = Decimal(chance.randint(200, 1500) if product.unit == "米" else chance.randint(1, 6))
        off = Decimal(18) if steep else Decimal(chance.choice((0, 0, 0, 3, 5)))
        add_line(seller, quote, product=product, quantity=quantity, discount_percent=off)
    if steep:
        _have_it_approved(seller, quote)
    elif place % 6:
        send(seller, quote)
        _answer(seller, quote, place)


def _have_it_approved(seller: Actor, quote: Quote) -> None:
    try:
        approve(seller, quote)
    except NeedsApproval as needed:
        ask(seller, needed)


def _answer(seller: Actor, quote: Quote, place: int) -> None:
    match place % 6:
        case 1 | 2:
            accept(seller, quote)
        case 3:
            decline(seller, quote, reason="价格高于预算" if place % 2 else "Chose another supplier")
        case 4 if place % 4 == 0:
            revise(seller, quote, valid_until=today() + timedelta(days=45))
        case _:
            pass
