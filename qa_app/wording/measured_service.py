"""Words of what is measured from referrals, feedback, complaints and incidents."""

from qa_app.wording.catalogue import message as _
from qa_app.wording.measured_words import OF_PEOPLE, MetricWords

_NOTHING_DUE = _("Nothing fell due from %(first)s to %(last)s.")

SAID: dict[str, MetricWords] = {
    "share_judicial_referrals_on_time": MetricWords(
        column=_("Referrals in time"),
        test=_("%(test)s of the referrals"),
        told=_(
            "Of %(n)s referrals from bodies handling cases, %(count)s were accepted and started in"
            " time (%(value)s), from %(first)s to %(last)s: this %(outcome)s."
        ),
        held=_("The share of referrals accepted and started in time %(outcome)s."),
        few=_("%(n)s referrals from bodies handling cases fell due; %(least)s are needed to tell."),
        gaps={"nothing_due": _NOTHING_DUE},
        of=_("%(count)s of %(n)s referrals"),
    ),
    "share_first_meeting_on_time": MetricWords(
        column=_("First meetings in time"),
        test=_("%(test)s of the first meetings"),
        told=_(
            "Of %(n)s clients, %(count)s were first met in time after assignment (%(value)s), from"
            " %(first)s to %(last)s: this %(outcome)s."
        ),
        held=_("The share of first meetings in time %(outcome)s."),
        few=_("%(n)s first meetings fell due; %(least)s are needed to tell."),
        gaps={"nothing_due": _NOTHING_DUE},
        of=OF_PEOPLE,
    ),
    "share_complaints_on_time": MetricWords(
        column=_("Complaints answered in time"),
        test=_("%(test)s of the complaints"),
        told=_(
            "Of %(n)s complaints, %(count)s were answered in time (%(value)s), from %(first)s to"
            " %(last)s: this %(outcome)s."
        ),
        held=_("The share of complaints answered in time %(outcome)s."),
        few=_("%(n)s complaints fell due; %(least)s are needed to tell."),
        gaps={"nothing_due": _NOTHING_DUE},
        of=_("%(count)s of %(n)s complaints"),
    ),
    "satisfaction_mean": MetricWords(
        column=_("What children and caregivers think"),
        test=_("%(test)s of 5"),
        told=_(
            "%(n)s children and caregivers for whom asking was safe gave %(value)s of 5 on average,"
            " from %(first)s to %(last)s: this %(outcome)s."
        ),
        held=_("What children and caregivers think %(outcome)s."),
        few=_(
            "Answers of children and caregivers are counted in batches; %(n)s are counted,"
            " %(least)s are needed to tell."
        ),
        gaps={
            "few_replies": _(
                "Of those for whom asking was safe, too few answered from %(first)s to %(last)s:"
                " %(n)s."
            )
        },
    ),
    "unhandled_privacy_breaches_12m": MetricWords(
        column=_("Disclosures not handled"),
        test=_("%(test)s disclosures not handled"),
        told=_(
            "Of %(n)s confirmed disclosures of a child's identity, %(count)s were not handled under"
            " the rules, from %(first)s to %(last)s: this %(outcome)s."
        ),
        held=_("The number of disclosures not handled under the rules %(outcome)s."),
        few=_("%(n)s disclosures were confirmed; %(least)s are needed to tell."),
        gaps={
            "not_judged": _(
                "A reported disclosure waits for a supervisor to confirm or dismiss it."
            ),
            "no_statement": _(
                "The centre has not said lately that every incident known to it is recorded."
            ),
        },
        of=_("%(count)s of %(n)s disclosures"),
    ),
}
"""Metric to its words."""
