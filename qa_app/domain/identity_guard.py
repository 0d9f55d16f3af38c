"""Keeps identities out of free text, however they are written."""

import re
from collections.abc import Iterator

from qa_app.domain.family_names import COMPOUND, EVERY
from qa_app.domain.identity_numbers import number_in
from qa_app.domain.personal_numbers import numbers_found
from qa_app.domain.text_folding import folded, without_hidden

REFUSED = frozenset({"id_number", "phone", "mail"})
"""Finds that no reason lets pass in what is said of a file; a name may be kept for one."""
# common family names that begin no common word after "called"
_FAMILY = "王李张刘陈杨黄赵吴周徐孙朱胡郭林罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘董袁余蒋杜苏魏程吕丁沈"
_KIN = "母亲|父亲|妈妈|爸爸|爷爷|奶奶|外公|外婆|姥姥|姥爷|监护人|哥哥|姐姐|弟弟|妹妹"
# where a name begins: at no word's inside, or after what people are spoken of with
_BEGINS = (
    r"(?:(?<![㐀-鿿0-9])|(?<=[与和向对由是同跟给问请让找陪])"
    "|(?<=联系|告诉|询问|通知|访谈|约见|据称|探访|告知))"
)
# words and places that begin with the sign of a family name; titles are said without the name
_NO_NAME = (
    r"(?![㐀-鿿]?[某氏])"
    f"(?!.(?:{_KIN}|家|姓|同学|女士|先生|老师|阿姨|叔叔|社工|医生|警官|法官|律师|主任|校长))"
    "(?!孙[子女儿辈媳]|周[岁末边围期年内后前来到一二三四五六日天]|许[多可久诺]|程[度序]"
    "|张[贴口扬]|陈[述旧列]|谢[谢绝]|胡[乱说]|杜绝|苏[醒州北南]|黄[色昏石山河]|罗列|郑[重州]"
    "|董事|林[场区业地木]|唐[山代]|余[下名位]|曾[经被有在与和向对由是要因想问见打带让]|徐[徐州汇]"
    "|沈[阳默]|韩国|吴[江中]|杨浦|梁山|彭[水州]|萧山|宋[代体]|曹[县操]|李[子树])"
)
# the last sign belongs to the sentence and to no name
_NO_END = "(?<![其该此由与向对是同跟给让把被在到及或等从为的了将已未不无因经按据有称说问请女童孩])"
# how people of a case and those who work on it are spoken of
_ROLES = (
    f"{_KIN}|社工|社会工作者|儿童|孩子|女孩|男孩|女童|男童|少年|未成年人|学生|同学|监护人|代理人|家长"
    "|被害人|受害人|嫌疑人|被告人|当事人|证人|案主|个案|对象|负责人|联系人|承办人|督导|评查员|咨询师"
    "|班主任|老师|医生|法官|检察官|警官|民警|律师"
)
# family names that begin few other words, so that any sign may follow
_CLEAR = (
    "王李张刘陈杨赵吴徐朱郭梁宋邓冯韩曹彭萧蔡潘袁蒋魏吕丁沈肖薛闫阎庞倪聂翟詹俞阮裴翁冉骆靳鲍喻祁滕"
    "牟缪褚娄窦岑晏瞿佟臧闵邬卞栾隋寇虞佘覃葛樊邢胥鄢谌冼蔺郜阚芮嵇邰郝邹邵谭廖崔姚卢侬"
)
# those that are little words themselves: two signs that names are made of, where a name ends
_LITTLE = frozenset("和向于从为应有都通后经关须别那全能却连公相时成明单")
# all others begin many: only such signs again, but one may do
_UNCLEAR = "".join(sorted(EVERY - _LITTLE - set(_CLEAR)))
_WORDS = "".join(sorted(_LITTLE & EVERY))
_GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛超霞刚英华玉兰红建志秀桂婷雪琳玲梅莉倩颖慧莹洁燕蓉薇萍琴欣怡悦佳嘉"
    "浩宇轩涵梓晨俊鹏飞峰斌波辉凯健龙海云春晓宁鑫博睿琪瑶妍诗雨思彤菲凤珍淑贤德福贵荣祥瑞泽昊翔旭阳亮"
    "茜蕾婕媛娴姗莎莲芬芸菊翠珠珊娥妮雯霖锋铭昌坤晖昕炜烨煜豪奕"
)
_NO_ROLE_NAME = (
    "(?!王(?:国(?![强华庆伟平栋良斌梁民辉君])|子(?![㐀-鿿])|子[的公病]|[朝者牌位室府座])|张[望嘴开罗狂皇弛力]"
    "|肖[像似]|庞[大杂]|牟[利取]|窦[性道]|邵阳|邢台|娄底|滕州|覃塘|葛[根洲]|隋[朝代]|骆驼|鲍鱼|喻为|冉冉|阎王|卢[旺氏比]"
    "|樊笼|臧否|陈[设情年腐]|刘海|杨[树柳梅]|吴[语侬]|朱[红色砂]|宋庆龄|韩[语式剧]|丁[点字零]|萧[条瑟]|梁[柱上]|徐徐"
    "|.[的是和与在了也都将已未不应须可要会有无等及或对向给把被让])"
)
_PAIRS = "|".join(COMPOUND)
_BEGINNINGS = "".join(sorted(EVERY | set(_FAMILY) | {one[0] for one in COMPOUND}))
_AFTER_ROLE = rf"(?:{_ROLES})\s{{0,2}}[:(]?\s{{0,2}}(?=[{_BEGINNINGS}]){_NO_NAME}"
_NAME_ENDS = "(?![㐀-鿿])|(?=[于在与和到来说称的将已未对向是由被因就表签反提进陪等及或也曾])"
# what begins like a name of these families and is a word, unless one sign more ends a name
_NO_MANY = (
    "(?!(?:安[静宁祥阳福]|[平冷文宁]静|[保卫康强]健|[康华富咸]宁|[富咸益衡简]阳|[祝幸]福|[师公常]德|[廉简高]洁"
    "|[封党]建|[暴雷梅谷]雨|鲜[艳红]|易[敏健]|高[峰飞]|云[龙海]|时[超强佳刚]|华丽|富[强贵]|付红|伊春|充军"
    f"|全家福|万福|明亮|成志|常刚|温[雅欣])(?![{_GIVEN}](?:{_NAME_ENDS})))"
)
_OF_MANY = (
    rf"{_NO_MANY}(?:[{_UNCLEAR}](?:[小子文家明国]?[{_GIVEN}]|[{_GIVEN}][㐀-鿿])"
    rf"|[{_WORDS}][小子文家明国{_GIVEN}][{_GIVEN}])"
)
# what people of a team are said to do, right after a whole name
_DOES = (
    "参加|出席|主持|授课|主讲|离职|辞职|离开|入职|到岗|加入|调岗|转岗|调离|调任|调入|退休|请假|休假|病假|产假|休产假"
    "|接任|接手|担任|负责(?!人)|带领|督导|来了|走了"
)
_DOES_EN = (
    "attended|attends|joined|joins|left|leaves|led|leads|taught|trained|resigned|retired|replaced"
    "|started|starts|took|takes|is on|was on|was absent"
)
_PINYIN = (
    "Wang|Li|Zhang|Liu|Chen|Yang|Huang|Zhao|Wu|Zhou|Xu|Sun|Zhu|Hu|Guo|He|Lin|Luo|Gao|Zheng|Liang|Xie"
    "|Song|Tang|Deng|Han|Feng|Cao|Peng|Zeng|Xiao|Tian|Dong|Pan|Yuan|Cai|Jiang|Yu|Du|Ye|Cheng|Wei|Su|Lu"
    "|Ding|Ren|Lü|Shen|Yao|Ma"
)
_NAMED = re.compile(
    r"(?:姓名|名字)\s{0,8}(?::|是|为|叫)\s{0,8}(?![已未无不隐略空*_○□-]|[X×]{2})\w"
    rf"|叫(?:做|作)?[{_FAMILY}][㐀-鿿]{{1,2}}(?![㐀-鿿])"
    # a whole name of two or three signs; what is a word as often, such as grandson or years of
    # age, is left out sign by sign
    rf"|{_BEGINS}(?=[{_FAMILY}]){_NO_NAME}[㐀-鿿]{{2,3}}?{_NO_END}[ \t]?的?(?:{_KIN})"
    rf"|{_AFTER_ROLE}{_NO_ROLE_NAME}(?:[{_CLEAR}]|{_PAIRS})[㐀-鿿]"
    rf"|{_AFTER_ROLE}{_OF_MANY}(?:{_NAME_ENDS})"
    rf"|{_BEGINS}(?=[{_BEGINNINGS}]){_NO_NAME}(?:{_OF_MANY}|(?:{_PAIRS})[㐀-鿿]{{1,2}}?)"
    rf"[ \t]?的?(?:{_KIN})"
    rf"|叫(?:做|作)?(?:{_OF_MANY}|(?:{_PAIRS})[㐀-鿿]{{1,2}})(?![㐀-鿿])"
    rf"|{_BEGINS}(?=[{_CLEAR}]){_NO_NAME}{_NO_ROLE_NAME}[㐀-鿿]{{2,3}}?{_NO_END}(?:于\d|已|也|将)?(?:{_DOES})"
    rf"|\b(?:{_PINYIN})\s{{1,2}}(?!County|District|City|Town|Street|Road|Centre)[A-Z][a-z]{{1,12}}\s{{1,2}}(?:{_DOES_EN})\b"
    r"|\b(?i:social worker|guardian|child|victim|mother|father|parent)"
    rf"\s{{1,2}}(?:{_PINYIN})\s{{1,2}}[A-Z][a-z]"
    r"|(?:^|[.;,(\n]\s?)[Nn]ame\s?:\s?[A-Z][a-z]"
    r"|\b(?:[Hh]er|[Hh]is|[Cc]hild's|[Ff]ull|[Mm]other's|[Ff]ather's) name\s?(?::|is)\s?[A-Z][a-z]"
)
# a name may be spread out: blanks and dots between two Chinese signs say nothing
_APART = re.compile(r"(?<=[㐀-鿿])[ \t.·•‧∙⋅・]{1,4}(?=[㐀-鿿])")
_SINGLE = re.compile(r"(?<![㐀-鿿0-9])[㐀-鿿](?:[ \t.·•‧∙⋅・]{1,4}[㐀-鿿](?![㐀-鿿])){1,3}")
_TAIL = re.compile(r"\w{0,2}")


def identity_in(text: str) -> str | None:
    """Find what would tell who a child is.

    Args:
        text: Free text as typed.

    Returns:
        `id_number`, which is always refused, for a citizen number of 18 signs with a valid
        check character, for one with a wrong one (a slip of the pen) that is written as such a
        number is and begins with a province and a possible birthday, and for an old one of 15
        digits with a province and a possible birthday; `phone`, `mail` or `name` for what
        needs a reason; None when nothing was found.

    Source: GB 11643-1999 for the check character, GB/T 2260 for the provinces.
    """
    shown = without_hidden(text)
    found = number_in(folded(shown))
    if found is not None:
        return found
    return "name" if any(map(_NAMED.search, _readings(shown))) else None


def refused_number_in(text: str) -> str | None:
    """Find a number that is never kept, without looking for names.

    Args:
        text: Free text as typed.

    Returns:
        `id_number`, `phone` or `mail`, the gravest first; None for none of them.
    """
    return number_in(folded(without_hidden(text)))


def names_in(text: str) -> frozenset[str]:
    """Find what looks like a person's name, to tell names apart that were asked about before.

    Args:
        text: Free text as typed.

    Returns:
        Each find with the sign that gave it away and the two signs after it, such as
        `姓名：王某`, without blanks, and the end of each number of a bank card, passport or
        chat account; empty when nothing looks like one. It is a guess: a person decides.
    """
    shown = without_hidden(text)
    finds: dict[str, str] = {}
    for reading in _readings(shown):
        for found in _NAMED.finditer(reading):
            finds.setdefault("".join(found[0].split()), _with_tail(reading, found))
    # numbers of cards, passports and chats are asked about as names are
    numbers = (f"{kind}:{tail}" for kind, tail in numbers_found(text))
    return frozenset((*finds.values(), *numbers))


def _readings(shown: str) -> Iterator[str]:
    yield shown
    if _APART.search(shown):
        # words beside a name that is spread out stay apart from it, or stand close to it
        yield _SINGLE.sub(lambda run: _APART.sub("", run[0]), shown)
        yield _APART.sub("", shown)


def _with_tail(shown: str, found: re.Match[str]) -> str:
    tail = _TAIL.match(shown, found.end())
    return "".join((found[0] + (tail[0] if tail else "")).split())
