from django.utils.translation import gettext_lazy as _

from concerto.commerce.product.model import Product
from concerto.company.roles import PRODUCT_MANAGER, SALES_MANAGER
from concerto.kernel.entity.entity import Entity, Head, Match, Section
from concerto.kernel.entity.policy import ADMINISTRATOR, ALL, EVERYONE, rows

product = Entity(
    Product,
    id="product",
    path="products",
    prefix="PR",
    label=_("Product"),
    plural=_("Products"),
    about=_("What we sell, goods and services, and what each costs as a rule."),
    icon="package",
    title=Product.name,
    title_zh=Product.name_zh,
    head=Head(under=[Product.sku], badges=[Product.price, Product.kind, Product.active]),
    columns=[Product.sku, Product.name, Product.series, Product.kind, Product.unit, Product.price, Product.tax_rate, Product.active],
    page=[
        Section(_("Product"), Product.sku, Product.name, Product.name_zh, Product.series, Product.kind, Product.active, Product.about),
        Section(_("Price"), Product.price, Product.currency, Product.unit, Product.tax_rate),
    ],
    search=[Product.sku, Product.name, Product.name_zh, Product.series],
    match=[Match(Product.sku)],
    known_as={
        Product.sku: ["sku", "product code", "item number", "part number", "产品编码", "货号", "料号"],
        Product.name: ["product name", "item", "产品名称", "品名"],
        Product.price: ["list price", "unit price", "standard price", "标准价", "标准价格", "单价"],
        Product.tax_rate: ["vat", "tax rate", "税率"],
        Product.unit: ["uom", "unit of measure", "计量单位"],
        Product.series: ["product line", "family", "产品系列", "产品线"],
    },
    access=[
        rows(ADMINISTRATOR, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL, import_=ALL),
        rows(PRODUCT_MANAGER, read=ALL, create=ALL, edit=ALL, delete=ALL, export=ALL, import_=ALL),
        rows(SALES_MANAGER, read=ALL, create=ALL, edit=ALL, export=ALL, import_=ALL),
        rows(EVERYONE, read=ALL),
    ],
)  # fmt: skip
