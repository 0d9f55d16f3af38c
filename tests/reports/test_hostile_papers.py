"""Whatever stands in a paper is printed: nothing is fetched, opened, run or linked to (UP-06).

Sixty texts into every field of ten layouts. They name a server that waits on this machine and a
file that lies beside it: neither is asked for.
"""

import io
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields, is_dataclass, replace
from datetime import timedelta
from enum import Enum
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from pypdf import PdfReader

from qa_app.domain.text import BilingualText
from qa_app.paths import resource
from qa_app.reports.audit_report import audit_pdf
from qa_app.reports.certificate import certificate_pdf
from qa_app.reports.code_card import code_card_pdf
from qa_app.reports.labels import label_sheet, retrieval_slip
from qa_app.reports.period_pdf import period_pdf
from qa_app.reports.printed import printed_pdf
from qa_app.reports.quality_sheet import quality_pdf
from qa_app.reports.supervision_report import supervision_pdf
from qa_app.rubric_files.criteria import read_criteria
from qa_app.wording import Words
from qa_app.wording.audit_reports import said_report
from qa_app.wording.code_cards import PrintedCard, said_card
from qa_app.wording.register_papers import said_certificate
from qa_app.wording.said_coverage import said_coverage
from qa_app.wording.score_sheets import label_words, slip_words
from tests.papers import FACTS, FILE, TOKEN
from tests.people import NOON
from tests.reports import test_supervision_report
from tests.reports.test_certificate import ADDRESS
from tests.reports.test_paper import sheet
from tests.reports.test_period_pdf import made
from tests.reports.test_printed import a_paper
from tests.reports.test_quality_sheet import a_sheet
from tests.reports_material import WEIGHTED_ENTRIES, a_report, weighted_rubric
from tests.wording.test_period_reports import FULL

CANARY = "canary-7f3k9q"
MOST_OF_EACH = 120
KEPT = frozenset({"language", "page", "area", "centres", "heads"})
"""Fields that are no words of anybody: language, how pages are numbered, which chart stands where,
and heads, of which one is filled in."""
TEXTS = (
    '<img src="HTTP/a.png"/>', '<img src="HTTP/b.png" width="9" height="9"/>', '<img src="FILE"/>',
    '<img src="file://FILE"/>', '<img src="/dev/zero"/>', '<img src="data:image/png;base64,AAAA"/>',
    '<a href="HTTP/c">x</a>', '<link href="HTTP/d">x</link>', '<a href="javascript:alert(1)">x</a>',
    '<a href="file://FILE">x</a>', '<a name="n"/>', '<font name="Courier">x</font>',
    '<font color="[evil]">x</font>', '<font size="9999">x</font>', '<font color="red">x',
    "<para>x</para>", "</para>", "<para><para>x", "<br/>", "<b><i>x</b></i>", "</b>",
    '<onDraw name="x" label="y"/>', '<seq id="x"/>', '<seqreset id="x" base="9"/>',
    '<index item="x"/>', '<unichar code="0"/>', "<evalString>__import__('os')</evalString>",
    "<greek>a</greek>", "<super>a</super>", "<u>x", "<strike>x", '<span style="x">', "<style>x",
    "<svg onload=x>", "<script>x</script>", '<?xml version="1.0"?>',
    '<!DOCTYPE a [<!ENTITY b SYSTEM "file://FILE">]>&b;', "<![CDATA[x]]>", "&amp;&lt;&#0;&#65;&b;",
    "&", "<", ">", "a<b>c", "{{7*7}}{% x %}", "%(page)s %s %d %(x)s %", "{0} {x} {",
    ") Tj ET Q (", "endstream endobj 1 0 obj <<", "/OpenAction << /JS (app.alert(1)) >>",
    "/Launch /F (FILE)", '=HYPERLINK("HTTP/e")', "\0\x07\x1b[31m", "\u202eabc\u202c\u200b\ufeff",
    "\ufffe\uffff", "a\u0301" * 300, "𠮷😀👩‍🚀", "x" * 2_000, "中文" * 800, "行\n" * 20, "\r\n\t\u2028\u2029\x85",
)  # fmt: skip
Make = Callable[[str], bytes]


def poisoned(value: Any, text: str, kept: frozenset[str] = KEPT) -> Any:
    """Put a text into every field of words, however deep."""
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return text[:MOST_OF_EACH]  # hundreds of fields; a long one stands in the other layouts
    if isinstance(value, tuple | list):
        return type(value)(poisoned(one, text, kept) for one in value)
    if isinstance(value, dict):
        return {name: poisoned(one, text, kept) for name, one in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        new = {
            one.name: poisoned(getattr(value, one.name), text, kept)
            for one in fields(value)
            if one.name not in kept and one.init
        }
        return replace(value, **new)
    return value


def certificate(text: str) -> bytes:
    names = read_criteria(resource("rubrics") / "endorsement_criteria.yaml").terms.names
    said = said_certificate(Words("zh"), FACTS, TOKEN, names)
    return certificate_pdf(
        poisoned(said, text[:24]), ADDRESS, FILE
    )  # one page, with room for names


def code_card(text: str) -> bytes:
    rows = tuple((row, ("123456",) * 6) for row in range(1, 11))
    card = PrintedCard("wang", rows, NOON, NOON + timedelta(days=180))
    return code_card_pdf(poisoned(said_card(Words("zh"), card, "Asia/Shanghai"), text[:24]))


def supervision(text: str) -> bytes:
    said = said_coverage(Words("zh"), test_supervision_report.content(), 31)
    around = test_supervision_report.PaperWords("a", "a", "a", "a", "%(page)s/%(pages)s", "a")
    return supervision_pdf(poisoned(said, text), None, poisoned(around, text))


def review(text: str) -> bytes:
    report = a_report(weighted_rubric(), *WEIGHTED_ENTRIES)
    said = said_report(Words("zh"), report, "Asia/Shanghai")
    # codes and the digit of an answer are checked where a rubric is read, and stand in columns of
    # a few signs
    narrow = KEPT | {"code", "digit"}
    return audit_pdf(poisoned(said, text, narrow), text[:MOST_OF_EACH], has_working=True)


def period(text: str) -> bytes:
    named = replace(FULL, name=BilingualText(text[:MOST_OF_EACH], text[:MOST_OF_EACH]))
    _words, _report, said, charts = made("zh", named)
    return period_pdf(poisoned(said, text), charts)


def slip(text: str) -> bytes:
    words = slip_words(Words("zh"))
    said = {**poisoned(words, text), "page": words["page"]}
    return retrieval_slip([(text, text, text)], [text], said, "zh")


LAYOUTS: dict[str, Make] = {
    "papers of rounds, actions and dossiers": lambda text: printed_pdf(a_paper(text)),
    "quality sheet": lambda text: quality_pdf(
        a_sheet("zh", 1, BilingualText(text, text), BilingualText(text, text))
    ),
    "certificate": certificate,
    "code card": code_card,
    "report of supervision": supervision,
    "slip": slip,
    "report of a review": review,
    "report of a quarter": period,
    "score sheet": lambda text: sheet("zh", text, (text,) * 3),
    "labels": lambda text: label_sheet(
        ["KM-26-7F3K-9Q2W5"], poisoned(label_words(Words("zh")), text), "zh"
    ),
}


@contextmanager
def waiting() -> Iterator[tuple[str, list[str]]]:
    """A server that notes who asks."""
    asked: list[str] = []

    class Noting(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Noting)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


def does(pdf: bytes) -> Counter[str]:
    """Count what a paper holds beside words: pictures, links, scripts, files."""
    found: Counter[str] = Counter()
    reader = PdfReader(io.BytesIO(pdf))
    for number in range(1, len(reader.xref[0]) + 1 if 0 in reader.xref else 1):
        held = reader.get_object(number)
        if isinstance(held, dict):
            found.update(
                name
                for name in (
                    "/URI",
                    "/JS",
                    "/JavaScript",
                    "/Launch",
                    "/OpenAction",
                    "/EmbeddedFile",
                )
                if name in held or held.get("/S") == name or held.get("/Type") == name
            )
            found["/Image"] += held.get("/Subtype") == "/Image"
    return found


@pytest.mark.nightly
@pytest.mark.parametrize("layout", LAYOUTS)
def test_nothing_in_a_paper_is_fetched_opened_or_run(
    layout: str, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    assert len(set(TEXTS)) == 60
    file, make = tmp_path / "kept.png", LAYOUTS[layout]
    file.write_bytes(CANARY.encode() * 9)
    plain = does(make("平常的字"))
    with waiting() as (address, asked):
        for text in TEXTS:
            said = text.replace("HTTP", address).replace("FILE", str(file))
            pdf = make(said)
            assert pdf[:5] == b"%PDF-", text
            # a text over several pages brings more of the same, and nothing of another kind
            assert does(pdf) - plain == Counter(), text
            shown = "".join(one.extract_text() for one in PdfReader(io.BytesIO(pdf)).pages)
            assert CANARY not in shown, text
            assert not re.search(rf"{CANARY}".encode(), pdf), text
        assert asked == []
    record_property("texts", len(TEXTS))


def test_the_server_that_waits_does_hear() -> None:
    with waiting() as (address, asked):
        line = HTTPConnection(urlsplit(address).netloc)
        line.request("GET", "/x")
        assert line.getresponse().status == 404
        line.close()
        assert asked == ["/x"]
