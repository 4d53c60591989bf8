"""Invented touches: what was said on the phone, in meetings, by mail; and the one story that a newcomer can follow."""

from __future__ import annotations

from random import Random
from typing import Any

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

STORY_NAME = {"name": "Egret Springs Hotels", "other_name": "白鹭泉酒店集团", "industry": "Hospitality", "city": "Leeds", "country": "United Kingdom",
              "language": "en", "channel": "email", "website": "https://egretsprings.example"}  # fmt: skip
STORY = (
    ("sales-3", "call", "Happy with the first building", "Two more buildings are planned. Asks for a price for forty units."),
    ("service", "call", "Noise at unit 3", "Two guests changed rooms this week. They ask who is responsible now."),
    ("service", "mail", "Third complaint about the noise", "The manager writes that the contract will not be renewed like this."),
    ("success", "call", "They look at another maker", "The renewal is on the table in six weeks. Asked for one visit with an engineer."),
    ("rnd", "visit", "Measured at night", "The fan resonates at 41 %. A damper kit solves it; drawings are with production."),
    ("logistics", "mail", "Damper kits on the way", "Forty kits left the warehouse, delivery before the weekend."),
    ("service", "visit", "Kits fitted", "Quiet in every room. The night porter signed the report."),
    ("sales-3", "meeting", "Renewed for three years", "They stay, and take the second building. Thanks to everybody."),
)  # fmt: skip
STORY_EVENTS = (  # each with the step of the story after which it came
    (0, {"kind": "purchase", "what": "Heat pump HP-40", "amount": 86400}),
    (0, {"kind": "review", "what": "Heat pump HP-40", "score": 5}),
    (1, {"kind": "complaint", "what": "Noise at unit 3"}),
    (2, {"kind": "complaint", "what": "Noise at unit 3"}),
    (3, {"kind": "review", "what": "Heat pump HP-40", "score": 2}),
    (5, {"kind": "late-delivery", "what": "Quiet kit"}),
    (6, {"kind": "review", "what": "Quiet kit", "score": 5}),
    (7, {"kind": "purchase", "what": "Service plan", "amount": 21900}),
)


def activity(random: Random) -> dict[str, Any]:
    """What was said; by whom and when is for the caller."""
    sort = random.choice(SORTS)
    subject, body = random.choice(MEETINGS if sort in ("meeting", "visit") else CALLS)
    return {
        "sort": sort,
        "subject": subject,
        "body": body,
        "direction": random.choice(("to-them", "to-us")),
        "minutes": random.choice((None, 5, 10, 15, 30, 45, 60)),
    }


def note(random: Random) -> dict[str, Any]:
    return {"body": random.choice(NOTES)}
