"""Words of what is measured from workers, training, caseload and supervision."""

from qa_app.wording.catalogue import message as _
from qa_app.wording.measured_words import OF_PEOPLE, MetricWords

_FEW_WORKERS = _("Workers looked at: %(n)s, and %(least)s are needed.")
_LIST_TOO_OLD = _(
    "The last case list is of %(last)s and too old to tell; the centre takes in a new one."
)
_NOBODY_HAS_CASES = _("By the case list of %(last)s no worker of the area has a case in hand.")
_CASELOAD_GAPS = {"list_too_old": _LIST_TOO_OLD, "nobody_has_cases": _NOBODY_HAS_CASES}

SAID: dict[str, MetricWords] = {
    "share_staff_checked_12m": MetricWords(
        column=_("Offence checks"),
        test=_("%(test)s of people in contact with children"),
        told=_(
            "People in contact with children: %(n)s, with a clear answer about their offence"
            " record from the last 12 months: %(count)s (%(value)s)."
        ),
        held=_("The share of people whose offence record was checked in 12 months %(outcome)s."),
        few=_FEW_WORKERS,
        of=OF_PEOPLE,
    ),
    "share_staff_certified": MetricWords(
        column=_("Certificates"),
        test=_("%(test)s of the workers"),
        told=_(
            "Workers of the area: %(n)s, with a certificate of the city's table in force:"
            " %(count)s (%(value)s)."
        ),
        held=_("The share of workers with a certificate %(outcome)s."),
        few=_FEW_WORKERS,
        of=OF_PEOPLE,
    ),
    "share_trained_pro_rata": MetricWords(
        column=_("Training on child victims"),
        test=_("%(test)s of the workers"),
        told=_(
            "Workers long enough in post: %(n)s, with the hours of training that their months in"
            " post ask, from %(first)s to %(last)s: %(count)s (%(value)s)."
        ),
        held=_("The share of workers with enough hours of training %(outcome)s."),
        few=_FEW_WORKERS,
        of=OF_PEOPLE,
    ),
    "caseload_p90": MetricWords(
        column=_("Cases for each full-time worker"),
        test=_("%(test)s cases for each full-time worker"),
        told=_(
            "By the case list of %(last)s nine of ten workers have at most %(value)s cases in hand"
            " for each full-time post (90th percentile by the nearest rank); workers with cases:"
            " %(n)s."
        ),
        held=_("Cases in hand for each full-time worker: this %(outcome)s."),
        few=_FEW_WORKERS,
        gaps=_CASELOAD_GAPS,
    ),
    "caseload_vs_city_ceiling": MetricWords(
        column=_("Cases against the city's ceiling"),
        test=_("%(test)s times the city's ceiling"),
        told=_(
            "By the case list of %(last)s the 90th percentile of cases for each full-time worker"
            " (nearest rank) is %(value)s times the ceiling of the city; workers with cases: %(n)s."
        ),
        held=_("Cases in hand against the city's ceiling: this %(outcome)s."),
        few=_FEW_WORKERS,
        gaps=_CASELOAD_GAPS
        | {"no_ceiling": _("The city has set no ceiling of cases for this area.")},
    ),
    "share_supervision_held_6m": MetricWords(
        column=_("Supervision held"),
        test=_("%(test)s of the sessions due"),
        told=_(
            "Individual supervision sessions due from %(first)s to %(last)s: %(n)s, held:"
            " %(count)s (%(value)s)."
        ),
        held=_("The share of supervision sessions that were held %(outcome)s."),
        few=_(
            "Individual supervision sessions due from %(first)s to %(last)s: %(n)s, and %(least)s"
            " are needed."
        ),
        vacuous=_("No individual supervision session was due from %(first)s to %(last)s."),
        of=_("%(count)s of %(n)s sessions"),
    ),
    "supervisees_per_supervisor": MetricWords(
        column=_("People for each supervisor"),
        test=_("%(test)s people for each supervisor"),
        told=_(
            "Supervisors of the area's workers: %(n)s; they supervise %(count)s people in all,"
            " wherever these work: %(value)s for each."
        ),
        held=_("How many people each supervisor supervises: this %(outcome)s."),
        few=_("Supervisors looked at: %(n)s, and %(least)s are needed."),
        gaps={
            "nobody_supervises": _("Nobody supervises the workers of this area by an agreement.")
        },
        of=_("%(count)s people, %(n)s supervisors"),
    ),
}
"""Metric to its words."""
