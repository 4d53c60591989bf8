"""What is left of a name when legal forms, districts, case, spaces and the way it is written are taken from it.

Works on the reading of a name (its sort key), so that 蘇州晨星 and 苏州晨星 are one name, whatever the characters.
"""

from __future__ import annotations

FORMS = (  # as their readings stand in a sort key; longest first
    "gu fen you xian ze ren gong si", "you xian ze ren gong si", "gu fen you xian gong si", "you xian gong si",
    "you xian he huo", "pu tong he huo", "ji tuan gong si", "fen gong si", "zong gong si", "ji tuan", "gong si",
    "limited liability company", "company limited", "co limited", "co ltd", "private limited", "pvt ltd", "pte ltd", "pty ltd",
    "incorporated", "corporation", "company", "limited", "holdings", "holding", "gmbh co kg", "gmbh", "group", "corp", "inc",
    "b v", "n v", "s a", "s p a", "s r l", "ltd", "llc", "llp", "plc", "srl", "spa", "bv", "nv", "ag", "sa", "kg", "oy", "ab", "co",
)  # fmt: skip
PLACES = (  # readings of provinces and of the largest cities, at the beginning of most names of companies
    "bei jing", "shang hai", "tian jin", "chong qing", "he bei", "shan xi", "nei meng gu", "liao ning", "ji lin",
    "hei long jiang", "jiang su", "zhe jiang", "an hui", "fu jian", "jiang xi", "shan dong", "he nan", "hu bei", "hu nan",
    "guang dong", "guang xi", "hai nan", "si chuan", "gui zhou", "yun nan", "xi zang", "gan su", "qing hai", "ning xia",
    "xin jiang", "xiang gang", "ao men", "tai wan", "shi jia zhuang", "tai yuan", "hu he hao te", "shen yang", "da lian",
    "chang chun", "ha er bin", "nan jing", "su zhou", "wu xi", "chang zhou", "nan tong", "xu zhou", "yang zhou", "hang zhou",
    "ning bo", "wen zhou", "jia xing", "shao xing", "jin hua", "tai zhou", "he fei", "wu hu", "fu zhou", "xia men",
    "quan zhou", "nan chang", "ji nan", "qing dao", "yan tai", "wei fang", "zheng zhou", "luo yang", "wu han", "yi chang",
    "chang sha", "guang zhou", "shen zhen", "dong guan", "fo shan", "zhu hai", "zhong shan", "hui zhou", "nan ning",
    "hai kou", "cheng du", "mian yang", "gui yang", "kun ming", "la sa", "xi an", "lan zhou", "xi ning", "yin chuan",
    "wu lu mu qi",
)  # fmt: skip
TRADES = (  # readings of what most companies do, which people leave out as they like
    "ke ji", "mao yi", "shi ye", "fa zhan", "tou zi", "shang mao", "dian zi", "gong mao", "shi pin", "zi xun", "wang luo",
    "wen hua", "ji shu", "zhi zao", "guan li", "fu wu", "xin xi", "xin xi ji shu", "wen hua chuan mei", "chuan mei", "ji xie",
    "she bei", "jian she", "gong cheng", "technology", "technologies", "tech", "trading", "trade", "industries", "industry",
    "services", "solutions", "systems", "software", "consulting", "international", "enterprises", "partners",
)  # fmt: skip
_FORMS = "|".join(FORMS)
TRADE = rf"(?: (?:{'|'.join(TRADES)}))+$"
FORM = rf"(?:^| )(?:{_FORMS})(?: (?:{_FORMS}))*$"
PLACE = rf"^(?:the )?(?:(?:{'|'.join(PLACES)})(?: (?:sheng|shi|qu|xian))? )+"
HAN_FORM = "(?:股份|有限|责任|责任|集团|公司|分公司|總公司|总公司|集團|責任)+$"
