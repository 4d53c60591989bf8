"""What product takes from others."""

from concerto.collaboration.handoffs.type.declaring import declare, report, words
from concerto.kernel.access.department.model import Hue

declare(
    "product-demand", name="Product demand", name_zh="产品需求", receiver=Hue.PRODUCT, noun="demand",
    about="A wish of customers that product should weigh, and answer.",
    about_zh="客户的愿望，请产品评估并答复。",
    accept_within=16, finish_within=80,
    terms=[
        words("Which customers, and what it is worth to them", "提出客户与价值"),
        report("Planned, built or declined, and why", "结论与理由"),
    ],
)  # fmt: skip
