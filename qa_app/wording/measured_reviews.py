"""Words of what is measured from reviews, double readings and corrective actions."""

from qa_app.wording.catalogue import message as _
from qa_app.wording.measured_words import OF_FILES, MetricWords

_NO_FILE = _(
    "No file drawn at random or read as part of a whole has a final result from %(first)s to"
    " %(last)s."
)
_NOT_RATED = _("Files were read from %(first)s to %(last)s, but none of them could be rated.")
_NO_ITEM = _(
    "The rubrics read from %(first)s to %(last)s have no item about this, so it cannot be told."
)
_RELAXED = _("The team did without a safeguard in these months, so nobody can tell.")
_FEW_FILES = _(
    "Files that could be looked at from %(first)s to %(last)s: %(n)s, and %(least)s are needed."
)
_FILES = {"no_file": _NO_FILE, "not_rated": _NOT_RATED}
_ROUNDS = {"no_round": _("No half-year up to %(last)s has %(least)s scored files of one rubric.")}

SAID: dict[str, MetricWords] = {
    "share_audits_done": MetricWords(
        column=_("Files read of those due"),
        test=_("%(test)s of the sample due"),
        told=_(
            "Drawn files that fell due from %(first)s to %(last)s, without those that were read and"
            " wait for their final result: %(n)s, with a final result: %(count)s (%(value)s)."
        ),
        held=_("The share of drawn files that were read %(outcome)s."),
        few=_FEW_FILES,
        gaps={
            "no_sample": _("No sample was drawn from %(first)s to %(last)s."),
            "none_final": _(
                "Drawn files that fell due from %(first)s to %(last)s were read, and every one"
                " still waits for its final result."
            ),
        },
        of=OF_FILES,
    ),
    "mean_score_last_two_rounds": MetricWords(
        column=_("Mean score of files"),
        test=_("%(test)s points"),
        told=_(
            "Mean of the %(n)s files scored in the rounds from %(first)s to %(last)s: %(value)s"
            " points, each file weighing the same."
        ),
        held=_("The mean score of files %(outcome)s."),
        few=_FEW_FILES,
        gaps=_FILES | _ROUNDS,
    ),
    "lqas_pass": MetricWords(
        column=_("Lot quality of files"),
        test=_("the sample passes"),
        told=_(
            "Files rated in the rounds from %(first)s to %(last)s: %(n)s, in band B or above:"
            " %(count)s."
        ),
        held=_("Whether enough files are in band B or above %(outcome)s."),
        few=_FEW_FILES,
        gaps=_FILES
        | {
            "too_few_rounds": _("There are not yet as many rounds as are pooled, up to %(last)s."),
            "no_rule": _(
                "Files rated in the rounds from %(first)s to %(last)s: %(n)s, too few for a rule"
                " that keeps both errors within their bounds."
            ),
        },
        of=OF_FILES,
    ),
    "open_band_d_files": MetricWords(
        column=_("Files in band D"),
        test=_("%(test)s without a finished plan"),
        told=_(
            "Files in the lowest band without a finished correction plan: %(count)s; files rated"
            " from %(first)s to %(last)s: %(n)s."
        ),
        held=_("Files in the lowest band without a finished correction plan: this %(outcome)s."),
        few=_FEW_FILES,
        gaps=_FILES,
        of=OF_FILES,
    ),
    "open_stop_findings": MetricWords(
        column=_("Red lines"),
        test=_("%(test)s open"),
        told=_(
            "Red-line findings still open: %(count)s; files read from %(first)s to %(last)s: %(n)s."
        ),
        held=_("Red-line findings still open: this %(outcome)s."),
        few=_FEW_FILES,
        gaps=_FILES,
        of=OF_FILES,
    ),
    "mandatory_report_state": MetricWords(
        column=_("Mandatory reports"),
        test="%(test)s",
        told=_("Reports due in files read from %(first)s to %(last)s: %(n)s."),
        held=_("Mandatory reports: this %(outcome)s."),
        vacuous=_("Files were read from %(first)s to %(last)s; in no file was a report due."),
        few=_FEW_FILES,
        gaps=_FILES
        | {
            "no_item": _NO_ITEM,
            "unclear": _(
                "Reports due in files read from %(first)s to %(last)s: %(n)s; for %(count)s the"
                " answer does not show that it was made at once."
            ),
            "remedy_unshown": _(
                "Reports missed or late in files read from %(first)s to %(last)s: %(count)s of"
                " %(n)s, each contained and mended; not for each of them a training within 30 days"
                " that answered it is recorded."
            ),
        },
        states={
            "none_failed": _(
                "Reports due in files read from %(first)s to %(last)s: %(n)s, every one made at"
                " once."
            ),
            "remedied": _(
                "Reports missed or late in files read from %(first)s to %(last)s: %(count)s of"
                " %(n)s, each remedied since: contained by the next day, answered by a training"
                " within 30 days, and not found again in files drawn later."
            ),
            "unremedied": _(
                "Reports missed or late in files read from %(first)s to %(last)s: %(count)s of"
                " %(n)s, not all of them remedied."
            ),
        },
    ),
    "share_tag_on_time_12m": MetricWords(
        column=_("Time limits kept"),
        test=_("%(test)s on time"),
        told=_(
            "Items about time limits of the centre in files read from %(first)s to %(last)s:"
            " %(n)s, kept: %(count)s (%(value)s)."
        ),
        held=_("The share of the centre's time limits that were kept %(outcome)s."),
        vacuous=_("Files were read from %(first)s to %(last)s; no time limit was due in them."),
        few=_(
            "Items about time limits of the centre in files read from %(first)s to %(last)s:"
            " %(n)s, and %(least)s are needed."
        ),
        gaps=_FILES | {"no_item": _NO_ITEM, "none_due": _("No time limit was due.")},
        of=_("%(count)s of %(n)s items"),
    ),
    "score_change_three_rounds": MetricWords(
        column=_("Change of the mean score"),
        test=_("%(test)s points"),
        told=_(
            "Mean score of the third round against the first, from %(first)s to %(last)s:"
            " %(value)s points over %(n)s files."
        ),
        held=_("The change of the mean score %(outcome)s."),
        few=_FEW_FILES,
        gaps=_FILES
        | {
            "too_few_rounds": _("There are not yet three rounds with enough files, up to %(last)s.")
        },
    ),
    "agreement_ac2": MetricWords(
        column=_("Agreement of second readings"),
        test=_("%(test)s (AC2)"),
        told=_(
            "Files of this area with a final result that two people read from %(first)s to"
            " %(last)s, at every centre: %(n)s; the grade bands that each of them gave agree by"
            " %(value)s (Gwet's AC2)."
        ),
        held=_("How far second readings agree %(outcome)s."),
        few=_(
            "Files of this area with a final result that were read twice and graded from %(first)s"
            " to %(last)s: %(n)s, and %(least)s are needed."
        ),
        gaps={
            "none_twice": _(
                "No file of this area with a final result was read by two people and graded by both"
                " from %(first)s to %(last)s."
            ),
            "relaxed": _RELAXED,
        },
    ),
    "share_double_rated_12m": MetricWords(
        column=_("Files read twice"),
        test=_("%(test)s of the files"),
        told=_(
            "Files of this area with a final result that were read from %(first)s to %(last)s, at"
            " every centre: %(n)s; read by two people: %(count)s (%(value)s)."
        ),
        held=_("The share of files read twice %(outcome)s."),
        few=_FEW_FILES,
        gaps=_FILES | {"relaxed": _RELAXED},
        of=OF_FILES,
    ),
    "share_actions_on_time_12m": MetricWords(
        column=_("Actions closed on time"),
        test=_("%(test)s closed on time"),
        told=_(
            "Actions that fell due from %(first)s to %(last)s, or before and are still open:"
            " %(n)s, done by their day and verified: %(count)s (%(value)s)."
        ),
        held=_("The share of actions closed on time %(outcome)s."),
        few=_(
            "Actions that fell due from %(first)s to %(last)s, or before and are still open:"
            " %(n)s, and %(least)s are needed."
        ),
        gaps={"none_due": _("No action fell due from %(first)s to %(last)s.")},
        of=_("%(count)s of %(n)s actions"),
    ),
}
"""Metric to its words."""
