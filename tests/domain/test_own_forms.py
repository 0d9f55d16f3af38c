"""What a placeholder asks for, and what the results say to it."""

from fractions import Fraction
from typing import Any

import pytest

from qa_app.domain.own_form_names import (
    FormName,
    Key,
)
from qa_app.domain.own_form_periods import Span
from qa_app.domain.own_forms import (
    Ask,
    FormValue,
    Gap,
    Seen,
    ask_of,
    is_placeholder_alone,
    placeholders_in,
    result_value,
    with_values,
)
from qa_app.domain.score_axis import PERCENT_AXIS
from qa_app.domain.series import Closed, MonthSum
from qa_app.domain.text import BilingualText
from qa_app.domain.trends import series_of

JAN = 2026 * 12
TITLE = BilingualText("细则", "Rubric")


def month(number: int, files: int, ratio: str, version: int = 1, **fields: Any) -> MonthSum:
    scored = fields.pop("scored", files)
    total = int(Fraction(ratio) * scored * 1_000_000)
    return MonthSum(version, number, files, scored, total, fields.pop("final", files), **fields)


def seen(*months: MonthSum) -> Seen:
    numbers = {1: "1.0.0", 2: "2.0.0"}
    axes = dict.fromkeys(numbers, PERCENT_AXIS)
    return Seen(series_of(months), axes, numbers, TITLE)


def told(text: str, of: Seen) -> FormValue:
    return result_value(ask_of(text), of)


def test_cells_hold_text_and_placeholders() -> None:
    text = "{{a}} of {{ b|c=d }} {x} {{}}"
    assert placeholders_in(text) == ("a", " b|c=d ", "")
    assert with_values(text, ["1", "2", "3"]) == "1 of 2 {x} 3"
    assert is_placeholder_alone("  {{a}} ")
    assert not is_placeholder_alone("{{a}}%")
    assert placeholders_in("{{" + "a" * 301 + "}}") == ()


@pytest.mark.parametrize(
    ("text", "form_name", "keys", "span"),
    [
        ("score", FormName.SCORE, (), None),
        (" Score | Period = 2026q1 ", FormName.SCORE, ((Key.PERIOD, "2026q1"),), (JAN, JAN + 2)),
        ("得分｜期间＝2026-03", FormName.SCORE, ((Key.PERIOD, "2026-03"),), (JAN + 2, JAN + 2)),
        (
            "sessions held|period=2026",
            FormName.SESSIONS_HELD,
            ((Key.PERIOD, "2026"),),
            (JAN, JAN + 11),
        ),
        (
            "得分|期间=2026年第三季度",
            FormName.SCORE,
            ((Key.PERIOD, "2026年第三季度"),),
            (JAN + 6, JAN + 8),
        ),
        ("files|period=最近", FormName.FILES, ((Key.PERIOD, "最近"),), None),
        ("files|section=B|centre=A", FormName.FILES, ((Key.CENTRE, "A"), (Key.SECTION, "B")), None),
    ],
)
def test_a_placeholder_is_read(
    text: str, form_name: FormName, keys: tuple[tuple[Key, str], ...], span: tuple[int, int] | None
) -> None:
    assert ask_of(text) == Ask(form_name, keys, None if span is None else Span(*span))


@pytest.mark.parametrize(
    ("text", "gap", "about"),
    [
        ("", Gap.UNKNOWN_NAME, ""),
        ("scroe|area=x", Gap.UNKNOWN_NAME, "scroe"),
        ("score|colour=red", Gap.UNKNOWN_KEY, "colour=red"),
        ("score|area", Gap.UNKNOWN_KEY, "area"),
        ("score|area=a|领域=b", Gap.KEY_TWICE, "领域=b"),
        ("score|period=2026Q5", Gap.NOT_A_PERIOD, "2026Q5"),
        ("score|period=0001", Gap.NOT_A_PERIOD, "0001"),
        ("rhythm_due", Gap.NO_PERIOD, ""),
        ("rhythm_due|period=latest", Gap.NO_PERIOD, ""),
        ("score|centre=A|place=B", Gap.TWO_SCOPES, ""),
    ],
)
def test_what_is_wrong_with_it_is_named(text: str, gap: Gap, about: str) -> None:
    found = ask_of(text)
    assert (found.gap, found.about) == (gap, about)


def test_periods_of_the_page_are_put_together_and_never_cut() -> None:
    of = seen(month(JAN, 5, "0.8"), month(JAN + 1, 10, "0.5"), month(JAN + 3, 3, "0.9"),
              month(JAN + 4, 3, "0.7", stop_count=1))  # fmt: skip
    assert told("score|period=2026-01", of).number == 80
    # (5 · 80 + 10 · 50) / 15 = 60
    assert told("score|period=2026Q1", of).number == 60
    # (5 · 80 + 10 · 50 + 6 · 80) / 21 = 65.714…
    assert told("score|period=2026", of).number == Fraction("65.7")
    assert told("score", of).number == 80
    assert told("score|period=2026-04", of).gap is Gap.ONLY_QUARTER
    assert told("score|period=2026Q3", of).gap is Gap.NO_FILES
    assert told("files|period=2026", of).number == 21
    assert told("red_line_files|period=2026Q2", of).number == 1
    assert told("band_b_files|period=2026Q2", of).gap is Gap.NO_NUMBER
    # bands from the best down: 2 + 3 and 1 + 1
    rated = seen(
        month(JAN, 10, "0.8", bands=(2, 3, 5)),
        month(JAN + 1, 10, "0.8", bands=(1, 1, 8)),
    )
    assert told("band_b_files|period=2026Q1", rated).number == 7
    assert [one.first_month for one in told("period", of).periods] == [JAN + 3]
    assert told("rubric", of).text == TITLE
    assert told("version", of).text == BilingualText("1.0.0", "1.0.0")


def test_too_few_files_give_their_count_only_and_small_counts_nothing() -> None:
    five, two = Closed(5, 5, 5), Closed(2, 2, 2)
    of = seen(month(JAN, 5, "0.8", closed=five), month(JAN + 3, 2, "0.9", final=1, closed=two))
    assert told("score|period=2026Q2", of).gap is Gap.TOO_FEW
    # a year of which a part is not shown is not shown either: the part could be worked out
    assert told("score|period=2026", of).gap is Gap.TOO_FEW
    assert told("files|period=2026Q2", of).number == 2
    assert told("final_files|period=2026Q2", of).number == 1
    assert told("provisional_files|period=2026Q2", of).number == 1
    assert told("red_line_files|period=2026Q1", of).gap is Gap.HELD_BACK
    assert told("band_b_files|period=2026Q1", of).gap is Gap.HELD_BACK
    # fifteen files of which five are small: the ten of January would leave the five of February
    ten = Closed(10, 10, 10)
    parts = seen(month(JAN, 10, "0.8", closed=ten), month(JAN + 1, 5, "0.8", closed=five))
    assert told("red_line_files|period=2026-01", parts).number == 0
    assert told("red_line_files|period=2026Q1", parts).gap is Gap.HELD_BACK
    # of twelve files nine are the reader's own: three are left
    own = seen(month(JAN, 12, "0.8", closed=Closed(3, 3, 3)))
    assert told("score|period=2026Q1", own).gap is Gap.TOO_FEW
    assert told("red_line_files|period=2026Q1", own).gap is Gap.HELD_BACK


def test_versions_are_never_mixed() -> None:
    of = seen(month(JAN, 5, "0.8"), month(JAN + 1, 5, "0.6", version=2))
    assert told("score|period=2026Q1", of).gap is Gap.SEVERAL_VERSIONS
    assert told("score|period=2026Q1|version=2.0.0", of).number == 60
    assert told("score|period=2026Q1|version=9", of).gap is Gap.UNKNOWN_VERSION


def test_a_rubric_without_numbers_and_nothing_at_all() -> None:
    assert told("score", seen(month(JAN, 6, "0", scored=0))).gap is Gap.NO_NUMBER
    assert told("files", seen(month(JAN, 6, "0", scored=0))).number == 6
    assert told("score", seen()).gap is Gap.NO_FILES
