"""Facts are kept as they were: equal after reading, and a changed content is noticed."""

from dataclasses import replace

import pytest

from qa_app.domain.agreement_table import SharedCount
from qa_app.domain.charting import Cut, CutReason
from qa_app.domain.kept_reports import KeptReport, kept, unkept
from qa_app.domain.printed import PrintedAgreement
from qa_app.domain.statistics.agreement_parts import Coefficient
from qa_app.domain.text import BilingualText
from tests.report_material import JAN, a_centre, a_sum, facts, rubric_facts, whole

ALPHA = Coefficient(value=None, low=0.25, high=0.5, units=20)
FULL = facts(
    replace(rubric_facts(whole(a_sum(JAN, 5, 90))), cuts=(Cut(JAN, CutReason.REBASED),)),
    agreement=(
        PrintedAgreement(BilingualText("甲", "A"), "1.0.0", SharedCount(20, 9, 8, 7, ALPHA)),
    ),
    centres=(a_centre(1, "甲", a_sum(JAN, 5, 90)),),
)


def test_what_is_kept_comes_back_equal_and_packs_alike() -> None:
    stored = kept(FULL)
    assert unkept(stored) == FULL
    assert kept(FULL) == stored
    assert kept(replace(FULL, scope="c:2")).digest != stored.digest


def test_a_changed_content_is_refused() -> None:
    stored, other = kept(FULL), kept(replace(FULL, scope="c:2"))
    with pytest.raises(ValueError, match="report_digest"):
        unkept(KeptReport(other.text, stored.digest))
