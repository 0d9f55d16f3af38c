"""Rubric files that nobody should get through: 200 made by hand, and mutations by seed.

Run as a program it reads them in children with bounded memory and time, one line of JSON each:
`python -m tests.hostile_rubrics made` or `python -m tests.hostile_rubrics mutated 0 100`.
"""

import io
import json
import os
import random
import resource
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ROOT / "rubrics"
BASES = ("weakest_grade", "qa_system_maturity", "appropriate_adult", "osri", "hygiene_rating")
SECONDS_MOST, MEGABYTES_MOST = 2, 256
_MEMORY_MOST = 1_500_000_000
"""Address space of a child: far over what is asserted, so that a runaway ends early."""


def base_file(name: str) -> Path:
    folders = (SHIPPED, SHIPPED / "reference", ROOT / "docs/examples/rubrics")
    return next(f for folder in folders if (f := folder / f"{name}.yaml").is_file())


@cache
def base_text(name: str) -> str:
    return base_file(name).read_text("utf-8")


@cache
def base_plain(name: str) -> Any:
    from qa_app.rubric_files.yaml_text import read_yaml

    return read_yaml(base_text(name)).plain


@cache
def base_bytes(name: str, form: str) -> bytes:
    from qa_app.rubric_files.forms import FORMS

    return FORMS[form](base_plain(name))


# -- made by hand

HEAD = """schema: qa.rubric/1
id: hostile
version: 1.0.0
status: draft
kind: case_file
area: social_work
unit: case
title: {zh: 坏}
"""
SCORING = "scoring: {method: weighted_sections, scale: mpu, bands: std4}\n"
ITEMS = "sections:\n- {id: A, weight: 1, title: {zh: 甲}, items: [%s]}\n"
ITEM = "{id: A1, text: {zh: 一}, basis: proposed%s}"


def item(more: str = "") -> str:
    return HEAD + SCORING + ITEMS % (ITEM % more)


def with_facts(condition: str) -> str:
    facts = "facts: [{id: closed, type: bool, zh: 已}, {id: n, type: int, zh: 数}]\n"
    return HEAD + facts + SCORING + ITEMS % (ITEM % f", applies_if: {condition}")


def yaml_made() -> dict[str, str]:
    deep = "a: " + "[" * 10_000 + "]" * 10_000
    laugh = "a0: &a0 [x, x]\n" + "".join(
        f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 30)
    )
    weights = ("0", "-1", "1e308", ".nan", ".inf", "-.inf", "1" * 400, "'1'", "null", "true", "[1]", "0.0000000000001", "1000000000001", "一", "１", "1/3", "~", "{}")  # fmt: skip
    conditions = ("{}", "[]", "closed", "{fact: closed}", "{fact: nothing, is: true}", "{fact: closed, is: 1}", "{fact: closed, gte: 1}", "{fact: n, gte: 1.5}", "{fact: n, in: []}", "{all: []}", "{any: {}}", "{not: []}", "{fact: [closed], is: true}", "{fact: {a: b}, is: true}", "{answer: A1, is: good}", "{answer: ZZ, is: met}", "{item: A1, is: met}", "{applicable: true}", "{count: 3, gte: 1}", "{all: [{fact: closed, is: true}], any: []}")  # fmt: skip
    clocks = ("{from: a, to: b, within: 3 days}", "{from: a, to: b, within: 99999d}", "{from: a, to: b}", "{any_of: []}", "{any_of: 3}", "[]", "3d", "{from: [a], to: b, within: 3d}")  # fmt: skip
    whole = {
        "empty": "",
        "only blanks": " \n\t\n",
        "only a comment": "# nothing",
        "a word": "rubric",
        "a number": "42",
        "a list": "- a\n- b",
        "null": "null",
        "two documents": HEAD + "---\n" + HEAD,
        "deep lists": deep,
        "deep mappings": "{a: " * 5_000 + "1" + "}" * 5_000,
        "deep blocks": "".join(f"{' ' * n}a:\n" for n in range(400)),
        "billion laughs": laugh,
        "cycle": "a: &a [*a]\n" + item(),
        "cycle of mappings": "a: &a {b: *a}\n",
        "unknown alias": "a: *b",
        "many aliases": "a: &a x\nb: [" + "*a," * 5_000 + "x]",
        "merge key": "a: &a {b: 1}\nc: {<<: *a}",
        "tag of Python": "a: !!python/object/apply:os.system [ls]",
        "tag of its own": "a: !x 1",
        "binary": "a: !!binary aGVsbG8=",
        "set": "a: !!set {b}",
        "many entries": "a:\n" + "- {b: 1}\n" * 20_000,
        "many scalars": "a: [" + "1," * 100_000 + "1]",
        "many keys": "".join(f"k{n}: 1\n" for n in range(20_000)),
        "long word": "id: " + "x" * 200_000,
        "too large": "a: '" + "x" * 300_000 + "'",
        "key twice": HEAD + "id: again\n",
        "key twice as number": "1: a\n'1': b",
        "unclosed quotes": 'a: "b',
        "unclosed bracket": "a: [b",
        "tab indentation": "a:\n\tb: 1",
        "colon in a plain text": "a: b: c",
        "unknown version": item().replace("rubric/1", "rubric/9"),
        "no schema": item().replace("schema: qa.rubric/1\n", ""),
        "unknown field": item() + "colour: red\n",
        "unknown method": item().replace("weighted_sections", "guess"),
        "method as list": item().replace("weighted_sections", "[a]"),
        "scoring as text": HEAD + "scoring: good\n" + ITEMS % (ITEM % ""),
        "no sections": HEAD + SCORING,
        "sections as mapping": HEAD + SCORING + "sections: {a: 1}\n",
        "item twice": HEAD + SCORING + ITEMS % f"{ITEM % ''}, {ITEM % ''}",
        "confusable codes": item().replace("id: A1", "id: Ａ１"),
        "code with a blank": item().replace("id: A1", "id: A 1"),
        "long code": item().replace("id: A1", "id: " + "A" * 300),
        "required language missing": item().replace("{zh: 一}", "{en: One}"),
        "empty text": item().replace("{zh: 一}", "{zh: '  '}"),
        "text as list": item().replace("{zh: 一}", "[一]"),
        "another language": item().replace("{zh: 一}", "{zh: 一, fr: un}"),
        "unknown scale": item(", scale: none"),
        "holistic scale": item(", scale: peer5"),
        "breach without read": item(", scale: breach3"),
        "time without clock": item(", scale: time3"),
        "law without its words": item().replace("proposed", "law"),
        "quote without law": item(", quote: 应当"),
        "critical_fail alone": item(", critical_fail: [met]"),
        "share alone": item(", share: {met: 1, partly: 0}"),
        "per case without sample": item(", per_case: true, share: {met: 1, partly: 0}"),
        "unknown bands": item().replace("std4", "std9"),
        "no bands": item().replace(", bands: std4", ""),
        "floor over one": item().replace("bands:", "min_applicable: 1.5, bands:"),
        "cap on nothing": item().replace("bands:", "caps: [{when: {answer: ZZ, is: met}, at_most: A}], bands:"),
        "cap of no band": item().replace("bands:", "caps: [{when: {answer: A1, is: met}, at_most: Z}], bands:"),
        "deduction of one": item().replace("weighted_sections", "deduction"),
        "bands out of order": item() + "bands: {std4: [{code: A, from: 10, zh: 甲}, {code: B, from: 20, zh: 乙}]}\n",
        "bands without nought": item() + "bands: {std4: [{code: A, from: 10, zh: 甲}]}\n",
        "scale without answers": item() + "scales: {mpu: {kind: points, options: []}}\n",
        "rules without rules": HEAD + "scoring: {method: rules}\n" + ITEMS % (ITEM % ""),
    }  # fmt: skip
    made = {f"{name}.yaml": text for name, text in whole.items()}
    made |= {f"weight {n}.yaml": item(f", weight: {w}") for n, w in enumerate(weights)}
    made |= {f"condition {n}.yaml": with_facts(c) for n, c in enumerate(conditions)}
    made |= {f"clock {n}.yaml": item(f", scale: time3, clock: {c}") for n, c in enumerate(clocks)}
    return made


def repeated(size: int, times: int) -> str:
    """A text that comes to far more than the file when its repetitions are written out."""
    return f"a: &a {'字' * size}\n" + "".join(
        f"b{n}: [{'*a, ' * times}x]\n" for n in range(900 // times)
    )


def costly_made() -> dict[str, str]:
    """Texts that cost a reader much time or memory for their size."""
    chain = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 900))
    unit = HEAD.replace("unit: case", "unit: &u " + "x" * 200_000)
    entries = ", ".join(["{id: *u, text: {zh: 一}, basis: *u}"] * 450)
    section = f"{{id: A, weight: 1, title: {{zh: 甲}}, items: [{entries}]}}"
    whole = {
        "repeated text": repeated(60_000, 300),
        "repeated codes": f"{unit}{SCORING}sections:\n- {section}\n",
        "repeated keys": "a: &a {" + "k" * 190 + ": 1}\nb: [" + "*a, " * 999 + "x]",
        "chain of aliases": chain,
        "alias below itself": "a: &a " + "[" * 30 + "*a" + "]" * 30,
        "alias as key": "a: &a b\n*a : 1",
        "hexadecimal": "a: 0x" + "f" * 200_000,
        "hexadecimal key": "? 0x" + "f" * 200_000 + "\n: 1",
        "octal": "a: 0o" + "7" * 200_000,
        "binary digits": "a: 0b" + "1" * 200_000,
        "long number as key": "9" * 5_000 + ": 1",
        "long number": item(", weight: " + "9" * 100_000),
        "long decimal": item(", weight: 1." + "9" * 100_000),
        "base 60": "%YAML 1.1\n---\na: " + "1:" * 100_000 + "1",
        "base 60 key": "%YAML 1.1\n---\n" + "1:" * 400 + "1: a",
        "directive": "%YAML 1.1\n---\n" + item(),
        "tag directive": "%TAG ! tag:x.org,2000:\n---\n" + item(),
        "directives": "%A b\n" * 50_000,
        "long directive": "%YAML 1." + "1" * 200_000 + "\n---\na: 1",
        "anchors": "".join(f"- &a{n} x\n" for n in range(20_000)),
        "anchors in a list": "[" + "&a x, " * 40_000 + "x]",
        "long anchor": "a: &" + "x" * 200_000 + " 1",
        "long alias": "a: *" + "x" * 200_000,
        "long tag": "a: !" + "x" * 200_000 + " 1",
        "escaped tag": "a: !" + "%41" * 60_000 + " 1",
        "long key": item() + "k" * 100_000 + ": 1\n",
        "long keys": "".join(f"{'k' * 240}{n}: 1\n" for n in range(1_000)),
        "only comments": "#\n" * 120_000,
        "comments between": item().replace("\n", "\n" + "#\n" * 10_000) + "colour: red",
        "brackets alone": "[" * 100_000,
        "braces alone": "{" * 100_000,
        "brackets in lines": "a: " + "[\n" * 100_000,
        "dashes": "- " * 100_000,
        "question marks": "? " * 100_000,
        "colons": "a:" * 100_000,
        "empty lines": "a: 1" + "\n" * 200_000,
        "blank text": "a: '" + "\n" * 200_000 + "'",
        "folded lines": "a: x\n" + " y\n" * 60_000,
        "kept lines": "a: |\n" + " x\n" * 60_000,
        "escapes": 'a: "' + "\\n" * 100_000 + '"',
        "documents": "---\n" * 60_000,
        "ends of documents": "...\n" * 60_000,
        "unknown fields": item() + "".join(f"f{n}: 1\n" for n in range(14_000)),
        "wrong everywhere": HEAD + SCORING + ITEMS % ", ".join(["{id: '!', colour: red}"] * 900),
    }  # fmt: skip
    return {f"{name}.yaml": text for name, text in whole.items()}


def json_made() -> dict[str, bytes]:
    return {
        "deep.json": b"[" * 100_000,
        "deep objects.json": b'{"a":' * 50_000,
        "nan.json": b'{"a": NaN}',
        "half a character.json": rb'{"a": "\ud800"}',
        "trailing.json": b"{} {}",
        "comment.json": b"{/* */}",
        "key twice.json": b'{"a": 1, "a": 2}',
        "many.json": b'{"a": [' + b"1," * 100_000 + b"1]}",
        "not text.json": b"\xff\xfe{}",
        "quotes.json": b'"' + rb"\"" * 100_000,
        "braces.json": b"{" * 200_000,
        "long number.json": b'{"a": ' + b"9" * 200_000 + b"}",
        "long number as key.json": b'{"' + b"9" * 200_000 + b'": 1}',
        "long decimal.json": b'{"a": 1.' + b"9" * 200_000 + b"}",
    }


def part(name: str, content: bytes) -> tuple[str, bytes]:
    return name, content


def repacked(data: bytes, change: Callable[[str, bytes], bytes], *more: tuple[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:  # fmt: skip
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, content in more:
            new.writestr(name, content)
    return file.getvalue()


def workbook_made() -> dict[str, bytes]:
    good = base_bytes("weakest_grade", "xlsx")

    def in_sheet(old: bytes, new: bytes) -> bytes:
        return repacked(good, lambda n, c: c.replace(old, new) if "sheet2" in n else c)

    def with_items(**cells: str) -> bytes:
        return refilled_survey(good, 1_900, cells)

    entity = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    rows = b"<sheetData>" + b"".join(b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(2, 9_000)) + b"<x/>"  # fmt: skip
    bomb = b"<sheetData>" + b" " * 30_000_000
    tag = b"<sheetData><row " + b"".join(b'a%d="1" ' % n for n in range(40_000)) + b">"
    return {
        "old.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        "not a zip.xlsx": b"PK\x03\x04" + b"x" * 1_000,
        "half.xlsx": good[: len(good) // 2],
        "empty zip.xlsx": b"PK\x05\x06" + b"\0" * 18,
        "no workbook.xlsx": repacked(good, lambda n, c: b"" if n == "xl/workbook.xml" else c),
        "entity.xlsx": repacked(good, lambda _n, c: c.replace(b"<worksheet", entity + b"<worksheet")),
        "macro.xlsx": repacked(good, lambda _n, c: c, part("xl/vbaProject.bin", b"x")),
        "bomb.xlsx": in_sheet(b"<sheetData>", bomb),
        "many rows.xlsx": in_sheet(b"<sheetData>", rows),
        "huge tag.xlsx": in_sheet(b"<sheetData>", tag),
        "not xml.xlsx": in_sheet(b"<sheetData>", b"<sheetData><<"),
        "far row.xlsx": in_sheet(b"</sheetData>", b'<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'),
        "many parts.xlsx": repacked(good, lambda _n, c: c, *[part(f"x/{n}", b"") for n in range(2_000)]),
        "no survey.xlsx": repacked(good, lambda n, c: c.replace(b'"survey"', b'"other"') if n == "xl/workbook.xml" else c),
        "data in cells.xlsx": with_items(relevant="{a: b}", clock="{from: a}", std="[a]"),
        "repetitions in cells.xlsx": with_items(relevant="{a: &a [" + "x, " * 900 + "], b: [" + "*a, " * 900 + "]}"),
        "one text in all cells.xlsx": with_items(relevant="{a: [" + "b, " * 2_500 + "]}"),
        "brackets in cells.xlsx": with_items(relevant="[" * 100),
        "nested conditions.xlsx": with_items(relevant="(" * 60 + "a = true" + ")" * 60),
        "numbers in cells.xlsx": with_items(weight="9" * 5_000),
        "number too long.xlsx": in_sheet(b"</sheetData>", b'<row r="90"><c r="A90"><v>' + b"9" * 5_000 + b"</v></c></row></sheetData>"),
        "too large.xlsx": good + os.urandom(1) * 2_100_000,
    }  # fmt: skip


def refilled_survey(data: bytes, rows: int, cells: dict[str, str]) -> bytes:
    """A workbook with as many items, the same cells in each of them."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data))
    sheet = book["survey"]
    columns = {str(cell.value): cell.column for cell in sheet[1]}
    for row in range(3, rows + 3):
        sheet.cell(row, columns["type"]).value = "select_one mpu"
        sheet.cell(row, columns["name"]).value = f"N{row}"
        for head, value in cells.items():
            sheet.cell(row, columns[head]).value = value
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def csv_made() -> dict[str, bytes]:
    return {
        "table.csv": b"type,name\nselect_one mpu,A1\n",
        "quotes.csv": b'"' * 100_000,
        "nothing.csv": b"\0" * 1_000,
    }


@cache
def made() -> dict[str, bytes]:
    """Name to file; every one of them is to be refused."""
    texts = {
        name: text.encode("utf-8", "surrogatepass")
        for name, text in {**yaml_made(), **costly_made()}.items()
    }
    binary = {"not text.yaml": b"\xff\xfe\x00a", "gb18030.yaml": item().encode("gb18030"), "nul.yaml": b"a: \0"}  # fmt: skip
    return {**texts, **binary, **json_made(), **workbook_made(), **csv_made()}


# -- mutated

VALUES: tuple[Any, ...] = (None, True, "", "x", "\u202e", "\ud7ff", -1, 0, 10**13, 10**30, [], {}, [[]], {"a": {}}, "字" * 3_000, "1e308", "NaN", "Ａ１", ["a"] * 500)  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()  # fmt: skip
    for name, entry in entries:
        yield (*path, name)
        yield from places(entry, (*path, name))


def changed(plain: Any, dice: random.Random) -> Any:
    plain = json.loads(json.dumps(plain, default=float))
    for _ in range(dice.randint(1, 3)):
        path = dice.choice(list(places(plain)) or [("x",)])
        holder = plain
        for step in path[:-1]:
            holder = holder[step]
        act = dice.randrange(4)
        if act == 0 or not holder:
            holder[path[-1]] = deepcopy(dice.choice(VALUES))
        elif act == 1:
            del holder[path[-1]]
        elif act == 2 and isinstance(holder, list):
            holder.insert(path[-1], deepcopy(dice.choice(holder)))
        elif isinstance(holder, dict):
            name = dice.choice(
                ["colour", "id", "weight", "scale", "applies_if", "is", "<<", "1", "é"]
            )
            holder[name] = deepcopy(dice.choice([*VALUES, holder[path[-1]]]))
    return plain


def flipped(data: bytes, dice: random.Random) -> bytes:
    found = bytearray(data)
    for _ in range(dice.randint(1, 12)):
        at = dice.randrange(max(1, len(found)))
        act = dice.randrange(5)
        size = dice.randint(1, 40)
        if act == 0:
            found[at : at + 1] = bytes([dice.randrange(256)])
        elif act == 1:
            del found[at : at + size]
        elif act == 2:
            found[at:at] = found[at : at + size] * dice.randint(1, 50)
        elif act == 3:
            found[at:at] = dice.choice([b"{", b"[", b"*a ", b"&a ", b"!!x ", b": ", b"- ", b"\t", b"\0", b"\xff", b'"', b"<", b"&#0;", "（".encode()])  # fmt: skip
        else:
            other = dice.randrange(max(1, len(found)))
            found[at : at + size] = found[other : other + size]
    return bytes(found)


def retyped(data: bytes, dice: random.Random) -> bytes:
    """The same done to characters, so that the file stays text."""
    words = list(data.decode())
    for _ in range(dice.randint(1, 8)):
        at = dice.randrange(len(words))
        size = dice.randint(1, 30)
        act = dice.randrange(4)
        if act == 0:
            words[at] = dice.choice(":,-[]{}#&*!|>'\"%@`\t\n 0一é")
        elif act == 1:
            del words[at : at + size]
        elif act == 2:
            words[at:at] = words[at : at + size]
        else:
            other = dice.randrange(len(words))
            words[at : at + size] = words[other : other + size]
    return "".join(words).encode()


CELLS: tuple[Any, ...] = (None, "", "x", " ", "=1+1", "#REF!", True, -1, 0, 1e300, 10**15, "1/3", "{", "[1", "字" * 9_000, "_x0000_", "closed = true", "not (", "begin_group", "end_group", "select_one", "select_one none", "fact:nothing", "qa.rubric/9")  # fmt: skip


def refilled(data: bytes, dice: random.Random) -> bytes:
    """A workbook with other things in some cells, rows and headings."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data))
    for _ in range(dice.randint(1, 4)):
        sheet = book[dice.choice(book.sheetnames)]
        row, column = dice.randint(1, sheet.max_row), dice.randint(1, sheet.max_column)
        act = dice.randrange(6)
        if act < 3:
            sheet.cell(row, column).value = dice.choice(CELLS)
        elif act == 3:
            sheet.cell(row, column).value = sheet.cell(dice.randint(1, sheet.max_row), column).value
        elif act == 4:
            sheet.delete_rows(row)
        else:
            sheet.title = dice.choice(["survey", "choices", "Sheet1", "题目", "read"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def swollen(data: bytes, dice: random.Random) -> bytes:
    """A file that repeats, nests, numbers or comments far more than its size shows."""
    lines = data.decode().splitlines()
    holders = [
        at for at, line in enumerate(lines) if ": " in line and not line.endswith(("|", ">"))
    ]
    for _ in range(dice.randint(1, 3)):
        at = dice.choice(holders)
        head, _colon, rest = lines[at].partition(": ")
        size = dice.choice([10, 300, 3_000, 30_000])
        value = dice.choice(
            [
                "&z " + "字" * size,
                "[" + "*z, " * min(size, 1_000) + "*z]",
                "&y " + "[" * min(size, 40) + "*y" + "]" * min(size, 40),
                "0x" + "f" * size,
                "9" * size,
                "1:" * size + "1",
                "[" * size,
                "&" + "w" * size + " " + rest,
                "{" + "k" * size + ": 1}",
                "[" + ", ".join(f"&v{n} x" for n in range(min(size, 3_000))) + "]",
                '"' + "\\x41" * size + '"',
                rest + "\n" + "#\n" * size,
                rest + "\n" * size,
            ]
        )
        lines[at] = f"{head}: {value}"
    start = dice.choice(["", "", "", "%YAML 1.1\n---\n", "%TAG ! x:\n---\n"])
    first = dice.choice(["", "z0: &z [x, x]\n", "z0: &z " + "x" * 3_000 + "\n"])
    return f"{start}{first}{chr(10).join(lines)}\n".encode()


def mutated(seed: int) -> tuple[str, bytes]:
    """Give the file of a seed: its name and its bytes."""
    dice = random.Random(seed)
    base, form = dice.choice(BASES), dice.choice(["yaml", "yaml", "json", "xlsx", "csv"])
    if form == "csv":
        return f"{seed}.csv", flipped(b"type,name,label\nselect_one mpu,A1,x\n" * 20, dice)
    if form == "xlsx":
        data = base_bytes(base, "xlsx")
        if dice.random() < 0.6:
            return f"{seed}.xlsx", refilled(data, dice)
        if dice.random() < 0.3:
            return f"{seed}.xlsx", flipped(data, dice)
        target = dice.choice(zipfile.ZipFile(io.BytesIO(data)).namelist())
        return f"{seed}.xlsx", repacked(data, lambda n, c: flipped(c, dice) if n == target else c)
    if dice.random() < 0.5:
        data = base_text(base).encode() if form == "yaml" else base_bytes(base, "json")
        if form == "yaml" and dice.random() < 0.3:
            return f"{seed}.{form}", swollen(data, dice)
        change = retyped if dice.random() < 0.75 else flipped
        return f"{seed}.{form}", change(data, dice)
    text = json.dumps(changed(base_plain(base), dice), ensure_ascii=dice.random() < 0.5)
    return f"{seed}.{form}", text.encode("utf-8", "surrogatepass")


# -- read in a child


def told(name: str, data: bytes) -> dict[str, Any]:
    """Read a file as an upload is read, and say what became of it."""
    from qa_app.domain.problems import Severity
    from qa_app.domain.rubric_check import check_rubric
    from qa_app.domain.rubric_freeze import freeze
    from qa_app.domain.scoring_compile import compile_rubric
    from qa_app.rubric_files.reader import RubricFileError, load_library, placed, rubric_text
    from qa_app.wording import Words

    library = load_library(SHIPPED / "scales.yaml", SHIPPED)
    try:
        text = rubric_text(data, name)
        found = placed(check_rubric(text.plain, library), text)
    except RubricFileError as fault:
        found = fault.problems
    errors = [one for one in found if one.problem.severity is Severity.ERROR]
    if not errors:
        compile_rubric(freeze(text.plain, library))
    words = [Words(language).problem(one.problem) for one in found for language in ("zh", "en")]
    is_told = all(words) and all(one.line >= 1 and one.column >= 1 for one in found)
    first = errors[0] if errors else None
    return {
        "refused": bool(errors),
        "code": "" if first is None else first.problem.code,
        "place": "" if first is None else first.place,
        "told": is_told,
    }


def in_child(name: str, data: bytes) -> dict[str, Any]:
    """Read a file in a child of this process, its memory and time bounded and measured."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_MOST, _MEMORY_MOST))
        resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
        try:
            started = time.process_time()
            answer = told(name, data)
            answer["seconds"] = round(time.process_time() - started, 3)
            answer["megabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
            os.write(writing, json.dumps(answer).encode())
        finally:
            os._exit(0)  # what went wrong is told by the silence
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        answer = pipe.read()
    os.waitpid(child, 0)
    found = (
        json.loads(answer) if answer else {"crash": "the child died", "seconds": 0, "megabytes": 0}
    )
    return {"name": name, "bytes": len(data), **found}


def main(arguments: list[str]) -> None:
    if arguments[0] == "made":
        files = iter(made().items())
    else:
        first, last = map(int, arguments[1:])
        files = (mutated(seed) for seed in range(first, last))
    told("warm.yaml", base_text("weakest_grade").encode())
    told("warm.xlsx", base_bytes("weakest_grade", "xlsx"))
    for name, data in files:
        sys.stdout.write(json.dumps(in_child(name, data)) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
