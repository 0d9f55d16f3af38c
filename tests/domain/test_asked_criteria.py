from qa_app.domain.asked_criteria import asked_as_rules, criteria_asked
from qa_app.domain.criteria_versions import content_of, file_of
from tests.criteria_drafts import the_file


def test_what_is_asked_of_an_area_and_kind_and_what_it_qualifies_there() -> None:
    full = file_of(content_of(the_file())).set_of("full")
    assert full is not None
    asked = criteria_asked(full, "legal_aid", "law_firm")
    # individual supervision has a variant for legal aid, supervisees per supervisor has none, and
    # its rubric has no item about reports
    codes = [one.code for one in asked]
    assert len(codes) == 22
    assert not {"E07", "E13"} & set(codes)
    metrics = {one.code: one.metric for one in asked}
    assert (metrics["E05"], metrics["E06"]) == (
        "caseload_vs_city_ceiling",
        "share_cases_consulted_6m",
    )
    rules = {one.code: one for one in asked_as_rules(asked)}
    assert rules["E08"].qualifies == {"E09", "E10", "E11", "E15", "E16"}
    candidate = file_of(content_of(the_file())).set_of("provisional")
    assert candidate is not None
    few = asked_as_rules(criteria_asked(candidate, "legal_aid", "law_firm"))
    # what qualifies criteria that are not asked qualifies none
    assert next(one.qualifies for one in few if one.code == "E08") == {"E09"}
