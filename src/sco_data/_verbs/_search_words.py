"""What a word that is searched for may stand for: its own beginnings, and equal words elsewhere.

What comes in is the text a user searches for, what goes out are its terms. Nothing here is a fact:
``EQUAL_WORDS`` says only which words readers use for the same thing in three languages.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from .._rows.once import build_once

LONGEST = 64
"""So many different words are searched for at once."""

# One thing a line. Words are written as they begin; Russian ones without their endings.
EQUAL_WORDS = """\
chairmanship presidency председательств 主席国 轮值主席
chair chairman chairperson председател 主席
summit саммит 峰会
meeting session заседани встреч 会议 会晤
forum форум 论坛
conference конференци 会议
exercise учени 演习
festival фестивал 音乐节
council совет 理事会 委员会
ministers министр 部长
secretariat секретариат 秘书处
secretary-general генсек генеральн 秘书长
declaration деклараци 宣言
statement заявлени 声明
strategy стратеги 战略
agreement соглашени 协定 协议
memorandum mou меморандум 备忘录
programme program программ 纲要
plan план 计划
concept концепци 构想
decision решени 决议 决定
resolution резолюци 决议
convention конвенци 公约
charter хартия хартии 宪章
treaty договор 条约
communique коммюник 公报
protocol протокол 议定书
initiative инициатив 倡议
roadmap дорожн 路线图
project проект 项目
corridor коридор 走廊
route маршрут 路线
member член 成员国 成员
observer наблюдател 观察员
partner партнер 伙伴
dialogue диалог 对话
accession admission вступлени прием 加入
bank банк 银行
fund фонд 基金
development развити 开发 发展
investment инвестици 投资
investor инвестор 投资者
economic economy экономи 经济
trade торгов товарооборот 贸易
currency currencies валют 货币 本币
energy энергети энерги 能源
environment environmental ecology ecological окружающ экологи 环境 环保 生态
climate климат 气候
water вод 水
spirit дух 精神
population people населени 人口
drug narcotics narcotic антинаркот наркотик 禁毒 毒品
terrorism terrorist терроризм террорист антитеррор 反恐 恐怖主义
separatism сепаратизм 分裂主义
extremism экстремизм 极端主义
security безопасност 安全
cybersecurity cyber кибербезопасност 网络安全
information информаци 信息
military военн 军事
confidence довери 信任
peace мир 和平
mission мисси 使命
unity единств 团结
culture cultural культур 文化
tourism tourist tourists турис 旅游
capital столиц 之都
youth young молодеж 青年
university университет 大学
health здравоохранени здоров 卫生
transport транспорт 交通 运输
port порт 港口
logistics логисти 物流
railway rail железнодорожн железн 铁路
digital цифров 数字
shrine святын 圣地
road way пут 之路 道路
silk шелков 丝绸
belt пояс 一带
golden золот 金帐
horde орд 汗国
music музык 音乐
heritage наслед 遗产
year год 年
sustainable устойчив 可持续
cooperation collaboration сотрудничеств 合作
centre center центр 中心
structure структур 机构
regional региональн 地区
organisation organization организаци 组织
science научн наук 科技
education образовани 教育
agriculture сельск 农业
food продовольств 粮食
border погранич 边防
defence defense оборон 国防
justice юстици 司法
foreign иностранн 外交 外长
heads глав
government правительств 政府 总理
state государств 国家
expansion enlargement расширени 扩员
reform реформ 改革
international международн 国际
national национальн 国家
settlement расчет 结算
agency агентств 机构
association ассоциаци 协会
network сеть сети 网络
mechanism механизм 机制
exchange обмен 交流
group групп 小组
working рабоч 工作
free свободн 自由
preference преференци 优惠
customs таможен таможн 海关
tax налогов 税
migration миграци 移民
waste отход 废物
drinking питьев 饮用
biological biosafety биологическ 生物
world global миров мир всемирн 世界 全球
just справедлив 公正
harmony гармони согласи 和谐
friendship дружб 友好
speech выступлени 讲话
document документ 文件
leader лидер 领导人
territory territories территори 领土
ten десять десят
january январ 1月 -01-
february феврал 2月 -02-
march март 3月 -03-
april апрел 4月 -04-
june июн 6月 -06-
july июл 7月 -07-
august август 8月 -08-
september сентябр 9月 -09-
october октябр 10月 -10-
november ноябр 11月 -11-
december декабр 12月 -12-
rats ратс 地区反恐怖机构
aifc мфца
unep юнеп 环境规划署
nations оон 联合国
astana астан 阿斯塔纳
almaty алмат 阿拉木图
aktau актау 阿克套
turkestan turkistan туркестан
tashkent ташкент 塔什干
samarkand самарканд 撒马尔罕
bishkek бишкек 比什凯克
cholpon чолпон
dushanbe душанбе 杜尚别
moscow москв 莫斯科
petersburg петербург 圣彼得堡
yekaterinburg екатеринбург 叶卡捷琳堡
ufa уфа уфе уфы 乌法
sochi соч 索契
beijing пекин 北京
shanghai шанха 上海
qingdao циндао 青岛
tianjin тяньцзин 天津
xi'an xian сиан 西安
urumqi урумчи 乌鲁木齐
islamabad исламабад 伊斯兰堡
delhi дели 新德里
varanasi варанаси 瓦拉纳西
tehran тегеран 德黑兰
tokayev токаев 托卡耶夫
nazarbayev назарбаев 纳扎尔巴耶夫
putin путин 普京
medvedev медведев 梅德韦杰夫
jinping цзиньпин 习近平
jintao цзиньтао 胡锦涛
mirziyoyev мирзиеев 米尔济约耶夫
karimov каримов 卡里莫夫
rahmon рахмон 拉赫蒙
atambayev атамбаев 阿坦巴耶夫
jeenbekov жээнбеков 热恩别科夫
bakiyev бакиев 巴基耶夫
modi моди 莫迪
"""

# These stand in nearly every record or in nearly every text, so nothing is found by them.
_EMPTY_WORDS = """\
sco шос 上合 上合组织 上海合作组织 上海合作组织成员国
the a an of on in at to for and by with from when where what who which is was did were
в во на и о об по с со за для из к у до от что какой какая какие кто когда где
的 和 在
"""
EMPTY_WORDS = frozenset(_EMPTY_WORDS.split())

# Signs of names in the data in the older and in the simpler way of writing Chinese.
_OLDER = "亞凱別則勝協員國對應戰撾會條烏爾發約組綜緬織羅聯聲脅與茲華蘭號貿軍達邊鄰銀長開關領馬體"
_SIMPLER = "亚凯别则胜协员国对应战挝会条乌尔发约组综缅织罗联声胁与兹华兰号贸军达边邻银长开关领马体"
_TO_SIMPLER = str.maketrans(_OLDER, _SIMPLER)
_TO_OLDER = str.maketrans(_SIMPLER, _OLDER)

# The accents of Latin and Cyrillic letters. Each is taken out by itself, which is quicker than a
# pattern for all and felt in a first search.
_ACCENTS = "\u0300\u0301\u0302\u0303\u0304\u0306\u0308\u030a\u030b\u030c\u0323\u0327\u0328"

_FIRST_HAN, _LAST_HAN = "\u3400", "\u9fff"
_HAN = f"{_FIRST_HAN}-{_LAST_HAN}"
_WORD = re.compile(f"[{_HAN}]+|[0-9]+[.,][0-9]+|[^\\W_{_HAN}]+")
_UNIT_OF_DATE = re.compile("(?<=[0-9])[年月日号]")
# As they are folded: й is и.
_ENDINGS = re.compile(
    "(?:иями|ями|ами|ого|его|ому|ему|ыми|ими|иях|иеи|иям|ыи|ии|ои|ая|яя|ое|ее|ые|ие|ых|их|ую|юю|"
    "ым|им|ом|ем|ов|ев|еи|ам|ям|ах|ях|ию|ия|а|я|о|е|ы|и|у|ю|ь)$"
)
_SHORTEST_STEM = 3
_LONGEST_STEM = 20


class Term(NamedTuple):
    """One word that is searched for."""

    alternatives: tuple[str, ...]
    """What may stand in a text for it."""
    pattern: re.Pattern[str]
    """Finds any of them at the beginning of a word."""


def fold_text(text: str) -> str:
    """``text`` without case and accents; its words stay apart."""
    if text.isascii():
        return text.lower()

    folded = unicodedata.normalize("NFKD", text.casefold())
    for accent in _ACCENTS:
        folded = folded.replace(accent, "")

    return folded


def fold_json(text: str) -> str:
    """JSON folded, which is still JSON: no sign becomes one of its own."""
    if not text.isascii():
        # Wide and small forms of the quotation mark and the backslash.
        text = (
            text.replace("\uff02", " ")
            .replace("\uff3c", " ")
            .replace("\ufe68", " ")
        )

    return fold_text(text)


def read_terms(text: str) -> list[Term]:
    """The different words in a text; those that stand everywhere only if there are no others.

    Raises:
        ValueError: if there is no word, or more than ``LONGEST``.
    """
    words: dict[str, None] = {}
    simpler = fold_text(text).translate(_TO_SIMPLER)
    for word in _WORD.findall(_UNIT_OF_DATE.sub(" ", simpler)):
        if _FIRST_HAN <= word[0] <= _LAST_HAN:
            words |= dict.fromkeys(_split_chinese(word))
        else:
            words[word] = None

    telling = [
        word
        for word in words
        if word not in EMPTY_WORDS and not _is_letter(word)
    ]
    telling = telling or list(words)
    if not telling:
        raise ValueError(f"there is no word in {text[:40]!r}")
    if len(telling) > LONGEST:
        raise ValueError(
            f"at most {LONGEST} words are searched for, not {len(telling)}"
        )

    return [_term(word) for word in telling]


def _is_letter(word: str) -> bool:
    """Whether it is a lone letter, as that after an apostrophe."""
    return len(word) == 1 and word.isalpha() and word < _FIRST_HAN


def _split_chinese(run: str) -> list[str]:
    """The words in Chinese text without blanks: those that are known, and what is between."""
    parts = []
    start = 0
    for known in _known_chinese().finditer(run):
        parts += _short_pieces(run[start : known.start()])
        parts.append(known[0])
        start = known.end()

    return parts + _short_pieces(run[start:])


def _short_pieces(run: str) -> list[str]:
    """Chinese text that is no known word: whole where it is short, else each two signs of it."""
    if len(run) <= 4:
        return [run] if run else []

    return [run[start : start + 2] for start in range(0, len(run) - 1)]


@build_once
def _known_chinese() -> re.Pattern[str]:
    """The Chinese words that are known, the longest first."""
    words = [
        word
        for word in [*EMPTY_WORDS, *EQUAL_WORDS.split()]
        if word[-1] >= _FIRST_HAN
    ]
    return re.compile("|".join(sorted(words, key=len, reverse=True)))


@build_once
def _equal_words() -> dict[str, list[str]]:
    """All words for the same thing, by each of them."""
    groups: dict[str, list[str]] = {}
    for line in EQUAL_WORDS.splitlines():
        group = line.split()
        for word in group:
            for spelling in {word, _stem(word)}:
                groups.setdefault(spelling, []).extend(group)

    return groups


def _equal_to(stem: str) -> list[str]:
    """The words for the same thing; the rest of a Russian ending may still stand on a stem."""
    groups = _equal_words()
    if stem not in groups and _is_russian(stem):
        # Half a short word, five signs of a long one.
        shortest = max(min(len(stem) // 2 + 1, 5), _SHORTEST_STEM)
        for length in reversed(range(shortest, min(len(stem), _LONGEST_STEM))):
            if stem[:length] in groups:
                return groups[stem[:length]]

    return groups.get(stem, [])


def _term(word: str) -> Term:
    stem = _stem(word)
    alternatives = dict.fromkeys([stem, *_equal_to(stem)])
    if len(stem) > _SHORTEST_STEM:
        alternatives |= dict.fromkeys(
            [stem.replace("iz", "is"), stem.replace("is", "iz")]
        )
    alternatives |= dict.fromkeys(
        [word.translate(_TO_OLDER) for word in alternatives]
    )
    if len(word) == 1 and word.isdigit():
        alternatives[f"0{word}"] = None  # A day of a month.
    patterns = [_pattern_of(alternative) for alternative in alternatives]
    return Term(tuple(alternatives), re.compile("|".join(patterns)))


def _pattern_of(alternative: str) -> str:
    pattern = re.escape(alternative)
    # In Chinese and in dates a word need not begin where it is found.
    if alternative[0] >= _FIRST_HAN or alternative[-1] in "-月":
        return pattern
    # A short word is the beginning of too many others.
    if len(alternative) <= _SHORTEST_STEM and not _is_russian(alternative):
        return f"\\b{pattern}\\b"

    return f"\\b{pattern}"


def _stem(word: str) -> str:
    """A word without its ending, which is where its other forms begin."""
    if word[0] >= _FIRST_HAN or len(word) <= _SHORTEST_STEM:
        return word

    if _is_russian(word):
        stem = _ENDINGS.sub("", word)
        return stem if len(stem) >= _SHORTEST_STEM else word

    for ending in ("ies", "y", "s"):
        stem = word.removesuffix(ending)
        if stem != word and stem[-1] != "s" and len(stem) > _SHORTEST_STEM:
            return stem

    return word


def _is_russian(word: str) -> bool:
    return "а" <= word[0] <= "я"
