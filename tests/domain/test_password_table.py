"""AU-01: 120 passwords and what each profile says of them, worked out by hand."""

import pytest

from qa_app.domain.passwords import PasswordProfile, PasswordRules, normal_password, password_flaw
from qa_app.domain.trust_defaults import PASSWORD_MOST

NAMES = ("王芳", "昆明市五华区启明社会工作服务中心", "Qiming Centre", "KM-QM")
NIST = PasswordRules(words=NAMES)
FACTOR = PasswordRules(words=NAMES, has_factor=True)
MLPS3 = PasswordRules(PasswordProfile.MLPS3, words=NAMES)
OK, SHORT, LONG, GUESS, PLAIN = None, "too_short", "too_long", "guessable", "too_plain"
VARIED = "".join(chr(0x4E00 + (place * 37) % 997) for place in range(PASSWORD_MOST))

# password, then what nist, nist with a second factor, and mlps3 say of it
TABLE: list[tuple[str, str | None, str | None, str | None]] = [
    # length, in code points
    ("", SHORT, SHORT, SHORT),
    ("k7", SHORT, SHORT, SHORT),
    ("otter-mug", SHORT, SHORT, SHORT),  # 9
    ("otter-mugs", SHORT, OK, SHORT),  # 10
    ("otter-mug-fern", SHORT, OK, SHORT),  # 14
    ("otter-mugs-fern", OK, OK, PLAIN),  # 15
    ("otter mugs fern quilt", OK, OK, PLAIN),
    (VARIED, OK, OK, PLAIN),  # 256
    (VARIED + "一", LONG, LONG, LONG),  # 257
    ("otter-" * 60, LONG, LONG, LONG),
    # words without a meaning together, with blanks, in several tongues
    ("four unrelated words here", OK, OK, PLAIN),
    ("quite another set of words", OK, OK, PLAIN),
    ("heron kettle violin moss", OK, OK, PLAIN),
    ("Heron kettle violin moss 7", OK, OK, OK),
    ("HERON KETTLE VIOLIN MOSS", OK, OK, PLAIN),
    ("heronKettleViolinMoss", OK, OK, PLAIN),
    ("heronKettleViolin47", OK, OK, OK),
    ("heron-Kettle-Violin", OK, OK, OK),
    ("heron-kettle-violin-47", OK, OK, OK),
    ("  heron kettle violin", OK, OK, PLAIN),
    ("Äpfel über Öfen rösten", OK, OK, OK),
    ("кот читает газету утром", OK, OK, PLAIN),
    # Hanzi; a character is one code point
    ("清晨滇池边红嘴鸥飞过水面去", SHORT, OK, SHORT),  # 13
    ("清晨的滇池边有三只红嘴鸥飞过水面", OK, OK, PLAIN),  # 16
    ("清晨的滇池边有三只红嘴鸥飞过水面7a", OK, OK, OK),
    ("茶壶、竹篮、旧雨伞、半块糕、蓝门", OK, OK, PLAIN),
    ("茶壶竹篮旧雨伞Ab三块糕饼与蓝门", OK, OK, OK),
    ("𠮷野家的牛肉饭配一碗味噌汤真暖和", OK, OK, PLAIN),
    ("水水水水水水水水水水水水水水水水", GUESS, GUESS, GUESS),
    ("山水山水山水山水山水山水山水山水", GUESS, GUESS, GUESS),
    # emoji; those joined by U+200D count each part
    ("🦉🚲🍵🧩🎻🪁🐳🌵🍄🎲🧵🔭🪵🧭🪴", OK, OK, PLAIN),
    ("🦉🚲🍵🧩🎻🪁🐳🌵🍄🎲", SHORT, OK, SHORT),
    ("🦉🦉🦉🦉🦉🦉🦉🦉🦉🦉🦉🦉🦉🦉🦉🦉", GUESS, GUESS, GUESS),
    ("👩‍🚀🚲 kettle heron", OK, OK, PLAIN),
    # one password however it is typed: NFKC twins
    ("ｈｅｒｏｎ－ｋｅｔｔｌｅ－ｍｏｓｓ", OK, OK, PLAIN),
    ("ﬁve-otters-swam", OK, OK, PLAIN),  # 15 as hashed, 14 signs as typed
    ("ﬁve-otter-swam", OK, OK, PLAIN),
    ("ﬁve-otter-swa", SHORT, OK, SHORT),
    ("①heron②kettle③moss", OK, OK, PLAIN),
    ("ｐａｓｓｗｏｒｄｐａｓｓｗｏｒｄ", GUESS, GUESS, GUESS),
    ("ｐｌｕｍｂｌｉｎｅ２０２６２０２６", GUESS, GUESS, GUESS),
    ("ⅷheron kettle moss", OK, OK, PLAIN),
    # what many choose
    ("passwordpassword", GUESS, GUESS, GUESS),
    ("Password123456789", GUESS, GUESS, GUESS),
    ("P@ssw0rdP@ssw0rd!", GUESS, GUESS, GUESS),
    ("passw0rd-passw0rd", GUESS, GUESS, GUESS),
    ("iloveyouiloveyou", GUESS, GUESS, GUESS),
    ("iloveyouforever!", GUESS, GUESS, GUESS),
    ("letmeinletmein12", GUESS, GUESS, GUESS),
    ("welcomewelcome2026", GUESS, GUESS, GUESS),
    ("administrator2026", GUESS, GUESS, GUESS),
    ("Administrator@123", GUESS, GUESS, GUESS),
    ("changemechangeme", GUESS, GUESS, GUESS),
    ("correct horse battery staple", GUESS, GUESS, GUESS),
    ("CorrectHorseBatteryStaple7", GUESS, GUESS, GUESS),
    ("tobeornottobethatisthequestion", GUESS, GUESS, GUESS),
    ("To be, or not to be: that is the question", GUESS, GUESS, GUESS),
    ("thequickbrownfoxjumps", GUESS, GUESS, GUESS),
    ("woaini1314520woaini", GUESS, GUESS, GUESS),
    ("woainiwoainiwoaini", GUESS, GUESS, GUESS),
    ("haohaoxuexitiantianxiangshang", GUESS, GUESS, GUESS),
    ("tiantianxiangshang888", GUESS, GUESS, GUESS),
    ("床前明月光，疑是地上霜。床前明月光", OK, OK, PLAIN),  # more than the two lines
    ("床前明月光疑是地上霜", SHORT, GUESS, SHORT),
    ("我爱你我爱你我爱你我爱你我爱你", GUESS, GUESS, GUESS),
    ("密码密码密码密码密码密码密码密码", GUESS, GUESS, GUESS),
    ("monkeydragonmaster", GUESS, GUESS, GUESS),
    ("mondaytuesdaywednesday", GUESS, GUESS, GUESS),
    ("springsummerautumn2026", GUESS, GUESS, GUESS),
    # the product, the city and its places
    ("plumblineplumbline", GUESS, GUESS, GUESS),
    ("Plumbline-2026-2026", GUESS, GUESS, GUESS),
    ("zhunshengzhunsheng1", GUESS, GUESS, GUESS),
    ("准绳准绳准绳准绳准绳准绳准绳准绳", GUESS, GUESS, GUESS),
    ("kunming2026kunming", GUESS, GUESS, GUESS),
    ("Kunming@2026Kunming", GUESS, GUESS, GUESS),
    ("kunming20260101abc", GUESS, GUESS, GUESS),
    ("yunnankunming2026!", GUESS, GUESS, GUESS),
    ("昆明昆明2026昆明昆明2026", GUESS, GUESS, GUESS),
    ("dalilijiangkunming", GUESS, GUESS, GUESS),
    ("xishuangbanna2026!!", GUESS, GUESS, GUESS),
    ("ertongbaohuzhongxin", GUESS, GUESS, GUESS),
    ("supervisor-auditor-1", GUESS, GUESS, GUESS),
    ("kunming heron kettle violin", OK, OK, PLAIN),  # enough is left
    # the person and where they work
    ("wangfang.wangfang.1", GUESS, GUESS, GUESS),
    ("WangFang2026WangFang", GUESS, GUESS, GUESS),
    ("gnafgnaw-gnafgnaw-1", GUESS, GUESS, GUESS),  # backwards
    ("fang-fang-fang-fang-1", GUESS, GUESS, GUESS),
    ("王芳王芳王芳王芳王芳王芳王芳王芳", GUESS, GUESS, GUESS),
    ("qiming-centre-qiming", GUESS, GUESS, GUESS),
    ("QimingCentre2026!", GUESS, GUESS, GUESS),
    ("昆明市五华区启明社会工作服务中心", GUESS, GUESS, GUESS),
    ("wangfang heron kettle moss", OK, OK, PLAIN),
    # walks over the keyboard and the alphabet
    ("qwertyuiopasdfgh", GUESS, GUESS, GUESS),
    ("qwertyuiop1234567890", GUESS, GUESS, GUESS),
    ("1qaz2wsx3edc4rfv", GUESS, GUESS, GUESS),
    ("qazwsxedcrfvtgb", GUESS, GUESS, GUESS),
    ("zxcvbnmasdfghjkl", GUESS, GUESS, GUESS),
    ("poiuytrewqlkjhgf", GUESS, GUESS, GUESS),
    ("abcdefghijklmnop", GUESS, GUESS, GUESS),
    ("ponmlkjihgfedcba", GUESS, GUESS, GUESS),
    ("123456789012345", GUESS, GUESS, GUESS),
    ("098765432109876", GUESS, GUESS, GUESS),
    ("!@#$%^&*()_+!@#$", GUESS, GUESS, GUESS),
    ("1q2w3e4r5t6y7u8i", GUESS, GUESS, GUESS),
    ("asdfghjkl;'asdfg", GUESS, GUESS, GUESS),
    ("qwer-asdf-zxcv-1234", GUESS, GUESS, GUESS),
    ("一二三四五六七八九十一二三四五六", GUESS, GUESS, GUESS),
    ("qwert heron kettle moss", OK, OK, PLAIN),
    # repeated
    ("aaaaaaaaaaaaaaaa", GUESS, GUESS, GUESS),
    ("abababababababab", GUESS, GUESS, GUESS),
    ("heronheronheronheron", GUESS, GUESS, GUESS),
    ("kettle9kettle9kettle9", GUESS, GUESS, GUESS),
    ("111122223333444", GUESS, GUESS, GUESS),
    ("202601012026010", GUESS, GUESS, GUESS),
    ("               ", GUESS, GUESS, GUESS),
    # numbers alone are enough where nobody can guess them; other signs too
    ("830617295046183", OK, OK, PLAIN),
    ("Ab9!Ab9!Ab9!Ab9!", GUESS, GUESS, GUESS),
    ("x7#Kp2!vQ9@mZ4&t", OK, OK, OK),
    ("x7kp2vq9mz4tw8b", OK, OK, PLAIN),
    ("x7Kp2vQ9mZ4tW8b", OK, OK, OK),
]


def test_there_are_120() -> None:
    assert len(TABLE) == 120
    assert len({password for password, *_ in TABLE}) == 120


@pytest.mark.parametrize(("password", "nist", "factor", "mlps3"), TABLE)
def test_au_01(password: str, nist: str | None, factor: str | None, mlps3: str | None) -> None:
    said = [password_flaw(password, "wang.fang", rules) for rules in (NIST, FACTOR, MLPS3)]
    assert said == [nist, factor, mlps3]


def test_twins_are_hashed_alike() -> None:
    assert normal_password("ｈｅｒｏｎ") == normal_password("heron")
    assert normal_password("e\u0301") == normal_password("é")
