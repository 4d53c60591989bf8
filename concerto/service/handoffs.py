"""What service hands to others."""

from concerto.collaboration.handoffs.type.declaring import criterion, declare, field, file, report, words
from concerto.kernel.access.department.model import Hue

declare(
    "technical-escalation", name="Technical escalation", name_zh="技术升级", giver=Hue.SERVICE, receiver=Hue.RD, noun="ticket",
    about="A fault whose cause service cannot find alone.",
    about_zh="客服无法独自查明原因的故障。",
    accept_within=4, finish_within=8,
    terms=[
        field("serial", "Serial number", "序列号"),
        file("Log of the device", "运行日志"),
        words("What was tried already", "已尝试的措施"),
        words("Version of the firmware", "固件版本"),
        criterion("Cause found or ruled out", "给出或排除原因"),
        report("Cause", "原因"),
        report("What to do until it is mended", "临时措施"),
    ],
)  # fmt: skip
declare(
    "delivery-exception", name="Delivery exception", name_zh="交货异常", giver=Hue.SERVICE, receiver=Hue.LOGISTICS,
    about="Something late, lost or damaged on its way to a customer.",
    about_zh="发往客户途中延误、丢失或破损。",
    accept_within=2, finish_within=16,
    terms=[
        words("Number of the delivery", "发货单号"),
        words("What happened", "异常情况"),
        file("Photos", "现场照片", optional=True),
        report("New day of delivery", "新的到货日期"),
    ],
)  # fmt: skip
declare(
    "upsell", name="Upsell", name_zh="加购", giver=Hue.SERVICE, receiver=Hue.SALES, noun="customer",
    about="A customer who could use more of what we make.",
    about_zh="客户还用得上我们更多的产品。",
    accept_within=8, finish_within=40,
    terms=[words("What they could use, and how we know", "需求与依据"), report("What came of it", "跟进结果")],
)  # fmt: skip
declare(
    "renewal", name="Renewal", name_zh="续约", giver=Hue.SERVICE, receiver=Hue.SALES, noun="customer",
    about="A contract that ends soon, with what service knows about the customer.",
    about_zh="即将到期的合同，连同客服对客户的了解。",
    accept_within=8, finish_within=80,
    terms=[
        words("End of the contract", "合同到期日"),
        words("How content the customer is", "客户满意情况"),
        report("Renewed, and on which terms", "续约结果与条件"),
    ],
)  # fmt: skip
declare(
    "complaint", name="Complaint", name_zh="投诉处理", receiver=Hue.SERVICE, noun="customer",
    about="A complaint heard anywhere in the company.",
    about_zh="公司任何人听到的投诉。",
    accept_within=1, finish_within=16,
    terms=[
        words("What they complained about", "投诉内容"),
        words("What they expect", "客户期望"),
        report("What was done", "处理结果"),
    ],
)  # fmt: skip
