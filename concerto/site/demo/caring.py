"""How the demo company cares for its data: rules for values, what is needed when, who looks after it, what words mean."""

from __future__ import annotations

from typing import Any

from concerto.kernel.access.actor import SYSTEM
from concerto.kernel.access.person.model import Person
from concerto.kernel.access.visibility import visible_to
from concerto.kernel.actions.standard import create, edit
from concerto.kernel.entity.registry import named
from concerto.kernel.overlay.loading import refresh
from concerto.kernel.quality.looking import look
from concerto.kernel.quality.report.making import ensure_reports
from concerto.kernel.quality.report.model import QualityReport

NOTHING = "n/a\nnone\nunknown\ntest\n无\n未知\n测试\n-"
RULES: tuple[dict[str, Any], ...] = (
    {
        "name": "Half width",
        "name_zh": "全角转半角",
        "noun": "contact-point",
        "field": "value",
        "kind": "width",
        "position": 10,
    },
    {
        "name": "Phones in one way",
        "name_zh": "电话统一写法",
        "noun": "contact-point",
        "field": "value",
        "kind": "phone",
        "position": 20,
    },
    {
        "name": "Mail in small letters",
        "name_zh": "邮箱一律小写",
        "noun": "contact-point",
        "field": "value",
        "kind": "email",
        "position": 30,
    },
    {
        "name": "Half width",
        "name_zh": "全角转半角",
        "noun": "customer",
        "field": "name",
        "kind": "width",
        "position": 10,
    },
    {
        "name": "Company form in one way",
        "name_zh": "公司名称统一写法",
        "noun": "customer",
        "field": "name",
        "kind": "company",
        "position": 20,
    },
    {
        "name": "Simplified characters",
        "name_zh": "繁体转简体",
        "noun": "customer",
        "field": "name",
        "kind": "simplified",
        "position": 30,
        "active": False,
    },
    {
        "name": "Nothing said",
        "name_zh": "等于没填的词",
        "noun": "customer",
        "field": "industry",
        "kind": "nothing",
        "find": NOTHING,
    },
    {
        "name": "Nothing said",
        "name_zh": "等于没填的词",
        "noun": "customer",
        "field": "city",
        "kind": "nothing",
        "find": NOTHING,
    },
)
KEPT: tuple[tuple[str, dict[str, Any]], ...] = (
    ("required-policy", {"name": "Customers we keep", "name_zh": "长期维系的客户", "noun": "customer", "fields": "owner, industry", "steps": "retain, refer"}),
    ("quality-rule", {"name": "Key customers have an owner", "name_zh": "A 级客户要有负责人", "noun": "customer", "field": "owner",
                      "filter": "tier = A and owner is empty"}),
    ("quality-rule", {"name": "Kept, yet never touched", "name_zh": "维系阶段却从未联系", "noun": "customer", "field": "last_touch",
                      "filter": "stage = retain and last_touch is empty"}),
    ("catalogue-entry", {"name": "Customer", "name_zh": "客户", "noun": "customer", "expected": False,
                         "meaning": "An organisation or a person we know, once for all departments.",
                         "meaning_zh": "我们认识的组织或个人，全公司共用一条记录。"}),
    ("catalogue-entry", {"name": "Yearly revenue", "name_zh": "年营收", "noun": "customer", "field": "revenue",
                         "classification": "confidential", "meaning": "Revenue of the last full business year, in our currency.",
                         "meaning_zh": "最近一个完整会计年度的营业收入，按本位币。", "sources": "Annual reports, sales"}),
    ("catalogue-entry", {"name": "City", "name_zh": "城市", "noun": "customer", "field": "city", "expected": True,
                         "meaning": "Where the head office is.", "meaning_zh": "总部所在城市。"}),
    ("catalogue-entry", {"name": "Industry", "name_zh": "行业", "noun": "customer", "field": "industry", "expected": True,
                         "meaning": "What they live from, in one or two words.", "meaning_zh": "主营业务，用一两个词概括。"}),
    ("catalogue-entry", {"name": "Number or address", "name_zh": "号码或地址", "noun": "contact-point", "field": "value",
                         "classification": "sensitive", "meaning": "How to reach somebody. Personal data.",
                         "meaning_zh": "联系方式，属于个人信息。"}),
    ("glossary-term", {"term": "Customer", "term_zh": "客户", "meaning": "Whoever buys from us, bought, or might buy.",
                       "meaning_zh": "现在、曾经或可能向我们采购的组织或个人。"}),
    ("glossary-term", {"term": "Touch", "term_zh": "触达", "meaning": "A call, a visit, a mail: anything that reached the customer.",
                       "meaning_zh": "电话、拜访、邮件等任何联系到客户的行为。"}),
)  # fmt: skip


def care() -> None:
    """Keep all of it, and have a first look."""
    steward = visible_to(SYSTEM, Person).filter(username="data").values_list("pk", flat=True).first()
    for rule in RULES:
        create(SYSTEM, named("cleaning-rule"), rule)
    for noun, values in KEPT:
        looked_after = {"steward": steward, "owner": steward} if noun == "catalogue-entry" else {}
        create(SYSTEM, named(noun), {**values, **looked_after})
    refresh()
    ensure_reports()
    sources = {"customer": {"source": "source", "fresh_days": 365}}
    for report in visible_to(SYSTEM, QualityReport).defer("search").order_by("pk"):
        values = {"steward": steward, **sources.get(report.noun, {})}
        kept = edit(SYSTEM, named("quality-report"), report.pk, values)
        assert isinstance(kept, QualityReport)
        look(kept)
