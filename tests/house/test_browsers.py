"""Nothing is newer than WeChat's browser on cheap phones: styles Chromium 86, scripts even 83.

`tests/journeys/test_old_browsers.py` reads a file in both, by night.
"""

import re
from pathlib import Path

import pytest

from tests.conftest import ROOT

STATIC = ROOT / "qa_app" / "static"
SCRIPTS = sorted(STATIC.rglob("*.js"))
STYLES = sorted(STATIC.glob("*.css"))

# what it is, and the first Chromium that knows it
NEWER_SCRIPT = {
    r"(?:\?\?|\|\||&&)=": 85,
    r"\breplaceAll\(": 85,
    r"\breplaceChildren\(": 86,
    r"\.at\(": 92,
    r"\bstructuredClone\b": 98,
    r"\bObject\.hasOwn\b": 93,
    r"\bObject\.groupBy\b": 117,
    r"\.(?:findLast|findLastIndex)\(": 97,
    r"\.(?:toSorted|toReversed|toSpliced|with)\(": 110,
    r"\bPromise\.withResolvers\b": 119,
    r"\bAbortSignal\.(?:timeout|any)\b": 103,
    r"\bcrypto\.randomUUID\b": 92,
    r"^await |^(?:const|let) [^=]+= await ": 89,
    r"\bstatic\s*\{": 94,
    r"/[a-z]*[dv][a-z]*\.(?:test|exec)\(": 90,
    r"\bshowPopover\b|\bpopover\b": 114,
    r"\bcause:": 93,
    r"\.(?:isSubsetOf|union|intersection)\(": 122,
    r"\bIntl\.Segmenter\b": 87,
    r":is\(|:where\(|:has\(|:focus-visible|:user-invalid": 88,
    r"\bnavigation\.|\bscheduler\.": 102,
    r"\bURL\.canParse\b": 120,
    r"\bimport\b.*\b(?:assert|with)\b \{": 91,
}
NEWER_STYLE = {
    r":is\(|:where\(|:not\([^()]*,": 88,
    r":has\(": 105,
    r"@container|container-(?:type|name)": 105,
    r"@layer": 99,
    r"@scope|@starting-style": 117,
    r"(?:^|[\s;{])inset(?:-\w+)*\s*:": 87,
    r"(?:margin|padding|border)-(?:inline|block)(?:-\w+)?\s*:[^;]+ [^;]+;": 87,
    r"(?:margin|padding)-(?:inline|block)\s*:": 87,
    r"aspect-ratio": 88,
    r"accent-color": 93,
    r"color-mix\(|\b(?:oklch|oklab|lab|lch)\(": 111,
    r"\d(?:dvh|svh|lvh|dvw|svw|lvw)\b": 108,
    r"scrollbar-(?:gutter|width|color)": 94,
    r"text-wrap|text-autospace|text-box": 114,
    r"overflow(?:-[xy])?\s*:\s*clip": 90,
    r"subgrid": 117,
    r"(?:^|[;{]\s*)(?:translate|rotate|scale)\s*:": 104,
    r"^\s*&|\{[^{}]*&": 112,
    r"@media[^{]*(?:<|>)": 104,
    r"field-sizing": 123,
}
# properties that a browser which does not know them may leave out without loss
IMPROVEMENTS = {
    r"text-wrap|text-autospace|text-box",
    r"scrollbar-(?:gutter|width|color)",
    r"accent-color",
}


def found(path: Path, newer: dict[str, int]) -> list[tuple[str, int, str]]:
    # comments gone, lines kept
    text = re.sub(
        r"/\*.*?\*/", lambda one: "\n" * one[0].count("\n"), path.read_text("utf-8"), flags=re.S
    )
    lines = [re.sub(r"(?<!:)//.*", "", line) for line in text.splitlines()]
    return [
        (pattern, number, line.strip()[:120])
        for number, line in enumerate(lines, 1)
        for pattern in newer
        if pattern not in IMPROVEMENTS and re.search(pattern, line)
    ]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda one: one.name)
def test_scripts_need_nothing_newer(path: Path) -> None:
    assert found(path, NEWER_SCRIPT) == []


@pytest.mark.parametrize("path", STYLES, ids=lambda one: one.name)
def test_styles_need_nothing_newer(path: Path) -> None:
    assert found(path, NEWER_STYLE) == []


@pytest.mark.parametrize("path", STYLES, ids=lambda one: one.name)
def test_every_rule_of_a_style_sheet_ends(path: Path) -> None:
    # a rule left open takes in all that follows, and nothing complains
    depth, text = 0, path.read_text("utf-8")
    for line in text.splitlines():
        assert depth == 0 or not line.startswith("."), line
        depth += line.count("{") - line.count("}")
        assert 0 <= depth <= 2, line
    assert depth == 0


@pytest.mark.parametrize("path", STYLES, ids=lambda one: one.name)
def test_own_triangles_do_not_stand_beside_those_of_old_browsers(path: Path) -> None:
    # before Chromium 89 the triangle of a fold is no mark of a list
    text = path.read_text("utf-8")
    own = re.findall(r"^([^{}]*\bsummary)[^{}]*\{[^{}]*list-style: none", text, re.MULTILINE)
    for selector in re.split(r",\s*", ", ".join(own)) if own else ():
        assert f"{selector}::-webkit-details-marker" in text, selector


def test_a_newer_thing_is_found(tmp_path: Path) -> None:
    script, style = tmp_path / "a.js", tmp_path / "a.css"
    script.write_text(
        "const last = items.at(-1); // .at( in a comment does not count\na ??= b\n", "utf-8"
    )
    style.write_text("a { inset: 0; }\nb { box-shadow: inset 0 0 1px red; }\n", "utf-8")
    assert [line for _, line, _ in found(script, NEWER_SCRIPT)] == [1, 2]
    assert [line for _, line, _ in found(style, NEWER_STYLE)] == [1]
