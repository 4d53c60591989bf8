"""What invented customers are called. Parts are put together by number, so no two organisations bear one name."""

from __future__ import annotations

HAN = (
    "云杉鹭泉禾潮星松溪铃兰棠桥岭石榴竹影月雁枝雪岚汐荻苇梧桐椿榆槐荷菱芷蕙萤鹤鸢鹿舟帆渡汀屿湾滩峰谷原野圃亭檐窗灯砚墨笺琴笛"
    "钟陶瓷锦绣棉茶盏壶露霜霁晴虹霞晓暮秋朔望清澄朗素青碧黛皓"
)
TRADES_ZH = (
    ("酒店集团", "住宿"), ("仪表", "仪器仪表"), ("烘焙", "食品"), ("书店连锁", "零售"), ("灯具", "照明"), ("茶业", "食品"), ("造纸", "造纸"),
    ("药房", "医药零售"), ("电梯", "机械"), ("果园", "农业"), ("冷链物流", "物流"), ("幼儿园", "教育"), ("轴承", "机械"), ("纺织", "纺织"),
    ("影院", "文娱"), ("乳业", "食品"), ("家具", "家居"), ("水泵", "机械"), ("温室", "农业"),
)  # fmt: skip
CITIES_ZH = ("苏州", "杭州", "上海", "南京", "无锡", "宁波", "厦门", "佛山", "成都", "重庆", "武汉", "西安", "青岛", "长沙", "乌鲁木齐", "漠河")  # fmt: skip
SUFFIXES_ZH = ("有限公司", "股份有限公司", "（集团）有限公司")
SURNAMES_ZH = "林沈周许顾程梅白陆韦何岑曾单江叶唐苏柳秦宋贺温罗"
GIVEN_ZH = (
    "叙白", "海棠", "有年", "知远", "清和", "若水", "云舟", "思齐", "雨眠", "长安", "小满", "予墨", "望舒", "听澜", "南星", "砚秋", "知夏", "青苔", "予安",
    "言", "露", "蓝", "野", "澄", "溪", "禾",
)  # fmt: skip

FIRST_EN = (
    "Amber", "Ash", "Birch", "Bright", "Briar", "Calm", "Cedar", "Clay", "Copper", "Coral", "Dusk", "Ember", "Fern", "Flint", "Fog", "Frost", "Garnet", "Gilded",
    "Hazel", "Heath", "Hollow", "Indigo", "Ivory", "Juniper", "Laurel", "Lilac", "Lunar", "Maple", "Marble", "Mellow", "Misty", "Moss", "Ochre", "Olive",
    "Pearl", "Pine", "Quartz", "Quiet", "Rowan", "Russet", "Saffron", "Sage", "Salt", "Silver", "Slate", "Sorrel", "Sparrow", "Thistle", "Topaz", "Velvet",
    "Walnut", "Willow", "Winter",
)  # fmt: skip
SECOND_EN = (
    "Anchor", "Badger", "Beacon", "Bell", "Bridge", "Brook", "Comet", "Cove", "Crane", "Dale", "Egret", "Falcon", "Feather", "Ferry", "Finch", "Fox", "Gannet",
    "Gate", "Harbour", "Heron", "Hill", "Kestrel", "Kite", "Lantern", "Lark", "Linnet", "Magpie", "Marsh", "Meadow", "Mill", "Moth", "Osprey", "Otter",
    "Owl", "Petrel", "Plover", "Quarry", "Raven", "Ridge", "Robin", "Spire", "Spring", "Starling", "Stone", "Swift", "Tern", "Thrush", "Vale", "Wharf",
    "Wren",
)  # fmt: skip
TRADES_EN = (
    ("Hotels", "Hospitality"), ("Looms", "Textiles"), ("Bearings", "Machinery"), ("Pharmacies", "Retail"), ("Optics", "Instruments"), ("Ferries", "Transport"),
    ("Foods", "Food"), ("Cinemas", "Leisure"), ("Kilns", "Ceramics"), ("Clinics", "Health"), ("Lighting", "Lighting"), ("Breweries", "Food"),
    ("Glasshouses", "Agriculture"), ("Pumps", "Machinery"), ("Dairies", "Food"), ("Papers", "Paper"), ("Joinery", "Furniture"),
)  # fmt: skip
CITIES_EN = (
    ("Leeds", "United Kingdom"), ("Porto", "Portugal"), ("Aarhus", "Denmark"), ("Lyon", "France"), ("Jena", "Germany"), ("Turku", "Finland"),
    ("York", "United Kingdom"), ("Ghent", "Belgium"), ("Graz", "Austria"), ("Bergen", "Norway"), ("Cork", "Ireland"), ("Brno", "Czechia"),
)  # fmt: skip
GIVEN_EN = (
    "Ada", "Bo", "Clara", "Dov", "Edda", "Finn", "Greta", "Hugo", "Ines", "Jarl", "Kit", "Lena", "Milo", "Nora", "Otto", "Pia", "Runa", "Sol", "Tove", "Una",
    "Viggo", "Wilma", "Yara", "Zeno",
)  # fmt: skip
SURNAMES_EN = (
    "Marsh", "Okafor", "Lindqvist", "Reyes", "Novak", "Byrne", "Haas", "Silva", "Moreau", "Wren", "Adeyemi", "Calloway", "Dahl", "Eriksen", "Ferro", "Galvin",
    "Horvat", "Ibsen", "Joubert", "Kessler", "Laine", "Maes", "Nyberg", "Orlov", "Pereira", "Quist", "Roth", "Sato", "Thorne", "Ueda", "Vance", "Weiss",
)  # fmt: skip

_SHUFFLED = 7_368_787  # a prime larger than any pool below, so that multiplying by it visits each place once


def chinese_name(number: int, salt: int) -> tuple[str, str, str, str]:
    """(name, legal name, industry, city) of the organisation of that number; distinct for distinct numbers."""
    level, place = divmod(number, len(HAN) ** 2 * len(TRADES_ZH))
    place = (place * _SHUFFLED + salt) % (len(HAN) ** 2 * len(TRADES_ZH))
    place, trade = divmod(place, len(TRADES_ZH))
    first, second = divmod(place, len(HAN))
    word, industry = TRADES_ZH[trade]
    city = CITIES_ZH[level - 1] if level else CITIES_ZH[place % len(CITIES_ZH)]
    name = f"{HAN[first]}{HAN[second]}{word}"
    legal = f"{city}{name}{SUFFIXES_ZH[place % len(SUFFIXES_ZH)]}"
    return (f"{city}{name}" if level else name), legal, industry, city


def foreign_name(number: int, salt: int) -> tuple[str, str, str, str]:
    """(name, industry, city, country), distinct likewise."""
    level, place = divmod(number, len(FIRST_EN) * len(SECOND_EN) * len(TRADES_EN))
    place = (place * _SHUFFLED + salt) % (len(FIRST_EN) * len(SECOND_EN) * len(TRADES_EN))
    place, trade = divmod(place, len(TRADES_EN))
    first, second = divmod(place, len(SECOND_EN))
    word, industry = TRADES_EN[trade]
    city, country = CITIES_EN[(level - 1 if level else place) % len(CITIES_EN)]
    name = f"{FIRST_EN[first]} {SECOND_EN[second]} {word}"
    return (f"{name} {city}" if level else name), industry, city, country
