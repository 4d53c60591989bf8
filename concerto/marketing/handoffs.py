"""What marketing hands to others."""

from concerto.collaboration.handoffs.type.declaring import criterion, declare, field, report, words
from concerto.kernel.access.department.model import Hue

declare(
    "qualified-lead", name="Qualified lead", name_zh="合格线索", giver=Hue.MARKETING, receiver=Hue.SALES, noun="lead",
    about="A lead that is real by the definition both sides agreed on.",
    about_zh="按双方约定标准确认属实的线索。",
    accept_within=4, finish_within=24,
    terms=[
        field("interest", "What they are interested in", "意向产品"),
        field("budget", "Budget", "预算"),
        field("decides", "Who decides", "决策人"),
        words("What was said to them so far", "此前沟通内容", optional=True),
        criterion("First contact made", "完成首次联系"),
        report("How real the lead is", "线索质量反馈"),
    ],
)  # fmt: skip
