"""Codes of rubrics and audits that have a name of their own."""

from qa_app.domain.audit_report import Standing
from qa_app.domain.rubric import Assessor, Basis, Critical, Method
from qa_app.domain.rubric_limits import Responsible
from qa_app.domain.totals import SampleType
from qa_app.wording.catalogue import message as _

STANDINGS: dict[Standing, str] = {
    Standing.PROVISIONAL: _("Provisional"),
    Standing.FINAL: _("Final"),
    Standing.VOID: _("Void"),
    Standing.SECOND: _("Second reading"),
    Standing.REPLACED: _("Replaced"),
}
SAMPLE_TYPES: dict[SampleType, str] = {
    SampleType.RANDOM: _("drawn at random"),
    SampleType.CENSUS: _("all of them"),
    SampleType.PURPOSIVE: _("chosen on purpose"),
    SampleType.IMPORTED: _("imported, not read with this platform"),
    SampleType.SUPPLEMENT: _("supplementary: new and changed items only, in no total"),
    SampleType.QUARTER: _("a supervisor's quarter: no result of a centre, in no total"),
    SampleType.YEAR: _("a region's year: no result of a centre, in no total"),
}
CRITICALS: dict[Critical, str] = {
    Critical.STOP: _("Red line"),
    Critical.GATE: _("Must pass"),
}
ASSESSORS: dict[Assessor, str] = {
    Assessor.CENTRE: _("reviewer"),
    Assessor.SUPERVISOR: _("supervisor from outside the centre"),
    Assessor.JUDICIAL: _("judicial officer on site"),
}
BASES: dict[Basis, str] = {
    Basis.LAW: _("law"),
    Basis.RULE: _("rule"),
    Basis.STANDARD: _("standard"),
    Basis.BENCHMARK: _("benchmark of another region"),
    Basis.PROPOSED: _("proposed"),
}
METHODS: dict[Method, str] = {
    Method.WEIGHTED_SECTIONS: _("weighted sections"),
    Method.DEDUCTION: _("points taken off a full total"),
    Method.DIMENSION_PROFILE: _("profile of dimensions, the lowest counts"),
    Method.LOWEST: _("the lowest grade counts"),
    Method.RULES: _("ratings by rules"),
}
RESPONSIBLES: dict[Responsible, str] = {
    Responsible.CENTRE: _("the centre"),
    Responsible.JUDICIAL: _("the judicial body"),
    Responsible.LEGAL_AID_INSTITUTION: _("the legal aid institution"),
}
CODES: dict[str, str] = {
    "kind:case_file": _("case file"),
    "kind:site": _("centre visit"),
    "kind:practice": _("practice"),
    "kind:system": _("system"),
    "unit:case": _("one case"),
    "unit:attendance": _("one attendance"),
    "unit:centre_visit": _("one visit to a centre"),
    "unit:region_year": _("one region and year"),
    "unit:supervisor_quarter": _("one supervisor and quarter"),
    "unit:supervisee": _("one supervisee"),
    "unit:inspection": _("one inspection"),
    "tag:safety": _("safety"),
    "tag:voice": _("the child's voice"),
    "tag:timeliness": _("timeliness"),
    "tag:consent": _("consent"),
    "tag:confidentiality": _("confidentiality"),
    "tag:do_no_harm": _("do no harm"),
    "tag:mandatory_report": _("mandatory report"),
    "tag:multi_agency": _("working with other agencies"),
    "tag:record": _("records"),
    "tag:outcome": _("outcome"),
    "tag:supervision": _("supervision"),
    "bound:social_work_agency": _("social work agencies"),
    "bound:law_firm": _("law firms"),
    "bound:legal_aid_institution": _("legal aid institutions"),
    "bound:counselling_provider": _("counselling providers"),
    "bound:family_education_body": _("family education bodies"),
    "bound:one_stop_operator": _("operators of one-stop centres"),
    "bound:rescue_or_welfare_institution": _("rescue and welfare institutions"),
    "bound:medical_institution": _("medical institutions"),
    "bound:mass_organisation": _("mass organisations"),
    "bound:university": _("universities"),
    "bound:judicial": _("judicial bodies"),
    "bound:all": _("every organisation"),
    "rating:strength": _("Strength"),
    "rating:ani": _("Area needing improvement"),
    "rating:na": _("Not applicable"),
    "rating:substantial": _("Substantially achieved"),
    "rating:partial": _("Partially achieved"),
    "rating:not_achieved": _("Not achieved"),
    "answer:yes_": _("Yes"),
    "answer:no_": _("No"),
    "answer:na": _("Not applicable"),
    "answer:over_weekly": _("More than once a week"),
    "answer:weekly": _("Once a week"),
    "answer:twice_monthly": _("Twice a month"),
    "answer:monthly": _("Once a month"),
    "answer:under_monthly": _("Less than once a month"),
    "answer:never": _("Never"),
    "noted:item_rationale": _("Why an item is rated as it is"),
    "noted:case_file": _("Case file"),
    "noted:mother": _("Mother"),
    "noted:father": _("Father"),
    "noted:foster_parent": _("Foster parent"),
    "noted:child": _("Child"),
    "noted:worker_or_supervisor": _("Worker or supervisor"),
    "noted:other": _("Other"),
    "source:read": _("read in full"),
    "source:partly": _("read in part"),
    "source:title-only": _("seen by title only"),
}
"""Subject and code to name; a code that is not here is shown as it stands."""

UNITS = tuple(key.removeprefix("unit:") for key in CODES if key.startswith("unit:"))
"""What one review may cover, as forms offer it."""
