from dataclasses import replace
from datetime import date, datetime

import pytest

from qa_app.demo.dice import Dice
from qa_app.demo.editions import CHANGED_FILE, LATER_VERSION, editions
from qa_app.demo.file_story import FileStory
from qa_app.demo.written_file import written_file
from qa_app.domain.audit_entries import Entry, lacks_of, plain_case
from qa_app.domain.case_plain import case_from
from qa_app.domain.rubric import Rubric
from qa_app.domain.scoring import score_audit
from qa_app.domain.scoring_result import AuditScore, Status
from qa_app.rubric_files.holidays import read_holidays
from qa_app.rubric_files.reader import load_rubric
from tests.conftest import ROOT

SHIPPED = ROOT / "rubrics"
CALENDAR = next(
    table for table in read_holidays(SHIPPED / "holidays.yaml") if table.region == "CN"
).calendar()
STORY = FileStory(date(2026, 3, 2), date(2026, 4, 20), datetime(2026, 9, 3, 10, 0), met_pct=85)
RUBRICS = ("sw_case_management", "legal_aid", "psychological_support", "family_education")


def entered(rubric: Rubric, story: FileStory, seed: str) -> tuple[AuditScore, list[Entry]]:
    changes = written_file(rubric, story, CALENDAR, Dice(seed))
    entries = [Entry(one.kind, one.key, one.value, one.note, one.read) for one in changes]
    case = case_from(rubric, plain_case(entries, ["centre"], story.read_at))
    return score_audit(rubric, case, CALENDAR, explained=True), entries


@pytest.mark.parametrize("name", RUBRICS)
@pytest.mark.parametrize("closed_on", [STORY.closed_on, None])
def test_a_file_can_be_signed_as_it_is_entered(name: str, closed_on: date | None) -> None:
    rubric = load_rubric(SHIPPED / f"{name}.yaml", SHIPPED)
    for number in range(25):
        story = replace(STORY, closed_on=closed_on, met_pct=70 + number)
        score, entries = entered(rubric, story, f"{name}{number}")
        assert lacks_of(rubric, score, entries, {}) == ()
        assert score.status in {Status.COMPLETE, Status.NOT_RATED}


@pytest.mark.parametrize("name", RUBRICS)
def test_a_red_line_trips_where_the_story_says_so(name: str) -> None:
    rubric = load_rubric(SHIPPED / f"{name}.yaml", SHIPPED)
    crossed, _ = entered(rubric, replace(STORY, has_red_line=True), name)
    kept, _ = entered(rubric, STORY, name)
    assert crossed.stop
    assert crossed.band in {"D", None}
    assert kept.stop == []


def test_better_files_score_higher() -> None:
    rubric = load_rubric(SHIPPED / "sw_case_management.yaml", SHIPPED)

    def mean(pct: int) -> float:
        scores = [entered(rubric, replace(STORY, met_pct=pct), str(n))[0] for n in range(40)]
        found = [score.percent for score in scores if score.percent is not None]
        return float(sum(found) / len(found))

    assert mean(97) > mean(85) + 3 > mean(70) + 6


def test_the_later_version_differs_in_one_weight_and_says_so() -> None:
    found = {
        (one.file.rubric.code, one.file.rubric.version): one.file.rubric
        for one in editions(SHIPPED)
    }
    code = CHANGED_FILE.removesuffix(".yaml")
    before, after = found[code, "1.0.0"], found[code, LATER_VERSION]
    changed = {
        item: (before.items[item].weight, after.items[item].weight)
        for item in before.items
        if before.items[item] != after.items[item]
    }
    assert changed == {"B5": (1, 2)}
    assert "1.0.0" in after.note.zh
    assert "B5" in after.note.en
