"""Which field a column becomes."""

from __future__ import annotations

from concerto.kernel.imports.reading.suggest import LEAST, Suggestion, Target, suggest

NAME = Target("name", ["Name", "名称"], ["account", "company name", "客户名称", "公司"], "text")
INDUSTRY = Target("industry", ["Industry", "行业"], ["sector", "所属行业"], "text")
FOUNDED = Target("founded", ["Founded", "成立年份"], ["year established"], "year")
EMAIL = Target("email", ["E-mail", "电子邮箱"], ["mail address", "邮箱"], "email")
PHONE = Target("phone", ["Phone", "电话"], ["mobile", "手机"], "phone")
WEBSITE = Target("website", ["Website", "网站"], ["网址"], "url")
REVENUE = Target("revenue", ["Revenue", "年收入"], ["turnover"], "money")
PARENT = Target("parent", ["Parent", "上级客户"], ["subsidiary of"], "link")
ALL = [NAME, INDUSTRY, FOUNDED, EMAIL, PHONE, WEBSITE, REVENUE, PARENT]


def chosen(columns: list[str], rows: list[list[str | None]] | None = None) -> dict[str, str | None]:
    return {guess.column: guess.target for guess in suggest(columns, rows or [], ALL)}


def test_english_headings() -> None:
    columns = ["account", "sector", "year_established", "Revenue", "subsidiaryOf", "E-Mail *", "remark"]
    assert chosen(columns) == {
        "account": "name", "sector": "industry", "year_established": "founded", "Revenue": "revenue",
        "subsidiaryOf": "parent", "E-Mail *": "email", "remark": None,
    }  # fmt: skip


def test_chinese_headings() -> None:
    assert chosen(["客户名称（必填）", "行业", "手机：", "公司网址", "年收入(万元)", "备注"]) == {
        "客户名称（必填）": "name", "行业": "industry", "手机：": "phone", "公司网址": "website",
        "年收入(万元)": "revenue", "备注": None,
    }  # fmt: skip


def test_slips_and_other_orders() -> None:
    assert chosen(["Indsutry", "Established Year"]) == {"Indsutry": "industry", "Established Year": "founded"}


def test_values_tell_where_headings_do_not() -> None:
    rows: list[list[str | None]] = [
        ["ann@example.com", "13800138000", "example.com", "x"],
        ["bob@example.com", None, "https://a.cn", "y"],
    ]
    guesses = suggest(["col1", "col2", "col3", "col4"], rows, ALL)
    assert [guess.target for guess in guesses] == ["email", "phone", "website", None]
    assert str(guesses[0].why) == "The values look like mail addresses."


def test_values_that_do_not_fit_speak_against_a_heading() -> None:
    rows: list[list[str | None]] = [["ask reception", "ann@example.com"], ["none", "bob@example.com"]]
    assert chosen(["E-mail", "contact"], rows) == {"E-mail": None, "contact": "email"}


def test_one_target_once_and_the_surest_first() -> None:
    guesses = suggest(["company", "Name", "公司"], [], ALL)
    assert [guess.target for guess in guesses] == [None, "name", None]
    assert guesses[1].confidence == 1.0
    assert str(guesses[1].why) == "The heading says so."


def test_nothing_to_suggest() -> None:
    assert suggest(["???", ""], [], ALL) == [Suggestion("???"), Suggestion("")]
    assert suggest([], [], ALL) == []
    assert all(guess.confidence >= LEAST for guess in suggest(["Name"], [], ALL))
