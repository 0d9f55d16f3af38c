from qa_app.domain.criteria import asked_of
from tests.criteria import a_criterion


def test_asked_everywhere_unless_areas_or_kinds_are_named() -> None:
    everywhere = a_criterion()
    assert asked_of(everywhere, "legal_aid", "law_firm") is everywhere
    only = a_criterion(areas=("social_work",), kinds=("social_work_agency",))
    assert asked_of(only, "social_work", "social_work_agency") is only
    assert asked_of(only, "legal_aid", "social_work_agency") is None
    assert asked_of(only, "social_work", "university") is None


def test_the_first_variant_that_fits_takes_its_place() -> None:
    first = a_criterion(kinds=("law_firm",), min_n=1)
    second = a_criterion(areas=("legal_aid",), min_n=2)
    base = a_criterion(areas=("social_work",), variants=(first, second))
    assert asked_of(base, "legal_aid", "law_firm") is first
    assert asked_of(base, "legal_aid", "university") is second
    assert asked_of(base, "social_work", "university") is base
    assert asked_of(base, "psychological", "university") is None
