"""Words of what is measured from documents and consultations."""

from qa_app.wording.catalogue import message as _
from qa_app.wording.measured_words import MetricWords

SAID: dict[str, MetricWords] = {
    "centre_document_valid": MetricWords(
        column=_("Papers that hold"),
        test=_("all papers hold"),
        told=_("Of %(n)s papers that are asked for, %(count)s hold on %(last)s. This %(outcome)s."),
        held=_("What the papers say %(outcome)s."),
        few=_("Fewer than %(least)s papers are asked for."),
        of=_("%(count)s of %(n)s papers"),
    ),
    "share_cases_consulted_6m": MetricWords(
        column=_("Cases put to an expert or discussed"),
        test=_("%(test)s of the cases of six months"),
        told=_(
            "From %(first)s to %(last)s there were %(n)s cases, and %(count)s (%(value)s) were put"
            " to an expert or discussed by several. This %(outcome)s."
        ),
        held=_("The share of cases put to an expert or discussed %(outcome)s."),
        few=_("From %(first)s to %(last)s there were %(n)s cases, and %(least)s are needed."),
        of=_("%(count)s of %(n)s cases"),
    ),
}
"""Metric to its words."""
