"""What criteria are read from."""

from datetime import date

import pytest

from qa_app.domain.coverage import DataState, data_of
from qa_app.domain.criterion_data import (
    OWN_ENTRIES,
    SOURCE_OF,
    DataKey,
    DataSource,
    DataSpan,
    OwnEntry,
    is_of_last_year,
    keys_of,
    own_entries,
)
from qa_app.domain.people import Role
from qa_app.domain.permissions import Permission, roles_with
from qa_app.domain.rules.metrics import METRICS
from qa_app.domain.rules.tree import Leaf, Of
from tests.domain.test_coverage import criterion

TODAY = date(2026, 11, 29)
FILES, CHECKS = DataKey(DataSource.REVIEWS), DataKey(DataSource.CHECKS)


def test_every_metric_says_where_it_is_read_from() -> None:
    assert set(SOURCE_OF) == set(METRICS)


_P = Permission
_LIST, _POSTS, _READ = _P.CASE_IMPORT, _P.WORKER_RECORD, _P.AUDIT_SIGN
_STEPS = {_READ, _P.ACTION_WORK, _P.ACTION_CHECK}
# by which acts the facts of each metric are put down; a limit (the city's ceiling) is no fact
PUT_DOWN = {
    "share_audits_done": {_LIST, _READ},
    "mean_score_last_two_rounds": {_LIST, _READ},
    "lqas_pass": {_LIST, _READ},
    "score_change_three_rounds": {_LIST, _READ},
    "share_tag_on_time_12m": {_LIST, _READ},
    "agreement_ac2": {_LIST, _READ},
    "share_double_rated_12m": {_LIST, _READ},
    "open_band_d_files": _STEPS,
    "open_stop_findings": _STEPS,
    "share_actions_on_time_12m": _STEPS,
    "mandatory_report_state": {*_STEPS, _P.TRAINING_RECORD},
    "share_supervision_held_6m": {_P.SESSION_PLAN, _POSTS},
    "supervisees_per_supervisor": {_P.AGREEMENT_MAKE, _POSTS},
    "share_cases_consulted_6m": {_P.CONSULT_GIVE, _P.RECORD_WRITE, _LIST},
    "centre_document_valid": {_P.REGISTER_WRITE},
    "share_staff_checked_12m": {_POSTS},
    "share_staff_certified": {_POSTS},
    "share_trained_pro_rata": {_P.TRAINING_RECORD, _POSTS},
    "caseload_p90": {_LIST, _POSTS},
    "caseload_vs_city_ceiling": {_LIST, _POSTS},
    "share_judicial_referrals_on_time": {_P.SERVICE_RECORD},
    "share_first_meeting_on_time": {_P.SERVICE_RECORD},
    "satisfaction_mean": {_P.SERVICE_RECORD},
    "share_complaints_on_time": {_P.SERVICE_RECORD},
    "unhandled_privacy_breaches_12m": {_P.SERVICE_RECORD, _P.INCIDENT_JUDGE},
}


def test_of_every_metric_is_said_what_of_it_is_the_word_of_the_centre() -> None:
    assert set(OWN_ENTRIES) == set(PUT_DOWN) == set(METRICS)
    for metric, acts in PUT_DOWN.items():
        own = {act for act in acts if Role.CENTRE_MANAGER in roles_with(act)}
        kind = OwnEntry.ALONE if own == acts else OwnEntry.PARTLY if own else None
        if _P.INCIDENT_JUDGE in acts:
            kind = OwnEntry.JUDGED
        if acts == {_LIST, _READ}:  # the list, and what readers put down of its files
            kind = OwnEntry.LISTED
        assert OWN_ENTRIES[metric] is kind, metric
    # of a rule each once
    both = ("satisfaction_mean", "lqas_pass", "open_band_d_files", "share_complaints_on_time")
    assert own_entries(both) == (OwnEntry.ALONE, OwnEntry.LISTED, OwnEntry.PARTLY)
    assert own_entries(("lqas_pass", "nobody_measures_this")) == (OwnEntry.LISTED,)


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
