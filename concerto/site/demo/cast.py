"""Who works at the demo company. Everybody is invented."""

from __future__ import annotations

from dataclasses import dataclass

PASSWORD = "concerto-demo"  # noqa: S105 (shown on the sign-in page, and only in demo mode)


@dataclass(frozen=True)
class Part:
    """A department: name in both languages, look, and the department it is part of."""

    name: str
    name_zh: str
    hue: str
    parent: str = "Management"


@dataclass(frozen=True)
class Member:
    """Somebody with a login of that name."""

    username: str
    name: str
    position: str
    role: str
    department: str
    manager: str = "executive"
    team: str = ""


DEPARTMENTS = (
    Part("Management", "管理层", "mgmt", ""),
    Part("Sales", "销售部", "sales"),
    Part("Marketing", "市场部", "marketing"),
    Part("Service", "客服部", "service"),
    Part("Product", "产品部", "product"),
    Part("R&D", "研发部", "rd"),
    Part("Finance", "财务部", "finance"),
    Part("Legal", "法务部", "legal"),
    Part("People", "人力资源部", "people"),
    Part("Logistics", "物流部", "logistics"),
    Part("Data", "数据部", "data"),
    Part("IT", "信息部", "it"),
    Part("Partners", "合作伙伴", "partner", "Sales"),
    Part("Sales East", "销售部华东", "sales", "Sales"),
    Part("Sales Overseas", "销售部海外", "sales", "Sales"),
)

TEAMS = (
    ("East", "华东组", "Sales East"),
    ("Overseas", "海外组", "Sales Overseas"),
    ("Key accounts", "大客户组", "Service"),
)

PEOPLE = (
    Member("executive", "沈望舒", "General manager", "executive", "Management", manager=""),
    Member("sales-manager", "Tomas Reyl", "Head of sales", "sales-manager", "Sales"),
    Member("sales", "林知夏", "Account manager", "sales", "Sales East", "sales-manager", "East"),
    Member("sales-2", "韦蓝", "Account manager", "sales", "Sales East", "sales-manager", "East"),
    Member("sales-3", "Jonas Feld", "Account manager", "sales", "Sales Overseas", "sales-manager", "Overseas"),
    Member("sales-4", "Ines Calloway", "Account manager", "sales", "Sales Overseas", "sales-manager", "Overseas"),
    Member("marketing", "Suri Moss", "Campaign manager", "marketing", "Marketing"),
    Member("service-lead", "Noor Adeyl", "Head of service", "service-lead", "Service", team="Key accounts"),
    Member("service", "周砚秋", "Service engineer", "service", "Service", "service-lead", "Key accounts"),
    Member("success", "程予安", "Customer success", "success", "Service", "service-lead", "Key accounts"),
    Member("product", "梅青苔", "Product manager", "product", "Product"),
    Member("rnd", "许听澜", "Acoustics engineer", "rnd", "R&D"),
    Member("finance", "顾南星", "Receivables", "finance", "Finance"),
    Member("legal", "Lotte Fenn", "Counsel", "legal", "Legal"),
    Member("people", "白露", "HR partner", "people", "People"),
    Member("logistics", "Bram Quist", "Dispatcher", "logistics", "Logistics"),
    Member("data", "陆言", "Data steward", "data", "Data"),
    Member("partner", "Mira Sol", "Distributor", "partner", "Partners", "sales-manager"),
    Member("sales-5", "唐小满", "Account manager", "sales", "Sales East", "sales-manager", "East"),
    Member("sales-6", "何云舟", "Account manager", "sales", "Sales East", "sales-manager", "East"),
    Member("sales-7", "Pia Dahl", "Account manager", "sales", "Sales Overseas", "sales-manager", "Overseas"),
    Member("sales-8", "Hugo Maes", "Account manager", "sales", "Sales Overseas", "sales-manager", "Overseas"),
    Member("marketing-2", "叶若水", "Content editor", "marketing", "Marketing", "marketing"),
    Member("marketing-3", "Tove Nyberg", "Fairs and events", "marketing", "Marketing", "marketing"),
    Member("service-2", "曾长安", "Service engineer", "service", "Service", "service-lead", "Key accounts"),
    Member("service-3", "Otto Roth", "Service engineer", "service", "Service", "service-lead"),
    Member("service-4", "宋听雨", "Hotline", "service", "Service", "service-lead"),
    Member("service-5", "Runa Vance", "Hotline", "service", "Service", "service-lead"),
    Member("success-2", "Clara Byrne", "Customer success", "success", "Service", "service-lead"),
    Member("product-2", "Milo Ferro", "Product manager", "product", "Product", "product"),
    Member("rnd-2", "罗思齐", "Controls engineer", "rnd", "R&D", "rnd"),
    Member("rnd-3", "Yara Horvat", "Test engineer", "rnd", "R&D", "rnd"),
    Member("finance-2", "Edda Weiss", "Controller", "finance", "Finance", "finance"),
    Member("finance-3", "贺清和", "Accounts", "finance", "Finance", "finance"),
    Member("legal-2", "江知远", "Counsel", "legal", "Legal", "legal"),
    Member("people-2", "Nora Laine", "Recruiting", "people", "People", "people"),
    Member("logistics-2", "柳南枝", "Dispatcher", "logistics", "Logistics", "logistics"),
    Member("logistics-3", "Viggo Thorne", "Warehouse", "logistics", "Logistics", "logistics"),
    Member("data-2", "Wilma Sato", "Analyst", "data", "Data", "data"),
)


@dataclass(frozen=True)
class Login:
    """One button on the sign-in page of a demo."""

    username: str
    name: str
    position: str
    department: str
    department_zh: str
    hue: str


def logins() -> list[Login]:
    """One login per role, the administrator first."""
    parts = {part.name: part for part in DEPARTMENTS}
    named = [member for member in PEOPLE if "-" not in member.username or not member.username[-1].isdigit()]
    everyone = [Member("admin", "Administrator", "Administrator", "admin", "IT", ""), *named]
    return [
        Login(member.username, member.name, member.position, part.name, part.name_zh, part.hue)
        for member in everyone
        for part in (parts[member.department],)
    ]
