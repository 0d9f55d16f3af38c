"""The dossier on paper: its reply form fits where the area stands."""

import shutil
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import cv2
import pytest
from pypdf import PdfReader

from qa_app.domain.dossiers import plain_dossier
from qa_app.domain.register_status import Mover, choices
from qa_app.domain.rules.decision import Status
from qa_app.reports.printed import printed_pdf
from qa_app.wording import Words
from qa_app.wording.dossier_papers import said_dossier_paper
from tests.dossiers import an_evaluation, facts_of


@pytest.mark.parametrize(
    ("before", "offered"),
    [
        (None, ["endorsed", "conditional", "deferred", "not_endorsed"]),
        (Status.CONDITIONAL, ["endorsed", "conditional", "suspended", "withdrawn"]),
        (Status.SUSPENDED, ["conditional", "withdrawn"]),
    ],
)
def test_the_reply_form_offers_what_can_be_decided_from_there(
    before: Status | None, offered: list[str]
) -> None:
    signed = plain_dossier(replace(facts_of(an_evaluation()), before=before))
    assert signed["choices"] == offered
    paper = said_dossier_paper(Words("zh"), signed)
    (boxes,) = (text for row in paper.parts[-1].table.rows for text in row if "□" in text)
    first, later = boxes.split("\n")
    states = {text["zh"]: code for code, text in signed["states"].items()}
    assert [states[one] for one in first.replace("□", "").split()] == offered
    # wherever it stands on the day of recording, what can be recorded can be ticked
    ticked = {states[one] for one in later.partition("：")[2].replace("□", "").split()} | {*offered}
    assert all(ticked >= {*choices(now, Mover.PAPER)} for now in (None, *Status))


def test_a_row_says_nothing_untrue_of_criteria_that_the_set_does_not_ask() -> None:
    for of, is_idle in (("provisional", True), ("full", False)):
        plain = an_evaluation(of=of)
        place = [one["status"] for one in plain["decision"]["order"]].index("conditional")
        signed = plain_dossier(facts_of({**plain, "row": place, "status": "conditional"}))
        said = said_dossier_paper(Words("zh"), signed).parts[0].paragraphs[1]
        assert "可判定的计分类标准不足4项" in said
        assert said.endswith("（本次评估未设计分类标准，有关部分不适用）") is is_idle


def test_the_reply_form_stands_on_one_sheet_with_its_code() -> None:
    signed = plain_dossier(facts_of(an_evaluation()))
    for language in ("zh", "en"):
        paper = said_dossier_paper(Words(language), signed)
        slip = paper.parts[-1]
        assert (slip.is_slip, slip.code) == (True, signed["reply"])
        without = replace(slip, is_slip=False, code="")
        joined = printed_pdf(replace(paper, parts=(*paper.parts[:-1], without)))
        apart = PdfReader(BytesIO(printed_pdf(paper))).pages
        heads = [slip.heading in page.extract_text() for page in apart]
        # the last sheet alone is the form, and everything to be filled in stands on it
        assert heads == [False] * (len(apart) - 1) + [True]
        filled = apart[-1].extract_text()
        assert [row[0] for row in slip.table.rows if row[0] not in filled] == []
        assert len(PdfReader(BytesIO(joined)).pages) <= len(apart)


def test_the_code_is_read_back_from_the_printed_sheet(tmp_path: Path) -> None:
    renderer = shutil.which("pdftoppm")
    if renderer is None:
        pytest.fail("this needs pdftoppm: bash .ci/browser installs it")
    signed = plain_dossier(facts_of(an_evaluation()))
    file = tmp_path / "dossier.pdf"
    file.write_bytes(printed_pdf(said_dossier_paper(Words("zh"), signed)))
    last = str(len(PdfReader(file).pages))
    # as a scanner of offices sees it, and a little askew, as a telephone does
    subprocess.run([renderer, "-r", "150", "-f", last, "-png", file, tmp_path / "page"], check=True)
    (image,) = tmp_path.glob("page*.png")
    page = cv2.imread(str(image), cv2.IMREAD_GRAYSCALE)
    height, width = page.shape
    askew = cv2.warpAffine(
        page,
        cv2.getRotationMatrix2D((width / 2, height / 2), 4, 1),
        (width, height),
        borderValue=255,
    )
    for seen in (page, askew):
        text, _corners, _straight = cv2.QRCodeDetector().detectAndDecode(seen)
        assert text == signed["reply"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_values_and_thresholds_are_words_and_reasons_have_their_line(language: str) -> None:
    signed = plain_dossier(facts_of(an_evaluation()))
    paper = said_dossier_paper(Words(language), signed)
    reasons = {"zh": "理由（偏离时填写）", "en": "Reasons, if it departs"}[language]
    assert reasons in [row[0] for row in paper.parts[-1].table.rows]
    rows = {row[0]: row for row in paper.parts[1].table.rows}
    # papers that hold (E01) and band D files (E11): neither "1 (n = 2)" nor "= 1"
    holds = {"zh": "应有文件全部有效", "en": "all papers hold"}[language]
    assert rows["E01"][3] == holds
    # papers are the centre's own entries, files are read by others
    own = {"zh": "未经他人核实", "en": "not confirmed by others"}[language]
    assert [own in rows[code][1] for code in ("E01", "E11")] == [True, False]
    # and which versions of a rubric a mean puts together
    assert [("1.0.0" in rows[code][1], "2.0.0" in rows[code][1]) for code in ("E09", "E10")] == [
        (True, True),
        (False, False),
    ]
    told = [cell for row in rows.values() for cell in row[2:4]]
    assert [cell for cell in told if cell.startswith(("= ", "1 (n"))] == []


def test_a_mean_stands_with_its_interval_or_with_that_it_was_not_kept() -> None:
    plain = an_evaluation()
    (mean,) = (one for one in plain["criteria"] if one["code"] == "E09")
    share = next(one for one in plain["criteria"] if one["code"] == "E19")
    share["found"] = [{"n": 20, "count": 17, "value": "17/20"}]
    kept = {"E09": [("74/1", "177/2")]}
    for intervals, language, told, count in (
        (kept, "en", "81.0 (n = 12)\n95%: 74.0 to 88.5", 12),
        (kept, "zh", "81.0（n=12）\n95%区间：74.0至88.5", 12),
        (None, "en", "81 (n = 12)\ninterval not kept then", 12),
        (None, "en", "81 (n = 2)\ninterval not kept then", 2),
        # one reading has no interval that could be lost
        (None, "en", "81 (n = 1)", 1),
        ({}, "en", "81 (n = 12)", 12),
    ):
        mean["found"] = [{"n": count, "value": "81/1"}]
        signed = plain_dossier(replace(facts_of(plain), intervals=intervals))
        paper = said_dossier_paper(Words(language), signed)
        rows = {row[0]: row[2] for row in paper.parts[1].table.rows}
        if language == "en":
            assert rows["E09"].replace("81.0 (", "81 (") == told.replace("81.0 (", "81 (")
            # Wilson, 17 of 20: 64.0 to 94.8 per cent
            assert rows["E19"] == "85% (17 of 20 actions)\n95%: 64.0% to 94.8%"
        else:
            assert "74.0" in rows["E09"]


def test_of_agreement_the_lower_end_of_its_interval_is_told() -> None:
    plain = an_evaluation()
    (agreed,) = (one for one in plain["criteria"] if one["code"] == "E17")
    agreed["found"] = [{"n": 41, "value": "4/5", "low": "19/25"}]
    signed = plain_dossier(facts_of(plain))
    for language, told in (("en", "0.80 (n = 41)\nLower end"), ("zh", "0.80 (n = 41)\n其95%")):
        paper = said_dossier_paper(Words(language), signed)
        (value,) = (row[2] for row in paper.parts[1].table.rows if row[0] == "E17")
        assert value.startswith(told)
        assert "0.76" in value


def test_without_numbers_the_paper_says_so_and_shows_none() -> None:
    signed = plain_dossier(facts_of(an_evaluation(), is_whole=False))
    paper = said_dossier_paper(Words("en"), signed)
    assert any(line.startswith("Without numbers of files") for line in paper.remarks)
    held = {
        one["code"]
        for one in signed["evaluation"]["criteria"]
        if all("stated" in part for part in one["found"])
    }
    assert held
    for row in paper.parts[1].table.rows:
        if row[0] in held:
            assert set(row[2].split("\n")) <= {"number not shown", "not known"}
