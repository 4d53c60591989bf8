"""What sales hands to others."""

from concerto.collaboration.handoffs.type.declaring import criterion, declare, field, file, report, words
from concerto.kernel.access.department.model import Hue

declare(
    "onboarding", name="Onboarding", name_zh="客户上线", giver=Hue.SALES, receiver=Hue.SERVICE, noun="opportunity",
    about="A won deal, handed to those who look after the customer from now on.",
    about_zh="赢单之后，交给往后照看客户的人。",
    accept_within=4, finish_within=80,
    terms=[
        field("amount", "Amount", "成交金额"),
        file("Signed contract", "已签合同"),
        words("What was promised, and by when", "已承诺事项与日期"),
        words("Who is who at the customer", "客户方联系人与分工"),
        criterion("The customer knows whom to call", "客户已知晓对接人"),
        report("Day on which everything runs", "全部上线日期"),
    ],
)  # fmt: skip
declare(
    "contract-review", name="Contract review", name_zh="合同评审", giver=Hue.SALES, receiver=Hue.LEGAL, noun="opportunity",
    about="A contract that needs a lawyer's eyes before it is signed.",
    about_zh="签署之前需要法务过目的合同。",
    accept_within=4, finish_within=16,
    terms=[
        file("Draft of the contract", "合同草稿"),
        words("Which clauses differ from ours", "与标准条款的差异"),
        words("Papers of the signing party", "签约主体证照", optional=True),
        criterion("Every changed clause has an answer", "逐条给出意见"),
        report("What may be signed, and what not", "可签与不可签的内容"),
    ],
)  # fmt: skip
declare(
    "credit-check", name="Credit check", name_zh="信用核查", giver=Hue.SALES, receiver=Hue.FINANCE, noun="opportunity",
    about="How much we deliver before we are paid.",
    about_zh="收款之前最多交付多少。",
    accept_within=4, finish_within=16,
    terms=[
        field("amount", "Amount", "金额"),
        words("Terms of payment asked for", "申请的账期"),
        report("Limit and terms", "额度与账期结论"),
    ],
)  # fmt: skip
