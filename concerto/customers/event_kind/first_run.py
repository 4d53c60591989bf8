"""The kinds of events that a new company begins with; administrators rename them, take them away and add others."""

from __future__ import annotations

from django.db import transaction

from concerto.customers.event_kind.model import EventKind, Feeling
from concerto.kernel.access.actor import SYSTEM
from concerto.kernel.actions.change import add

KINDS = (
    ("page-view", "Page view", "浏览页面", Feeling.PLAIN),
    ("product-view", "Product view", "浏览产品", Feeling.PLAIN),
    ("cart", "Put into the cart", "加入购物车", Feeling.GOOD),
    ("purchase", "Purchase", "购买", Feeling.GOOD),
    ("refund", "Refund", "退款", Feeling.BAD),
    ("check-in", "Check-in on site", "到店签到", Feeling.GOOD),
    ("registration", "Registration", "活动报名", Feeling.GOOD),
    ("review", "Review", "评价", Feeling.PLAIN),
    ("late-delivery", "Late delivery", "延迟交付", Feeling.BAD),
    ("complaint", "Complaint", "投诉", Feeling.BAD),
    ("mail-click", "Click in a mail", "邮件点击", Feeling.PLAIN),
    ("sign-in", "Sign-in to our site", "登录网站", Feeling.PLAIN),
)
LOW = {"review": 3}  # of five stars


def ensure_kinds() -> None:
    """Make them if nobody has ever made one."""
    with transaction.atomic():
        if EventKind.everything.exists():
            return
        for key, name, name_zh, feeling in KINDS:
            low = LOW.get(key)
            add(SYSTEM.doing("create"), EventKind(key=key, name=name, name_zh=name_zh, feeling=feeling, low=low))
