"""The file of tables for research: that no number in it gives a hidden one away."""

import csv
import io
import itertools
import random
import zipfile
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType

import pytest

from qa_app.domain.research_export import CountedFile, Group, ResearchTable, research_table
from qa_app.domain.rubric import Rubric
from qa_app.reports.research_zip import research_zip
from qa_app.rubric_files.reader import load_rubric
from qa_app.wording.research_exports import COLUMNS, ResearchFacts

THREE, TWO = ("three", ("met", "partly", "unmet")), ("two", ("yes", "no"))
SCALES = {
    ("R", "1.0.0", item): scale
    for item, scale in {"A1": THREE, "A2": THREE, "A3": TWO, "B1": TWO, "B2": THREE}.items()
}
ITEMS = {("A", "three"): 2, ("A", "two"): 1, ("B", "two"): 1, ("B", "three"): 1}
NOON = datetime(2026, 4, 9, 4, 0, tzinfo=UTC)
FACTS = ResearchFacts(
    3, "Limits of time, X", NOON, (date(2026, 1, 1), date(2026, 6, 30)), NOON, left_out=2
)


def parts(
    table: ResearchTable, rubrics: Mapping[tuple[str, str], Rubric] = MappingProxyType({})
) -> dict[str, str]:
    packed = research_zip(table, rubrics, FACTS, "Asia/Shanghai")
    assert packed == research_zip(table, rubrics, FACTS, "Asia/Shanghai")
    with zipfile.ZipFile(io.BytesIO(packed)) as made:
        return {name: made.read(name).decode("utf-8-sig") for name in made.namelist()}


def some_files(dice: random.Random) -> list[CountedFile]:
    """Files of several centres and quarters that each answer every item of both sections."""
    files = []
    for centre, quarter in itertools.product(("C1", "C2", "C3"), ("2026Q1", "2026Q2")):
        group = Group(centre, quarter, "legal_aid", "R", "1.0.0")
        weights = [dice.random() ** 3 for _one in range(3)]
        for _file in range(dice.randint(3, 14)):
            answers = {
                (item[0], item): dice.choices(options, weights[: len(options)])[0]
                for (_code, _version, item), (_scale, options) in SCALES.items()
            }
            files.append(CountedFile(group, answers))
    return files


def test_it_explains_itself_in_both_languages() -> None:
    found = parts(ResearchTable((), 2))
    assert list(found) == ["README.txt", "answers.csv", "codebook_zh.csv", "codebook_en.csv"]
    for words in (
        "研究数据表",
        "Tables for research",
        "Limits of time, X",
        "2 centres and quarters",
    ):
        assert words in found["README.txt"]
    for language in ("zh", "en"):
        rows = list(csv.reader(io.StringIO(found[f"codebook_{language}.csv"])))
        assert [row[2] for row in rows[1:]] == list(COLUMNS)
        assert all(row[3] for row in rows)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("zh", ("评级", "na", "不适用")),
        ("en", ("rating", "na", "Not applicable")),
    ],
)
def test_the_codebook_explains_outcomes_items_and_ratings(
    shipped: Path, language: str, told: tuple[str, ...]
) -> None:
    osri = load_rubric(shipped / "reference" / "osri.yaml", shipped)
    found = parts(ResearchTable((), 0), {("osri", "3.0.0"): osri})[f"codebook_{language}.csv"]
    rows = [row for row in csv.reader(io.StringIO(found)) if row[1] == "osri 3.0.0"]
    # the rubric, its seven outcomes and eighteen items, and every rating
    assert len({row[2] for row in rows if row[0] == rows[1][0]}) == 7
    assert len({row[2] for row in rows if row[0] == rows[2][0]}) == 18
    assert all(row[3] for row in rows)
    assert [told[0], "osri 3.0.0", *told[1:]] in rows


def test_no_hidden_number_can_be_worked_out_from_the_file() -> None:
    """By brute force over the file, the number of answers of each scale known from elsewhere."""
    dice = random.Random(39)
    hidden_cells = 0
    for _ in range(60):
        files = some_files(dice)
        truth: dict[tuple[str, ...], int] = defaultdict(int)
        seen: dict[tuple[str, ...], int] = defaultdict(int)
        for one in files:
            told = [
                (*one.group, section, SCALES["R", "1.0.0", item][0], option)
                for (section, item), option in one.answers.items()
            ]
            for key in told:
                truth[key] += 1
            for key in set(told):
                seen[key] += 1
        sections: dict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
        totals: dict[tuple[str, ...], int] = {}
        text = parts(research_table(files, SCALES))["answers.csv"]
        for row in csv.DictReader(io.StringIO(text)):
            key = tuple(row[name] for name in COLUMNS[:7])
            sections[key][row["option"]] = row["answers"]
            totals[key] = int(row["files"]) * ITEMS[row["section"], row["scale"]]
            assert (row["answers"] == "") == (row["status"] == "hidden")
            if row["answers"]:
                count = seen[(*key, row["option"])]
                assert int(row["answers"]) == truth[(*key, row["option"])]
                assert count == 0 or count >= 5
        for key, cells in sections.items():
            hidden = [option for option, count in cells.items() if not count]
            rest = totals[key] - sum(int(count) for count in cells.values() if count)
            assert rest == sum(truth[(*key, option)] for option in hidden)
            if hidden:
                hidden_cells += len(hidden)
                # two cells or more that make up five or more: each may have several values
                fits = [
                    (*given, rest - sum(given))
                    for given in itertools.product(range(rest + 1), repeat=len(hidden) - 1)
                    if sum(given) <= rest
                ]
                for place in range(len(hidden)):
                    assert len({one[place] for one in fits}) > 4, (key, cells)
    assert hidden_cells > 200
