"""What each department does at each stage in a new company; administrators word it anew."""

from __future__ import annotations

from django.db import transaction

from concerto.customers.customer.model import Stage
from concerto.customers.stage_duty.model import StageDuty
from concerto.kernel.access.actor import SYSTEM
from concerto.kernel.access.department.model import Hue
from concerto.kernel.actions.change import add

DUTIES = (
    (Stage.ACQUIRE, Hue.MARKETING, "Bring them in, and note where they came from", "引入客户并记录来源"),
    (Stage.ACQUIRE, Hue.SALES, "First contact within two working days", "两个工作日内首次联系"),
    (Stage.ACQUIRE, Hue.DATA, "One record per customer, with a way to reach them", "一客一档，联系方式齐全"),
    (Stage.NURTURE, Hue.MARKETING, "Invite to events, send what helps them decide", "邀请参加活动，提供有助决策的内容"),
    (Stage.NURTURE, Hue.SALES, "Understand needs, people and budget", "了解需求、决策人和预算"),
    (Stage.NURTURE, Hue.PRODUCT, "Answer what the product can do", "解答产品能力问题"),
    (Stage.CONVERT, Hue.SALES, "Offer, negotiate, close", "报价、谈判、成交"),
    (Stage.CONVERT, Hue.LEGAL, "Contract reviewed within two working days", "两个工作日内完成合同审核"),
    (Stage.CONVERT, Hue.FINANCE, "Credit checked, first invoice sent", "核定信用，开出首张发票"),
    (Stage.CONVERT, Hue.LOGISTICS, "First delivery on the day promised", "首批货物按承诺日期交付"),
    (Stage.RETAIN, Hue.SERVICE, "Answer within the tier's promise; look after renewals", "按等级承诺响应，跟进续约"),
    (Stage.RETAIN, Hue.SALES, "Talk at least every quarter", "每季度至少沟通一次"),
    (Stage.RETAIN, Hue.RD, "Find the cause of what happens again", "对重复问题查明根因"),
    (Stage.RETAIN, Hue.FINANCE, "No reminder without a word to the owner", "催款前先与负责人沟通"),
    (Stage.REFER, Hue.MARKETING, "Ask for a reference, and thank for it", "邀请做客户案例并致谢"),
    (Stage.REFER, Hue.SERVICE, "Keep the promise that made them recommend us", "守住让客户愿意推荐的服务"),
    (Stage.REFER, Hue.SALES, "Follow up whoever they send within a day", "一天内跟进转介绍的客户"),
)


def ensure_duties() -> None:
    """Make them if nobody has ever named one."""
    with transaction.atomic():
        if StageDuty.everything.exists():
            return
        for stage, part, duty, duty_zh in DUTIES:
            add(SYSTEM.doing("create"), StageDuty(stage=stage, part=part, duty=duty, duty_zh=duty_zh))
