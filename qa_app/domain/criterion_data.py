"""From which register each metric of the criteria is read, and since when there is something."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from qa_app.domain.criteria import Criterion, rule_of
from qa_app.domain.defaults import EVIDENCE_MONTHS
from qa_app.domain.month_grid import months_on
from qa_app.domain.rules.tree import Leaf, leaves_in


class DataSource(StrEnum):
    """Where what a metric measures is kept."""

    REVIEWS = "reviews"
    TAGGED_ITEMS = "tagged_items"
    SECOND_READINGS = "second_readings"
    ACTIONS = "actions"
    PAPERS = "papers"
    CHECKS = "checks"
    LICENCES = "licences"
    TRAININGS = "trainings"
    CASE_LISTS = "case_lists"
    SESSIONS = "sessions"
    CONSULTATIONS = "consultations"
    AGREEMENTS = "agreements"
    REFERRALS = "referrals"
    FEEDBACK = "feedback"
    COMPLAINTS = "complaints"
    INCIDENTS = "incidents"


_S = DataSource
SOURCE_OF: Final[Mapping[str, DataSource]] = {
    "share_audits_done": _S.REVIEWS,
    "mean_score_last_two_rounds": _S.REVIEWS,
    "lqas_pass": _S.REVIEWS,
    "open_band_d_files": _S.REVIEWS,
    "open_stop_findings": _S.REVIEWS,
    "score_change_three_rounds": _S.REVIEWS,
    "mandatory_report_state": _S.TAGGED_ITEMS,
    "share_tag_on_time_12m": _S.TAGGED_ITEMS,
    "agreement_ac2": _S.SECOND_READINGS,
    "share_double_rated_12m": _S.SECOND_READINGS,
    "share_actions_on_time_12m": _S.ACTIONS,
    "centre_document_valid": _S.PAPERS,
    "share_staff_checked_12m": _S.CHECKS,
    "share_staff_certified": _S.LICENCES,
    "share_trained_pro_rata": _S.TRAININGS,
    "caseload_p90": _S.CASE_LISTS,
    "caseload_vs_city_ceiling": _S.CASE_LISTS,
    "share_supervision_held_6m": _S.SESSIONS,
    "share_cases_consulted_6m": _S.CONSULTATIONS,
    "supervisees_per_supervisor": _S.AGREEMENTS,
    "share_judicial_referrals_on_time": _S.REFERRALS,
    "share_first_meeting_on_time": _S.REFERRALS,
    "satisfaction_mean": _S.FEEDBACK,
    "share_complaints_on_time": _S.COMPLAINTS,
    "unhandled_privacy_breaches_12m": _S.INCIDENTS,
}
"""Every metric that something measures, with where it is read from."""


class OwnEntry(StrEnum):
    """What of a metric is the word of the centre itself.

    `alone`: all of it, confirmed by nobody else. `judged`: what happened, which others judge.
    `partly`: others put down what was found or held; workers, cases or steps that the centre enters
    go into it. `listed`: others put down all of it, about files of the list that the centre enters.
    """

    ALONE = "alone"
    JUDGED = "judged"
    PARTLY = "partly"
    LISTED = "listed"


_O = OwnEntry
OWN_ENTRIES: Final[Mapping[str, OwnEntry]] = {
    # put down by whoever read the files; the list from which these are drawn is the centre's
    "share_audits_done": _O.LISTED,
    "mean_score_last_two_rounds": _O.LISTED,
    "lqas_pass": _O.LISTED,
    "score_change_three_rounds": _O.LISTED,
    "share_tag_on_time_12m": _O.LISTED,
    "agreement_ac2": _O.LISTED,
    "share_double_rated_12m": _O.LISTED,
    # found by readers and closed by who checks; contained, planned and done on days that are told
    "open_band_d_files": _O.PARTLY,
    "open_stop_findings": _O.PARTLY,
    "share_actions_on_time_12m": _O.PARTLY,
    # as these, with the training that answered a failure
    "mandatory_report_state": _O.PARTLY,
    # held, agreed on and answered by others; counted against workers in post and cases of the list
    "share_supervision_held_6m": _O.PARTLY,
    "supervisees_per_supervisor": _O.PARTLY,
    "share_cases_consulted_6m": _O.PARTLY,
    # papers, workers, trainings, case lists and records of services that the manager enters
    "centre_document_valid": _O.ALONE,
    "share_staff_checked_12m": _O.ALONE,
    "share_staff_certified": _O.ALONE,
    "share_trained_pro_rata": _O.ALONE,
    "caseload_p90": _O.ALONE,
    "caseload_vs_city_ceiling": _O.ALONE,
    "share_judicial_referrals_on_time": _O.ALONE,
    "share_first_meeting_on_time": _O.ALONE,
    "satisfaction_mean": _O.ALONE,
    "share_complaints_on_time": _O.ALONE,
    # reported by the centre, judged by a senior supervisor
    "unhandled_privacy_breaches_12m": _O.JUDGED,
}
"""Every metric with what of it people of the centre enter."""


def own_entries(metrics: Iterable[str]) -> tuple[OwnEntry, ...]:
    """Tell what of some metrics is the word of the centre itself.

    Args:
        metrics: Metrics of the tests of a criterion.

    Returns:
        Each once, in the order of the metrics; nothing of a metric that nothing measures.
    """
    return tuple(dict.fromkeys(OWN_ENTRIES[one] for one in metrics if one in OWN_ENTRIES))


_STANDING: Final = frozenset({_S.PAPERS, _S.LICENCES, _S.AGREEMENTS})
"""What holds until it ends: a paper of three years ago is data of today."""


@dataclass(frozen=True, slots=True, order=True)
class DataKey:
    """What is looked for: a source, and of some the part of it that is read.

    Attributes:
        source: The source.
        part: Kind of a paper, tag of items; empty for a source that is read as a whole.
    """

    source: DataSource
    part: str = ""

    @property
    def is_standing(self) -> bool:
        """True for what holds until it ends, however long ago it was recorded."""
        return self.source in _STANDING


@dataclass(frozen=True, slots=True)
class DataSpan:
    """From when to when there is something, as local days."""

    first: date
    last: date

    def joined(self, other: "DataSpan") -> "DataSpan":
        """Give the span of both together.

        Args:
            other: Another span.

        Returns:
            From the earlier first day to the later last one.
        """
        return DataSpan(min(self.first, other.first), max(self.last, other.last))

    def until(self, day: date) -> "DataSpan | None":
        """Leave out what lies ahead, such as sessions that are due in a month to come.

        Args:
            day: The last day that counts.

        Returns:
            The span up to it; None where it begins later.
        """
        return None if self.first > day else DataSpan(self.first, min(self.last, day))


def keys_of(criterion: Criterion) -> tuple[DataKey, ...]:
    """List what a criterion and its variants are read from.

    Args:
        criterion: The criterion.

    Returns:
        Each once, in the order of its tests; nothing where no test has a source.
    """
    found = [key for one in (criterion, *criterion.variants) for key in _keys(one)]
    return tuple(dict.fromkeys(found))


def _keys(criterion: Criterion) -> Iterator[DataKey]:
    for leaf in leaves_in(rule_of(criterion)):
        source = SOURCE_OF.get(leaf.metric)
        if source is not None:
            yield from (DataKey(source, part) for part in _parts(leaf, source, criterion.item_tag))


def _parts(leaf: Leaf, source: DataSource, tag: str) -> tuple[str, ...]:
    if source is DataSource.PAPERS:
        return tuple(leaf.params["docs"])
    if source is DataSource.TAGGED_ITEMS:
        return (str(leaf.params.get("tag", tag)),)
    return ("",)


def is_of_last_year(key: DataKey, span: DataSpan, today: date) -> bool:
    """Tell whether something can be read today.

    Args:
        key: What it is.
        span: From when to when there is something.
        today: The local date.

    Returns:
        True of what holds until it ends, and of the rest where the last of it lies within
        `EVIDENCE_MONTHS` months.
    """
    return key.is_standing or span.last > months_on(today, -EVIDENCE_MONTHS)
