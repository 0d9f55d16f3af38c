import pytest

from qa_app.wording import Words
from qa_app.wording.drafts import DraftWords
from tests.small_draft import draft


@pytest.mark.parametrize(
    ("language", "off", "line", "waits"),
    [
        (
            "zh",
            "案情与时点：已结案：否",
            "收到 2026年3月2日 09:00，开始 2026年3月3日 10:30",
            "缺“收到”",
        ),
        (
            "en",
            "Case facts and dates: Closed: no",
            "Came 2 Mar 2026 09:00, Began 3 Mar 2026 10:30",
            "Still needed: Came",
        ),
    ],
)
def test_words(language: str, off: str, line: str, waits: str) -> None:
    dates = {"came": "2026-03-02T09:00", "began": "2026-03-03T10:30"}
    said = DraftWords(Words(language), draft(closed=False, **dates))
    assert said.line("B2") == off
    assert said.line("B3").startswith(line)
    assert DraftWords(Words(language), draft()).caption("B3") == waits


def test_what_was_said_of_one_file_is_not_said_of_another() -> None:
    early = {"came": "2026-03-02T09:00", "began": "2026-03-03T10:30"}
    late = {"came": "2026-03-02T09:00", "began": "2026-03-09T10:30"}
    files = [
        draft(closed=False, **early),
        draft(closed=False, **late),
        draft(closed=None, **early),
        draft(),
    ]
    for language in ("zh", "en", "zh"):  # the third time everything was said before
        for one in files:
            fresh, kept = DraftWords(Words(language), one), DraftWords(Words(language), one)
            for code in one.told:
                expected = fresh.line(code), fresh.caption(code)
                assert kept.said(code) == expected
