from qa_app.domain.criteria import asked_of, basis_for
from qa_app.domain.rubric import Basis, ConfirmedFor
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


def test_law_counts_as_law_only_where_it_is_confirmed_to_bind() -> None:
    law = a_criterion(
        basis=Basis.LAW, confirmed_for=ConfirmedFor(("social_work_agency",), "MPL#11", "statute")
    )
    assert basis_for(law, "social_work_agency") is Basis.LAW
    assert basis_for(law, "law_firm") is Basis.STANDARD
    for_all = a_criterion(basis=Basis.LAW, confirmed_for=ConfirmedFor(("all",), "MPL#103", "x"))
    assert basis_for(for_all, "law_firm") is Basis.LAW
    assert basis_for(a_criterion(), "law_firm") is Basis.PROPOSED
