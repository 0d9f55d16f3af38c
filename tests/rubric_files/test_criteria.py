from fractions import Fraction
from pathlib import Path

import pytest

from qa_app.domain.criteria import CriteriaFile, Criterion
from qa_app.domain.rubric import Basis, Threshold
from qa_app.domain.verdicts import CriterionType
from qa_app.rubric_files.criteria import read_criteria
from qa_app.rubric_files.reader import RubricFileError

NAME = "endorsement_criteria.yaml"


@pytest.fixture(scope="module")
def criteria(shipped: Path) -> CriteriaFile:
    return read_criteria(shipped / NAME)


def one(criteria: CriteriaFile, code: str) -> Criterion:
    return next(c for s in criteria.sets for c in s.criteria if c.code == code)


def test_three_sets_of_the_agreed_sizes(criteria: CriteriaFile) -> None:
    sizes = [(s.code, s.name.zh, len(s.criteria)) for s in criteria.sets]
    assert sizes == [("candidate", "培育期", 6), ("provisional", "试行期", 10), ("full", "正式期", 24)]  # fmt: skip
    assert criteria.set_of("full") is criteria.sets[2]
    assert criteria.set_of("whole") is None


def test_types_as_the_domain_report_counts_them(criteria: CriteriaFile) -> None:
    full = criteria.sets[2].criteria
    counts = {kind: sum(c.type is kind for c in full) for kind in CriterionType}
    assert list(counts.values()) == [3, 12, 6, 3]  # stop, must, score, evidence


@pytest.mark.parametrize(
    ("code", "met", "conditional", "min_n", "tag"),
    [
        ("E09", Threshold(">=", Fraction(80)), Threshold(">=", Fraction(70)), 5, ""),
        ("E11", Threshold("==", Fraction(0)), None, None, ""),
        ("E12", Threshold("==", Fraction(0)), None, None, ""),
        ("E13", "none_failed", "remedied", 0, "mandatory_report"),
        ("E15", Threshold(">=", Fraction(17, 20)), Threshold(">=", Fraction(7, 10)), 5, "timeliness"),
    ],
)  # fmt: skip
def test_thresholds_are_exact(
    criteria: CriteriaFile, code: str, met, conditional, min_n, tag
) -> None:
    found = one(criteria, code)
    assert (found.met, found.conditional, found.min_n, found.item_tag) == (
        met,
        conditional,
        min_n,
        tag,
    )


def test_words_of_the_register(criteria: CriteriaFile) -> None:
    assert criteria.terms.names.register.zh == "未成年人司法保护合作服务机构名录"
    assert (
        criteria.terms.names.disclaimer.zh == "本系统仅提供证据与建议，不构成行政许可、认证或评比。"
    )
    assert criteria.levels["cannot_tell"].zh == "证据不足"
    assert one(criteria, "E13").basis is Basis.LAW


@pytest.mark.parametrize(
    ("old", "new", "code", "part"),
    [
        ("schema: qa.endorsement/1", "schema: qa.scales/1", "unknown_schema", "schema"),
        ('met: ">=80"', 'met: "80"', "not_a_threshold", 'met: "80"'),
        ('met: "<=1.0"', 'met: "about 1"', "not_a_threshold", 'met: "about 1"'),
        ("tag: timeliness", "tag: [time]", "not_a_code", "tag: [time]"),
        ("window_months: 12", "window_months: 18", "not_one_of", "window_months: 18"),
        ("params: {tag: timeliness, responsible: centre}", "params: 3", "not_a_mapping", "params: 3"),
        ("size: 24", "size: 23", "set_size", "size: 23"),
        ('zh: "暂缓纳入名录"', 'zh: " "', "text_missing", "act_defer"),
        ("candidate_months: 12", "candidate_months: 0", "out_of_bounds", "candidate_months: 0"),
        ("lift_to: conditional", "lift_to: withdrawn", "not_one_of", "lift_to: withdrawn"),
        ("{id: lawyer,", "{id: social_worker,", "declared_twice", 'id: social_worker, en: "Lawyer'),
        ("must_be_named: true", "must_be_named: 1", "not_a_flag", "must_be_named: 1"),
    ],
)  # fmt: skip
def test_faults_have_their_place(
    old: str, new: str, code: str, part: str, shipped: Path, tmp_path: Path
) -> None:
    text = (shipped / NAME).read_text("utf-8").replace(old, new, 1)
    file = tmp_path / NAME
    file.write_text(text, "utf-8")
    with pytest.raises(RubricFileError) as caught:
        read_criteria(file)
    (found,) = caught.value.problems
    start = text.index(part)
    line = text[:start].count("\n") + 1
    column = start - text.rfind("\n", 0, start)
    assert (found.problem.code, found.line, found.column) == (code, line, column)
    assert str(caught.value) == f"{line}:{column} {code}"


@pytest.mark.parametrize("text", ["- a", "a: [", ""])
def test_what_is_no_file_of_criteria_is_refused(text: str, tmp_path: Path) -> None:
    file = tmp_path / NAME
    file.write_text(text, "utf-8")
    with pytest.raises(RubricFileError):
        read_criteria(file)
