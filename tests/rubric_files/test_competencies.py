"""The shipped frameworks: in order, in both languages, tied to items and sources that exist."""

from pathlib import Path

import pytest

from qa_app.domain.competencies import Framework, framework_from
from qa_app.rubric_files.competencies import check_framework_file, read_framework_plain
from qa_app.rubric_files.reader import RubricFileError, read_plain

SIZES = {"social_work": 20, "legal_aid": 16}
NAMES = tuple(SIZES)


def framework(shipped: Path, name: str) -> Framework:
    return framework_from(read_framework_plain(shipped / "competencies" / f"{name}.yaml"))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_no_fault_and_no_doubt_in_either_language(shipped: Path, name: str, language: str) -> None:
    file = shipped / "competencies" / f"{name}.yaml"
    assert check_framework_file(file, language) == ()


@pytest.mark.parametrize("name", NAMES)
def test_their_sizes_and_that_levels_and_titles_differ(shipped: Path, name: str) -> None:
    made = framework(shipped, name)
    assert (made.area, len(made.competencies)) == (name, SIZES[name])
    texts = [
        text
        for one in made.competencies.values()
        for said in (one.title, *one.levels.values())
        for text in (said.zh, said.en)
    ]
    assert len(texts) == len(set(texts)) == SIZES[name] * 8


@pytest.mark.parametrize(
    ("name", "rubric"), [("social_work", "sw_case_management"), ("legal_aid", "legal_aid")]
)
def test_every_item_of_the_area_s_rubric_shows_some_competency(
    shipped: Path, name: str, rubric: str
) -> None:
    sections = read_plain(shipped / f"{rubric}.yaml").plain["sections"]
    items = {item["id"] for section in sections for item in section["items"]}
    made = framework(shipped, name)
    tied = {code for one in made.competencies.values() for code in one.items.get(rubric, ())}
    assert items - tied == set()


def test_a_fault_is_told_with_its_line(shipped: Path, tmp_path: Path) -> None:
    text = (shipped / "competencies" / "legal_aid.yaml").read_text("utf-8")
    file = tmp_path / "f.yaml"
    file.write_text(text.replace("legal_aid: [A1a, A1b, B1, E1]", "legal_aid: [A1a, Z9]"), "utf-8")
    line = next(n for n, one in enumerate(text.splitlines(), 1) if "[A1a, A1b" in one)
    (one,) = check_framework_file(file)
    assert (one.problem.code, one.line) == ("unknown_item_of_rubric", line)
    with pytest.raises(RubricFileError):
        read_framework_plain(file)


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    (one,) = check_framework_file(tmp_path / "no.yaml")
    assert one.problem.code == "unreadable"
