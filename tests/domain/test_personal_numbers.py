"""The guard at its numbers (PV-01): ten thousand of each, made from a seed, and clean sentences."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

import pytest

from qa_app.domain.identity_guard import identity_in, names_in, refused_number_in
from qa_app.domain.personal_numbers import Found, listed_in, numbers_found
from qa_app.paths import resource

COUNT = 10_000
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_REGIONS = ("110105", "310112", "440524", "530102", "530112", "532901", "650103", "820000")
_PROSE = (
    "第3页登记 {} 与档案一致",
    "The file gives {}, see page 4.",
    "监护人证件{}，已核对",
    "{}",
    "共12页，{}；2026年3月2日",
    "（{}）",
    "身份证号：{}。",
)


def citizen(chance: random.Random) -> str:
    """A valid number by GB 11643-1999, worked out here and not by the product."""
    born = date(1930, 1, 1) + timedelta(days=chance.randrange(35_000))
    body = f"{chance.choice(_REGIONS)}{born:%Y%m%d}{chance.randrange(1000):03}"
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]


def hidden(chance: random.Random, number: str) -> str:
    """The number as people and scanners write it."""
    wide = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
    ways = (
        number,
        number.translate(wide),
        f"{number[:6]} {number[6:14]} {number[14:]}",
        f"{number[:6]}-{number[6:14]}-{number[14:]}",
        " ".join(number),
        number.lower(),
        number.replace("X", chance.choice("xХ×Ⅹ")),
        f"{number[:17]} {number[17]}",
        f"{number[:6]}\u200b{number[6:]}",
    )
    return chance.choice(ways)


def mobiles(chance: random.Random) -> Iterator[str]:
    for _ in range(COUNT):
        digits = f"1{chance.choice('3456789')}{chance.randrange(10**9):09}"
        ways = (
            digits,
            f"{digits[:3]} {digits[3:7]} {digits[7:]}",
            f"{digits[:3]}-{digits[3:7]}-{digits[7:]}",
            f"+86 {digits}",
            digits.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
            f"电话{digits[:7]} {digits[7:]}",
        )
        yield chance.choice(ways)


@cache
def sentences() -> tuple[str, ...]:
    """Clean sentences: those of the shipped rubrics, as findings quote them, with plain figures."""
    found: set[str] = set()
    for file in sorted(resource("rubrics").rglob("*.yaml")):
        for line in file.read_text("utf-8").splitlines():
            said = line.strip().lstrip("- ").partition(": ")[2].strip(" \"'")
            if 8 <= len(said) <= 300 and "@" not in said:
                found.add(said)
    texts, chance = sorted(found), random.Random(8)
    made = []
    for number in range(COUNT):
        text = texts[number % len(texts)]
        day = date(2026, 1, 1) + timedelta(days=chance.randrange(300))
        pages, code = chance.randrange(1, 150), f"{chance.choice('ABCDE')}{chance.randrange(1, 30)}"
        ways = (
            f"{text}（第{pages}页）",
            f"{code}：{text}，{day:%Y-%m-%d}已记录",
            f"{day.year}年{day.month}月{day.day}日家访，{text}",
            f"{code} {text}, page {pages}, KM-26-{chance.randrange(10**4):04}-{pages:05}",
            f"{text} {pages}.5 / 100.00",
        )
        made.append(chance.choice(ways))
    return tuple(made)


def test_every_citizen_number_is_refused() -> None:
    chance = random.Random(1)
    numbers = [hidden(chance, citizen(chance)) for _ in range(COUNT)]
    missed = [
        number
        for number in numbers
        if refused_number_in(chance.choice(_PROSE).format(number)) != "id_number"
    ]
    assert missed == []


def test_mobiles_are_found(record_property) -> None:
    chance = random.Random(2)
    found = sum(
        refused_number_in(chance.choice(_PROSE).format(number)) is not None
        for number in mobiles(chance)
    )
    record_property("mobiles found of 10,000", found)
    assert found >= COUNT * 99 // 100


def test_clean_sentences_pass(record_property) -> None:
    texts = sentences()
    assert len(texts) == COUNT
    alarms = [text for text in texts if identity_in(text) is not None or names_in(text)]
    record_property("false alarms of 10,000", len(alarms))
    assert len(alarms) < COUNT * 5 // 1000, alarms[:20]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        # cards made for tests by those who issue them
        ("卡号 6228480402564890019", None),
        ("卡号 6228480402564890018", Found.BANK_CARD),
        ("4111 1111 1111 1111", Found.BANK_CARD),
        ("5555-5555-5555-4444", Found.BANK_CARD),
        ("４１１１１１１１１１１１１１１１", Found.BANK_CARD),
        ("4111 1111 1111 1112", None),
        ("护照E12345678", Found.PASSPORT),
        ("passport EA1234567", Found.PASSPORT),
        ("通行证 H12345678", Found.PASSPORT),
        ("E1234567", None),
        ("KM-26-E12345678-9", None),
        ("微信号：wang_xiao88", Found.CHAT),
        ("加微信 id abc12345", Found.CHAT),
        ("vx: xiaoming2010", Found.CHAT),
        ("QQ 12345678", Found.CHAT),
        ("qq号10001", Found.CHAT),
        ("微信群已解散，家长通过微信联系", None),
        ("用微信发送了通知", None),
        ("QQ群里没有记录", None),
        ("2026-0312-000145", None),
    ],
)
def test_other_numbers(text: str, kind: Found | None) -> None:
    assert {found for found, _ in numbers_found(text)} == ({kind} if kind else set())
    assert bool(names_in(text)) is (kind is not None)


def test_two_numbers_are_told_apart_by_their_ends() -> None:
    assert names_in("护照E12345678") != names_in("护照E12345679")


def test_listed_names_are_found_however_they_are_spread() -> None:
    names = ("春城小学", "Green Lane School")
    assert listed_in("转入春 城 小学", names) == {"春城小学"}
    assert listed_in("moved to green  lane school", names) == {"Green Lane School"}
    assert listed_in("转入某小学", names) == frozenset()
    assert listed_in("春城小学", ()) == frozenset()
