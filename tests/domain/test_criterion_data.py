"""What criteria are read from."""

from datetime import date

import pytest

from qa_app.domain.coverage import DataState, data_of
from qa_app.domain.criterion_data import (
    SOURCE_OF,
    DataKey,
    DataSource,
    DataSpan,
    OwnEntry,
    is_of_last_year,
    keys_of,
    own_entries,
)
from qa_app.domain.rules.metrics import METRICS
from qa_app.domain.rules.tree import Leaf, Of
from tests.domain.test_coverage import criterion

TODAY = date(2026, 11, 29)
FILES, CHECKS = DataKey(DataSource.REVIEWS), DataKey(DataSource.CHECKS)


def test_every_metric_says_where_it_is_read_from() -> None:
    assert set(SOURCE_OF) == set(METRICS)


def test_what_is_the_word_of_the_centre_itself() -> None:
    alone = {metric for metric in METRICS if own_entries((metric,)) == (OwnEntry.ALONE,)}
    # its papers, workers, trainings, case lists and records of services, which its manager enters
    assert alone == {
        "centre_document_valid",
        "share_staff_checked_12m",
        "share_staff_certified",
        "share_trained_pro_rata",
        "caseload_p90",
        "caseload_vs_city_ceiling",
        "share_judicial_referrals_on_time",
        "share_first_meeting_on_time",
        "satisfaction_mean",
        "share_complaints_on_time",
    }
    # what it reports is judged by a senior supervisor
    judged = {metric for metric in METRICS if own_entries((metric,)) == (OwnEntry.JUDGED,)}
    assert judged == {"unhandled_privacy_breaches_12m"}
    # of a rule each once; what readers put down is none
    both = ("satisfaction_mean", "lqas_pass", *judged, "share_complaints_on_time")
    assert own_entries(both) == (OwnEntry.ALONE, OwnEntry.JUDGED)
    assert own_entries(("lqas_pass",)) == ()


def test_what_a_criterion_is_read_from() -> None:
    assert keys_of(criterion(metric="mean_score_last_two_rounds")) == (FILES,)
    papers = criterion(metric="centre_document_valid", params={"docs": ["procedure", "pia"]})
    assert keys_of(papers) == (
        DataKey(DataSource.PAPERS, "procedure"),
        DataKey(DataSource.PAPERS, "pia"),
    )
    tagged = criterion(metric="mandatory_report_state", item_tag="mandatory_report")
    assert keys_of(tagged) == (DataKey(DataSource.TAGGED_ITEMS, "mandatory_report"),)
    variant = criterion(metric="share_cases_consulted_6m")
    both = criterion(metric="share_supervision_held_6m", variants=(variant, variant))
    assert [key.source for key in keys_of(both)] == [DataSource.SESSIONS, DataSource.CONSULTATIONS]
    rule = Of(1, (Leaf("lqas_pass", "==1"), Leaf("share_staff_checked_12m", "==1")))
    assert keys_of(criterion(rule=rule)) == (FILES, CHECKS)
    assert keys_of(criterion(metric="nobody_measures_this")) == ()


@pytest.mark.parametrize(
    ("source", "last", "counts"),
    [
        (DataSource.CHECKS, date(2025, 11, 30), True),
        (DataSource.CHECKS, date(2025, 11, 29), False),
        (DataSource.PAPERS, date(2019, 1, 1), True),
        (DataSource.AGREEMENTS, date(2020, 1, 1), True),
        (DataSource.REVIEWS, date(2025, 10, 31), False),
    ],
)
def test_what_lies_a_year_back_is_no_data_unless_it_still_holds(
    source: DataSource, last: date, counts: bool
) -> None:
    span = DataSpan(date(2018, 1, 1), last)
    assert is_of_last_year(DataKey(source), span, TODAY) is counts


def test_data_of_a_criterion() -> None:
    one = criterion(metric="share_staff_checked_12m")
    new, old = DataSpan(TODAY, TODAY), DataSpan(date(2024, 1, 1), date(2024, 5, 1))
    assert data_of(one, {CHECKS: new}, TODAY).data is DataState.PRESENT
    # files that were read say nothing of offence checks
    assert data_of(one, {FILES: new}, TODAY).data is DataState.NONE
    stale = data_of(one, {CHECKS: old}, TODAY)
    assert (stale.data, stale.kept) == (DataState.NONE, ((CHECKS, old),))
    untold = data_of(one, None, TODAY)
    assert (untold.data, untold.kept) == (DataState.OUT_OF_REACH, ((CHECKS, None),))
    assert data_of(criterion(), {FILES: new}, TODAY).data is DataState.NOT_COLLECTED


def test_what_lies_ahead_is_no_data_yet() -> None:
    one = criterion(metric="share_staff_checked_12m")
    ahead = DataSpan(date(2026, 12, 1), date(2026, 12, 31))
    assert data_of(one, {CHECKS: ahead}, TODAY).kept == ((CHECKS, None),)
    begun = DataSpan(date(2026, 11, 1), date(2026, 12, 31))
    assert data_of(one, {CHECKS: begun}, TODAY).kept == (
        (CHECKS, DataSpan(date(2026, 11, 1), TODAY)),
    )


def test_spans_join() -> None:
    first, second = DataSpan(date(2024, 1, 1), date(2024, 5, 1)), DataSpan(TODAY, TODAY)
    assert first.joined(second) == second.joined(first) == DataSpan(date(2024, 1, 1), TODAY)
