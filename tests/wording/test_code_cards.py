"""A printed card in both languages, and what owners are told about second factors."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from qa_app.domain.reminders import ReminderKind
from qa_app.reports.code_card import code_card_pdf
from qa_app.wording import Words
from qa_app.wording.code_cards import PrintedCard, said_card
from qa_app.wording.reminders import reminder_line
from tests.people import NOON

ROWS = tuple(
    (row + 1, tuple(f"{100_000 + 6 * row + column}" for column in range(6))) for row in range(10)
)


@pytest.mark.parametrize(
    ("language", "title", "ends"),
    [("zh", "验证码卡", "2026年9月19日"), ("en", "Code card", "19 Sep")],
)
def test_a_card_holds_every_code_on_one_page(language: str, title: str, ends: str) -> None:
    card = PrintedCard("wang", ROWS, NOON, NOON + timedelta(days=180))
    said = said_card(Words(language), card, "Asia/Shanghai")
    read = PdfReader(BytesIO(code_card_pdf(said)))
    assert len(read.pages) == 1
    text = read.pages[0].extract_text()
    assert title in text
    assert "wang" in text
    assert all(f"{code[:3]} {code[3:]}" in text for _, codes in ROWS for code in codes)
    assert ends in said.identity[2].value


@pytest.mark.parametrize("kind", ["factor_reset", "card_handed_out", "outside_linked"])
def test_owners_are_told_in_both_languages(kind: str) -> None:
    content = {"note": kind, "day": "2026-03-23"}
    lines = {
        language: reminder_line(Words(language), ReminderKind.ACCOUNT, content)
        for language in ("zh", "en")
    }
    assert lines["zh"] != lines["en"]
