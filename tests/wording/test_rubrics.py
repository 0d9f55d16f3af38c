import re
from dataclasses import replace
from pathlib import Path

import pytest

from qa_app.domain.rubric import Rubric
from qa_app.rubric_files.reader import load_rubric
from qa_app.rubric_files.sources import read_sources
from qa_app.wording import Words
from qa_app.wording.rubric_items import RubricItems
from qa_app.wording.rubrics import said_rubric
from qa_app.wording.said_rubric import SaidRubric
from tests.shipped import NAMES

HANZI = re.compile(r"[\u3400-\u9fff]")


@pytest.fixture(scope="module")
def rubrics(shipped: Path) -> dict[str, Rubric]:
    return {name: load_rubric(shipped / f"{name}.yaml", shipped) for name in NAMES}


@pytest.fixture(scope="module")
def said(rubrics: dict[str, Rubric], shipped: Path):
    sources = read_sources(shipped / "sources.yaml")

    def say(name: str, language: str) -> SaidRubric:
        return said_rubric(Words(language), rubrics[name], sources)

    return say


def every_line(rubric: SaidRubric) -> list[str]:
    items = [item for section in rubric.sections for item in section.items]
    return [
        rubric.title,
        rubric.purpose,
        *(words for line in rubric.lines for words in line),
        *(words for section in rubric.sections for line in section.lines for words in line),
        *(words for asked in rubric.asked for _, words in asked.lines),
        *(words for item in (*items, *rubric.outcomes) for line in item.lines for words in line),
        *(item.text for item in items),
        *(item.basis for item in items),
        *(option.label for scale in rubric.scales for option in scale.options),
    ]


@pytest.mark.parametrize("name", NAMES)
def test_every_shipped_rubric_is_said_in_both_languages(name: str, said) -> None:
    for words in every_line(said(name, "en")):
        assert not HANZI.search(words), words
        assert "%(" not in words
    for words in every_line(said(name, "zh")):
        # codes, digits and letters of scales may stand alone; phrases may not
        assert HANZI.search(words) or not re.search(r"[a-z]{4,} [a-z]{2,}", words), words
        assert "%(" not in words
        assert "待译" not in words


def lines_of(rubric: SaidRubric, item: str) -> list[tuple[str, str]]:
    return next(
        list(one.lines) for section in rubric.sections for one in section.items if one.code == item
    )


def test_a_limit_and_a_rhythm(said) -> None:
    zh = dict(lines_of(said("sw_case_management", "zh"), "B1"))
    assert zh["由以下得出"].startswith("“收到转介”后24小时内“完成安全筛查”；48小时内完成的计为逾期")
    en = dict(lines_of(said("sw_case_management", "en"), "B1"))
    assert en["Found by"].startswith(
        "“Safety screen finished” within 24 hours of “Referral received”;"
        " counts as late up to 48 hours, then as not done"
    )


def test_sources_with_and_without_a_clause(said) -> None:
    items = [item for section in said("legal_aid", "en").sections for item in section.items]
    sources = [source for item in items for source in item.sources]
    assert any(source.is_gap and source.locus == "clause to be filled in" for source in sources)
    known = next(source for source in sources if source.locus == "LAL#20")
    assert (known.name, known.is_gap) == ("Legal Aid Law (2021)", False)


def test_a_proposal_names_no_basis_only_where_it_cites_nothing(
    rubrics: dict[str, Rubric], said
) -> None:
    items = [item for section in said("legal_aid", "en").sections for item in section.items]
    # that a girl is offered a woman lawyer: proposed, with a clause of the procedure beside it
    own = next(item for item in items if item.code == "A5")
    assert ([one.locus for one in own.sources], own.basis) == (["PLA#2"], "proposed")
    rubric = rubrics["legal_aid"]
    bare = replace(rubric.items["A5"], sources=())
    told = RubricItems(Words("en"), rubric, {}).said(bare)
    assert told.basis == "proposed without a named basis"


def test_rules_of_a_rule_rubric(said) -> None:
    osri = said("reference/osri", "en")
    lines = dict(lines_of(osri, "1"))
    assert lines["Rated “Not applicable” when"] == "the reader says it does not apply"
    assert lines["Otherwise"] == "Area needing improvement"
    assert len(osri.outcomes) == 7


def test_a_rubric_of_one_region_says_so(rubrics: dict[str, Rubric]) -> None:
    own = replace(rubrics["legal_aid"], band_region="CN-530102")
    for language, words in (("zh", "仅适用地区"), ("en", "Only for the region")):
        named = {"CN-530102": "五华区"}
        assert (words, "五华区") in said_rubric(Words(language), own, {}, named).lines
        everywhere = said_rubric(Words(language), rubrics["legal_aid"], {}, named)
        assert words not in dict(everywhere.lines)
