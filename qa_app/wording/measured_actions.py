"""What is done about a criterion, by whom and by when, in words that a manager can act on."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from qa_app.domain.rules.needs import Lack
from qa_app.wording.catalogue import message as _


@dataclass(frozen=True, slots=True)
class Acts:
    """What is done about one metric; each sentence names who does it.

    Placeholders: `%(more)s` (how many), `%(n)s` (how many were looked at), `%(test)s` (what must be
    reached), `%(rubrics)s` (by which files of the area are read), `%(files)s` (that make a round),
    `%(round)s` (last day of the round that runs), `%(day)s` (first day on which it can come out
    otherwise), `%(gone)s` (day on which what counts now has left), `%(names)s` (papers).

    Attributes:
        by_lack: What is lacking to a sentence without a full stop.
        by_gap: Code of a gap to the same.
        by_state: State that must be reached to the same.
    """

    by_lack: Mapping[Lack, str] = field(default_factory=dict)
    by_gap: Mapping[str, str] = field(default_factory=dict)
    by_state: Mapping[str, str] = field(default_factory=dict)


LATER = _("nothing can be done before %(day)s: by then what failed has left the months looked at")
"""What is said where all must count and one did not."""

COLLECT = _("the centre enters what it has about this in the register; then it can be told")
COLLECT_BY_OTHERS = _(
    "supervisors and reviewers enter what there is about this; then it can be told"
)
"""What is done where nothing was ever recorded: by the centre, or by others who put it down."""

_READ = _(
    "reviewers read and sign at least %(files)s files by “%(rubrics)s” in the round that"
    " runs until %(round)s"
)
_ROUNDS = _(
    "reviewers read and sign at least %(files)s files by “%(rubrics)s” in every round"
    " that is looked at; the one that runs ends on %(round)s"
)
_SCORE = _(
    "the centre carries out the actions agreed on what reviews found, so that its files reach"
    " %(test)s in the next rounds; nothing changes before files by “%(rubrics)s” are read and"
    " signed, the next by %(round)s"
)
_TWICE = _("reviewers read more files twice by %(round)s: %(more)s")
_FIRST_TWICE = _("reviewers read files of this area twice by %(round)s")
_RELAXED_TWICE = _(
    "the team takes up again the safeguard that it gave up and keeps it in all months that count;"
    " in these, reviewers read files twice: %(test)s"
)
_RELAXED_AGREE = _(
    "the team takes up again the safeguard that it gave up and keeps it in all months that count;"
    " in these, reviewers read enough files twice and agree by %(test)s"
)
_FILES = {"no_file": _READ, "not_rated": _READ, "no_round": _READ}
_ITEM = _("a rubric of this area takes up an item about it, and files are read by it")
_LIST = _("the centre takes in a case list of this month that names the worker of each open case")
_LOAD = _(
    "the centre hands cases over or names more workers until nine of ten have %(test)s,"
    " and takes in a new case list"
)
_WAIT = _(
    "the centre shows the time of the report in the file; what is unclear now has left"
    " the months looked at by %(gone)s"
)

ACTS: Mapping[str, Acts] = {
    "centre_document_valid": Acts(
        {Lack.NAMED: _("the centre obtains, reviews or renews these and records them: %(names)s")}
    ),
    "share_cases_consulted_6m": Acts(
        {
            Lack.MORE: _(
                "workers put more of the %(n)s cases (%(more)s), as long as these are"
                " open, to an expert who answers, or discuss them in a session whose"
                " record is signed"
            ),
            Lack.CASES: _("more cases (%(more)s) must be open before it can be told: %(test)s"),
        }
    ),
    "share_staff_checked_12m": Acts(
        {
            Lack.MORE: _(
                "the centre asks for the offence-record check of more people in contact"
                " with children (%(more)s) and records the answers; whoever is not cleared"
                " leaves work with children, and their profile says so"
            )
        }
    ),
    "share_staff_certified": Acts(
        {
            Lack.MORE: _(
                "the centre lets more workers (%(more)s) obtain a certificate of the city's"
                " table, or employs people who hold one, and records it"
            )
        }
    ),
    "share_trained_pro_rata": Acts(
        {
            Lack.MORE: _(
                "the centre holds training on child victims, or sends people to it,"
                " until more workers (%(more)s) have their hours, and records who"
                " attended"
            )
        }
    ),
    "caseload_p90": Acts({Lack.VALUE: _LOAD}, {"list_too_old": _LIST, "nobody_has_cases": _LIST}),
    "caseload_vs_city_ceiling": Acts(
        {Lack.VALUE: _LOAD},
        {
            "list_too_old": _LIST,
            "nobody_has_cases": _LIST,
            "no_ceiling": _("the city sets a ceiling of cases for this area"),
        },
    ),
    "share_supervision_held_6m": Acts(
        {
            Lack.NEXT: _(
                "supervisors hold individual sessions that fall due: the next %(more)s;"
                " those of this month count from %(day)s, and one that was held and"
                " waits to be settled counts as soon as it is"
            )
        }
    ),
    "supervisees_per_supervisor": Acts(
        {
            Lack.SPREAD: _(
                "the centre has the same people supervised by more supervisors"
                " (%(more)s), with an agreement for each"
            )
        },
        {"nobody_supervises": _("the centre agrees on a supervisor for the workers of this area")},
    ),
    "share_audits_done": Acts(
        {
            Lack.MORE: _(
                "reviewers read and sign more of the files drawn by %(round)s: %(more)s; each"
                " counts once its result is final"
            )
        },
        {
            "no_sample": _("the review programme draws a sample here and reads it by %(round)s"),
            "none_final": _(
                "results of files that were read become final: what was asked or objected is"
                " answered, or the days for it pass"
            ),
        },
    ),
    "mean_score_last_two_rounds": Acts({Lack.VALUE: _SCORE, Lack.CASES: _READ}, _FILES),
    "lqas_pass": Acts(
        {
            Lack.MORE: _(
                "the centre brings more files to band B or above in the next rounds: of"
                " %(n)s, %(more)s more; nothing changes before files by “%(rubrics)s”"
                " are read and signed, the next by %(round)s"
            ),
            Lack.CASES: _READ,
        },
        _FILES | {"too_few_rounds": _ROUNDS, "no_rule": _ROUNDS},
    ),
    "open_band_d_files": Acts(
        {
            Lack.FEWER: _(
                "the centre finishes the correction plans of files in the lowest band"
                " (%(more)s), and a supervisor verifies them"
            )
        },
        _FILES,
    ),
    "open_stop_findings": Acts(
        {
            Lack.FEWER: _(
                "the centre finishes the actions about red-line findings (files:"
                " %(more)s), and a supervisor verifies them"
            )
        },
        _FILES,
    ),
    "mandatory_report_state": Acts(
        {},
        {
            **_FILES,
            "no_item": _ITEM,
            "unclear": _WAIT,
            "remedy_unshown": _(
                "the centre records on the page of each action the training that"
                " answered it within 30 days"
            ),
        },
        {
            "none_failed": LATER,
            "remedied": _(
                "each report that was missed is made, contained by the next day,"
                " answered by a training within 30 days that is recorded on the page of"
                " its action, and not found again in files drawn later"
            ),
        },
    ),
    "share_tag_on_time_12m": Acts(
        {
            Lack.NEXT: _(
                "the centre keeps time limits: the next %(more)s; they count when files"
                " by “%(rubrics)s” that show them are read and signed, the next by"
                " %(round)s"
            )
        },
        {**_FILES, "no_item": _ITEM, "too_few": _READ},
    ),
    "score_change_three_rounds": Acts(
        {Lack.VALUE: _SCORE, Lack.CASES: _ROUNDS}, _FILES | {"too_few_rounds": _ROUNDS}
    ),
    "agreement_ac2": Acts(
        {
            Lack.VALUE: _(
                "reviewers calibrate and read files twice until they agree by %(test)s,"
                " by %(round)s"
            ),
            Lack.CASES: _TWICE,
        },
        {"none_twice": _FIRST_TWICE, "relaxed": _RELAXED_AGREE},
    ),
    "share_double_rated_12m": Acts(
        {
            Lack.MORE: _(
                "reviewers read more of the %(n)s files twice by %(round)s: %(more)s; those read"
                " twice for the agreement count among them"
            )
        },
        {**_FILES, "relaxed": _RELAXED_TWICE},
    ),
    "share_actions_on_time_12m": Acts(
        {Lack.NEXT: _("the centre closes actions by their day: the next %(more)s that fall due")}
    ),
    "share_judicial_referrals_on_time": Acts(
        {Lack.NEXT: _("the centre accepts and starts referrals in time: the next %(more)s")}
    ),
    "share_first_meeting_on_time": Acts(
        {Lack.NEXT: _("the centre meets clients in time after assignment: the next %(more)s")}
    ),
    "satisfaction_mean": Acts(
        {
            Lack.VALUE: _(
                "the centre looks at what people answered and changes what they name;"
                " answers of the next months must bring the mean to %(test)s"
            ),
            Lack.CASES: _(
                "the centre asks people for whom asking is safe until more answered"
                " (%(more)s): %(test)s"
            ),
        },
        {
            "few_replies": _(
                "the centre asks again those for whom asking is safe and who did not"
                " answer, and records their answers"
            )
        },
    ),
    "share_complaints_on_time": Acts(
        {Lack.NEXT: _("the centre answers complaints in time: the next %(more)s")}
    ),
    "unhandled_privacy_breaches_12m": Acts(
        {
            Lack.FEWER: _(
                "the centre handles confirmed disclosures under the rules (%(more)s),"
                " and states that every incident known to it is recorded"
            )
        },
        {
            "not_judged": _("a supervisor confirms or dismisses the disclosure that was reported"),
            "no_statement": _("the centre states that every incident known to it is recorded"),
        },
    ),
}
"""Metric to what is done about it."""
