"""What every page must keep: one language, one first heading, labels, few bytes."""

import gzip
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from typing_extensions import override

HANZI = re.compile(r"[\u3400-\u9fff]")
LATIN = re.compile(r"[A-Za-z]{2,}")
ALLOWED_IN_CHINESE = re.compile(
    r"(?:English|PDF|CSV|XLSX|UTF-8|JSON|SHA-256|ID|[A-Z]{1,3}\d{0,3}|qa\.[a-z]+/\d|Ctrl|Enter|Shift"
    r"|Esc|Tab|GB18030|LQAS|Plotly|[\d.,:/%–—\-+()（）：，。·\s])+"
)
"""What a Chinese page may say in Latin letters: codes, keys, names of formats."""
EMPTY_TABLE = re.compile(r"<tbody[^>]*>\s*</tbody>")
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
SAID_BY = ("aria-label", "title", "alt", "placeholder")
PAGE_BYTES_MOST = 40_000


@dataclass(slots=True)
class Seen:
    """What a page says in the words of the product, and how it is built."""

    words: list[str] = field(default_factory=list)
    language: str = ""
    first_headings: int = 0
    unlabelled: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen = Seen()
        self.stack: list[bool] = []
        self.labels: set[str] = set()
        self.open_labels = 0
        self.fields: list[tuple[str, str]] = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        have = dict(attrs)
        if tag == "html":
            self.seen.language = have.get("lang") or ""
        if tag == "h1":
            self.seen.first_headings += 1
        if tag == "label":
            self.open_labels += 1
            self.labels |= {have["for"] or ""} if have.get("for") else set()
        quiet = tag in {"script", "style"} or "data-content" in have or self._is_foreign(tag, have)
        quiet = quiet or (bool(self.stack) and self.stack[-1])
        if not quiet:
            self.seen.words += [have[name] or "" for name in SAID_BY if have.get(name)]
            if tag == "input" and have.get("type") in {"submit", "button"}:
                self.seen.words.append(have.get("value") or "")
        if tag in {"input", "select", "textarea"} and have.get("type") not in {"hidden", "submit"}:
            named = have.get("aria-label") or have.get("aria-labelledby") or have.get("title")
            if not named and not self.open_labels:
                self.fields.append((have.get("id") or "", f"{tag} {have.get('name')}"))
        if tag not in VOID:
            self.stack.append(quiet)

    def _is_foreign(self, tag: str, have: dict[str, str | None]) -> bool:
        return tag != "html" and bool(have.get("lang")) and have["lang"] != self.seen.language

    @override
    def handle_endtag(self, tag: str) -> None:
        self.open_labels -= tag == "label"
        if tag not in VOID and self.stack:
            self.stack.pop()

    @override
    def handle_data(self, data: str) -> None:
        words = " ".join(data.split())
        if words and self.stack and not self.stack[-1]:
            self.seen.words.append(words)


def seen(html: str) -> Seen:
    """Read a page; a field inside its label counts as labelled."""
    reader = _Reader()
    reader.feed(html)
    reader.seen.unlabelled = [what for ident, what in reader.fields if ident not in reader.labels]
    return reader.seen


def faults(html: str, language: str) -> list[str]:
    """List what is wrong with a page that should be in a language (`zh` or `en`)."""
    page = seen(html)
    found = []
    if page.language != ("zh-CN" if language == "zh" else "en"):
        found.append(f"lang is {page.language}")
    if page.first_headings != 1:
        found.append(f"{page.first_headings} first headings")
    found += [f"no label: {what}" for what in page.unlabelled]
    for words in page.words:
        if language == "en" and HANZI.search(words):
            found.append(f"Hanzi on an English page: {words[:80]}")
        is_latin = LATIN.search(words) and not HANZI.search(words)
        if language == "zh" and is_latin and not ALLOWED_IN_CHINESE.fullmatch(words):
            found.append(f"English on a Chinese page: {words[:80]}")
    if EMPTY_TABLE.search(html):
        found.append("a table without a row, where a sentence belongs")
    packed = len(gzip.compress(html.encode(), 6))
    if packed > PAGE_BYTES_MOST:
        found.append(f"{packed} bytes packed")
    return found
