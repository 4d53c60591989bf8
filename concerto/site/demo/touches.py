"""Invented touches: what was said on the phone, in meetings, by mail."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from django.utils import timezone

CALLS = (
    ("Asked about delivery of the heat pumps", "Wants the date in writing. Promised an answer by Friday."),
    ("Went through the quote", "Happy with the price, unsure about the service level at night."),
    ("Noise at unit 3", "Most noticeable after one in the morning. Two guests changed rooms."),
    ("问了交货时间", "希望书面确认，答应周五前回复。"),
    ("沟通报价", "价格可以，夜间服务响应还有顾虑。"),
    ("三号机组异响", "夜里一点后最明显，已有两位住客换房。"),
)
MEETINGS = (
    ("Yearly review", "Energy costs down 14 %. They think about the second building."),
    ("Site visit before installation", "The lift is too small for the crate; logistics should plan a crane."),
    ("年度回顾", "能耗下降 14%，在考虑二期。"),
    ("安装前踏勘", "电梯放不下木箱，请物流安排吊装。"),
)
NOTES = (
    "Decides together with her brother, who runs the Lyon site.",
    "Pays on the 25th, whatever the invoice says.",
    "Please do not call during the harvest (September).",
    "决策人是集团总经理，工程总监是使用人。",
    "每月 25 日付款。涨价函先别发。",
    "喜欢企业微信沟通，工作日 9 点到 18 点。",
)
SORTS = ("call", "call", "mail", "chat", "meeting", "visit")


def activity(random: Random, author: int, now: datetime) -> dict[str, object]:
    """Values of one activity within the last year."""
    sort = random.choice(SORTS)
    subject, body = random.choice(MEETINGS if sort in ("meeting", "visit") else CALLS)
    return {
        "sort": sort,
        "subject": subject,
        "body": body,
        "direction": random.choice(("to-them", "to-us")),
        "minutes": random.choice((None, 5, 10, 15, 30, 45, 60)),
        "happened_at": within_a_year(random, now),
        "author_id": author,
    }


def note(random: Random, author: int, now: datetime) -> dict[str, object]:
    """Values of one note within the last year."""
    return {"body": random.choice(NOTES), "author_id": author, "created_at": within_a_year(random, now)}


def within_a_year(random: Random, now: datetime) -> datetime:
    """A moment in office hours of a working day, more likely a recent one."""
    day = timezone.localtime(now) - timedelta(days=int(365 * random.random() ** 2) + 1)
    day -= timedelta(days=max(0, day.weekday() - 4))
    return day.replace(hour=random.randrange(9, 18), minute=random.randrange(60), second=0, microsecond=0)
