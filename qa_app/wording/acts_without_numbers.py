"""What is done about a criterion, for whoever is told no numbers."""

from collections.abc import Mapping

from qa_app.wording.catalogue import message as _

_CASELOAD_P90_PLAINLY = _(
    "the centre hands cases over or names more workers, and takes in a new case list: %(test)s"
)
_MEAN_SCORE_LAST_TWO_ROUNDS_PLAINLY = _(
    "the centre carries out the actions agreed on what reviews found; files of the "
    "next rounds are to reach: %(test)s"
)
PLAINLY: Mapping[str, str] = {
    "centre_document_valid": _(
        "the centre obtains, reviews or renews what its papers lack, and records it: %(test)s"
    ),
    "mandatory_report_state": _(
        "each report that was missed is made, contained and answered by a training that is"
        " recorded on the page of its action: %(test)s"
    ),
    "share_staff_checked_12m": _(
        "the centre asks for the offence-record checks that are lacking and records the"
        " answers: %(test)s"
    ),
    "share_staff_certified": _(
        "the centre lets workers obtain certificates of the city's table, or employs "
        "people who hold one: %(test)s"
    ),
    "share_trained_pro_rata": _(
        "the centre holds training on child victims, or sends people to it, and records"
        " who attended: %(test)s"
    ),
    "share_cases_consulted_6m": _(
        "workers put open cases to an expert, or discuss them in a session whose record"
        " is signed: %(test)s"
    ),
    "share_supervision_held_6m": _(
        "supervisors hold the individual sessions that fall due: %(test)s"
    ),
    "supervisees_per_supervisor": _(
        "the centre has the same people supervised by more supervisors, with an "
        "agreement for each: %(test)s"
    ),
    "caseload_p90": _CASELOAD_P90_PLAINLY,
    "caseload_vs_city_ceiling": _CASELOAD_P90_PLAINLY,
    "share_audits_done": _("reviewers read and sign the files that were drawn: %(test)s"),
    "share_double_rated_12m": _("reviewers read more of the files twice: %(test)s"),
    "agreement_ac2": _("reviewers calibrate and read files twice until they agree: %(test)s"),
    "mean_score_last_two_rounds": _MEAN_SCORE_LAST_TWO_ROUNDS_PLAINLY,
    "lqas_pass": _MEAN_SCORE_LAST_TWO_ROUNDS_PLAINLY,
    "score_change_three_rounds": _MEAN_SCORE_LAST_TWO_ROUNDS_PLAINLY,
    "open_band_d_files": _(
        "the centre finishes the correction plans of files in the lowest band, and a "
        "supervisor verifies them: %(test)s"
    ),
    "open_stop_findings": _(
        "the centre finishes the actions about red-line findings, and a supervisor "
        "verifies them: %(test)s"
    ),
    "share_tag_on_time_12m": _("the centre keeps the time limits that files show: %(test)s"),
    "share_actions_on_time_12m": _("the centre closes actions by their day: %(test)s"),
    "share_judicial_referrals_on_time": _(
        "the centre accepts and starts referrals in time: %(test)s"
    ),
    "share_first_meeting_on_time": _("the centre meets clients in time after assignment: %(test)s"),
    "share_complaints_on_time": _("the centre answers complaints in time: %(test)s"),
    "satisfaction_mean": _(
        "the centre asks those for whom asking is safe, and changes what they name: %(test)s"
    ),
    "unhandled_privacy_breaches_12m": _(
        "the centre handles confirmed disclosures under the rules, and states that "
        "every incident known to it is recorded: %(test)s"
    ),
}
"""Metric to who does what, with the threshold; the same whatever is lacking."""
