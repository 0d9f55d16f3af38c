"""A quarterly report of ten pages with more than twenty charts, in Chinese, beside an empty paper.

python -m benchmarks.reports [--rounds N]

Facts are made here, three years of months for six shipped rubrics; from them the
report is assembled, put into words, drawn and bound. Processor time, the first round thrown away.
"""

import argparse
import io
import statistics
import time
from collections.abc import Callable
from datetime import date

from pypdf import PdfReader

from qa_app.domain.lost_points import ItemLoss
from qa_app.domain.period_report import period_report
from qa_app.domain.report_facts import (
    ActionFacts,
    ReportFacts,
    ReportKind,
    ReportSpan,
    RubricFacts,
    SamplingFacts,
    SectionSum,
)
from qa_app.domain.rubric import Rubric
from qa_app.domain.series import Coverage, MonthSum
from qa_app.domain.session_coverage import Figures
from qa_app.domain.text import BilingualText
from qa_app.paths import resource
from qa_app.reports.fonts import register_fonts
from qa_app.reports.period_charts import period_charts
from qa_app.reports.period_pdf import period_pdf
from qa_app.reports.sheet import Foot, bound, paragraph
from qa_app.rubric_files.reader import load_rubric
from qa_app.wording import Words
from qa_app.wording.period_reports import said_period

RUBRICS = (
    "sw_case_management",
    "legal_aid",
    "psychological_support",
    "family_education",
    "appropriate_adult",
    "social_investigation",
)
LAST, MONTHS, FILES = 2026 * 12 + 2, 36, 6
SECONDS, PAGES, CHARTS = 0.5, 10, 20


def main() -> None:
    reading = argparse.ArgumentParser(description=__doc__)
    reading.add_argument("--rounds", type=int, default=7)
    rounds = reading.parse_args().rounds
    rubrics = {number: read_one(name) for number, name in enumerate(RUBRICS, 1)}
    facts = made_up(rubrics)
    words = Words("zh")

    def report() -> bytes:
        told = period_report(facts, rubrics, sees_files=True)
        charts = period_charts(words, told)
        return period_pdf(said_period(words, told, 1, "0" * 64), charts)

    whole, empty = timed(report, rounds), timed(nothing, rounds)
    told = period_report(facts, rubrics, sees_files=True)
    drawn = sum(1 + len(one.sections) for one in period_charts(words, told).values())
    pages = len(PdfReader(io.BytesIO(report())).pages)
    if pages < PAGES or drawn < CHARTS:
        raise SystemExit(f"only {pages} pages with {drawn} charts were made")
    verdict = "kept" if whole <= SECONDS else "MISSED"
    print("Quarterly report in Chinese, processor time, median")
    print(f"  {pages} pages, {drawn} charts: {whole:.3f} s; target {SECONDS} s  {verdict}")
    print(f"  an empty paper: {empty:.3f} s; the report takes {whole / empty:.0f} times as long")


def read_one(name: str) -> Rubric:
    """One of the shipped rubrics."""
    shipped = resource("rubrics")
    return load_rubric(shipped / f"{name}.yaml", shipped)


def made_up(rubrics: dict[int, Rubric]) -> ReportFacts:
    """Three years of months of each rubric."""
    span = ReportSpan(ReportKind.QUARTER, LAST - 2)
    told = []
    for number, rubric in rubrics.items():
        sums = []
        for back in range(MONTHS):
            for place, section in enumerate(("", *(one.code for one in rubric.sections))):
                score = 800_000 + 7_000 * ((back * 5 + place * 3 + number) % 17)
                bands = (3, 2, 1, 0)[: len(rubric.bands)]
                total = MonthSum(number, LAST - back, FILES, FILES, FILES * score, FILES, bands, 0)
                sums.append(SectionSum(Coverage.SAMPLED, section, total))
        answers = tuple(
            ItemLoss(number, LAST, code, option.code, FILES, 90_000, 400_000)
            for code, item in rubric.items.items()
            for option in item.scale.options
        )
        told.append(RubricFacts(rubric.code, rubric.area, tuple(sums), answers))
    return ReportFacts(
        span=span,
        as_of=date(2026, 4, 1),
        scope="c:1",
        name=BilingualText("示范中心甲", "Model centre A"),
        rubrics=tuple(told),
        sampling=SamplingFacts(12, 480, 72, 3),
        actions=ActionFacts(9, 8, 1, 7, 6, 2, (2, 2, 1, 1)),
        required=Figures(due=18, held=16, late=2, missed=2),
        planned=Figures(due=20, held=18, late=2, missed=2),
    )


def nothing() -> bytes:
    """A paper with one line."""
    register_fonts()
    return bound([paragraph("空白")], "空白", "zh", Foot("", "%(page)s/%(pages)s", ""))


def timed(make: Callable[[], bytes], rounds: int) -> float:
    """Seconds of processor time, the first round thrown away."""
    found = []
    for _ in range(rounds + 1):
        started = time.process_time()
        make()
        found.append(time.process_time() - started)
    return statistics.median(found[1:])


if __name__ == "__main__":
    main()
