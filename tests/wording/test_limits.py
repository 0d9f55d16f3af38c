from fractions import Fraction

import pytest

from qa_app.domain.conditions import FactIs
from qa_app.domain.rubric import Measure, Rubric, Share, Threshold
from qa_app.domain.rubric_limits import Clock, Responsible, Span, SpanIf
from qa_app.domain.rubric_rhythm import Frequency, TenureStep
from qa_app.wording import Words
from qa_app.wording.limits import Limits, span
from tests.builders import a_rubric, item, section

RISK = {"high": {"zh": "高", "en": "High"}, "low": {"zh": "低", "en": "Low"}}


@pytest.fixture(scope="module")
def rubric() -> Rubric:
    return a_rubric(
        section("A", item("A1")),
        facts=[
            {"id": "crisis", "type": "bool", "zh": "危机", "en": "Crisis"},
            {"id": "risk", "type": "history", "zh": "风险", "en": "Risk", "options": RISK},
        ],
        clocks=[
            {"id": "start", "zh": "受理", "en": "Taken in"},
            {"id": "done", "zh": "面谈", "en": "Interview"},
        ],
        logs=[{"id": "visits", "zh": "家访", "en": "Visits"}],
    )


def both(rubric: Rubric) -> tuple[Limits, Limits]:
    return Limits(Words("zh"), rubric), Limits(Words("en"), rubric)


@pytest.mark.parametrize(
    ("one", "zh", "en"),
    [
        (Span(1, "h"), "1小时", "1 hour"),
        (Span(24, "h"), "24小时", "24 hours"),
        (Span(1, "d"), "1日", "1 day"),
        (Span(7, "d"), "7日", "7 days"),
        (Span(1, "wd"), "1个工作日", "1 working day"),
        (Span(5, "wd"), "5个工作日", "5 working days"),
    ],
)
def test_spans(one: Span, zh: str, en: str) -> None:
    assert (span(Words("zh"), one), span(Words("en"), one)) == (zh, en)


@pytest.mark.parametrize(
    ("clock", "zh", "en"),
    [
        (
            Clock("start", "done", Span(24, "h")),
            "“受理”后24小时内“面谈”；此后完成的计为逾期",
            "“Interview” within 24 hours of “Taken in”; later counts as late",
        ),
        (
            Clock("start", "done", Span(0, "d"), late_until=Span(3, "d")),
            "“受理”当日“面谈”；3日内完成的计为逾期，再迟计为未完成",
            "“Interview” on the day of “Taken in”; counts as late up to 3 days, then as not done",
        ),
        (
            Clock(
                "start",
                "done",
                Span(5, "wd"),
                Span(9, "wd"),
                count_from="same_moment",
                end_on="next_working_day",
                responsible=Responsible.JUDICIAL,
            ),
            (
                "“受理”后5个工作日内“面谈”；9个工作日内完成的计为逾期，再迟计为未完成；按起算时刻计满；"
                "末日为休息日的，顺延至下一工作日；时限由司法机关承担：只显示，不计分"
            ),
            (
                "“Interview” within 5 working days of “Taken in”; counts as late up to 9 working days,"
                " then as not done; counted to the same time of day; a last day off moves to the next"
                " working day; the limit of the judicial body: shown, not scored"
            ),
        ),
        (
            Clock(
                "start",
                "done",
                Span(72, "h"),
                # the next working day does not matter for hours
                end_on="next_working_day",
                within_if=(SpanIf(FactIs("crisis", (True,)), Span(24, "h")),),
            ),
            "“受理”后72小时内“面谈”；“危机”为是的，24小时内；此后完成的计为逾期",
            (
                "“Interview” within 72 hours of “Taken in”; where “Crisis” is yes: within 24 hours;"
                " later counts as late"
            ),
        ),
    ],
)
def test_clocks(clock: Clock, zh: str, en: str, rubric: Rubric) -> None:
    in_zh, in_en = both(rubric)
    assert in_zh.clock(clock) == zh
    assert in_en.clock(clock) == en


@pytest.mark.parametrize(
    ("frequency", "zh", "en"),
    [
        (
            Frequency("visits", "start", "done", every_days=7),
            ["每7日至少一次“家访”", "自“受理”起，至“面谈”或查阅时止"],
            [
                "“Visits” at least once every 7 days",
                "from “Taken in” until “Interview”, or until the file is read",
            ],
        ),
        (
            Frequency("visits", "start", calendar_month=True, minimum=Fraction(3, 2)),
            ["“家访”：每个自然月至少1.5", "自“受理”起，至查阅时止"],
            ["“Visits”: at least 1.5 in every calendar month", "from “Taken in” until the file is read"],
        ),
        (
            Frequency("visits", "start", by_fact="risk", every_by_value=(("high", 7), ("low", 30))),
            ["“家访”：按“风险”；“高”：每7日一次；“低”：每30日一次", "自“受理”起，至查阅时止"],
            ["“Visits”: by “Risk”; “High”: every 7 days; “Low”: every 30 days", "from “Taken in” until the file is read"],
        ),
        (
            Frequency(
                "visits",
                "start",
                tenure_from="start",
                by_tenure=(TenureStep(7, 42), TenureStep(31)),
            ),
            ["“家访”；“受理”后第42日以内：每7日一次；此后每31日一次", "自“受理”起，至查阅时止"],
            ["“Visits”; up to day 42 after “Taken in”: every 7 days; then every 31 days", "from “Taken in” until the file is read"],
        ),
    ],
)  # fmt: skip
def test_rhythms(frequency: Frequency, zh: list[str], en: list[str], rubric: Rubric) -> None:
    in_zh, in_en = both(rubric)
    assert in_zh.frequency(frequency) == zh
    assert in_en.frequency(frequency) == en


def test_measures_and_shares(rubric: Rubric) -> None:
    in_zh, in_en = both(rubric)
    one = rubric.items["A1"]
    measure = Measure(
        "share_60min", Threshold(">=", Fraction(9, 10)), Threshold(">=", Fraction(3, 5))
    )
    assert in_en.measure(one, measure) == [
        "share_60min ≥ 0.9: “met”",
        "share_60min ≥ 0.6: “partly”",
    ]
    assert in_zh.measure(one, measure)[0] == "share_60min ≥ 0.9：“met”"
    sampled = a_rubric(
        section(
            "A",
            item(
                "A1",
                per_case=True,
                share={"met": Fraction(9, 10), "partly": Fraction(7, 10)},
                critical="gate",
                trips_at=2,
            ),
        ),
        case_sample={"unit": "case", "size": 5, "from": {"zh": "期内个案", "en": "Cases"}},
    ).items["A1"]
    assert sampled.share == Share(Fraction(9, 10), Fraction(7, 10))
    assert in_en.of_item(sampled) == (
        "“met” from 90% of the sampled cases",
        "“partly” from 70% of the sampled cases",
        "trips with 2 cases",
    )
    assert in_zh.of_item(sampled)[2] == "有2例未通过即触发"
