from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from qa_app.domain.problems import Severity
from qa_app.domain.rubric_check import check_rubric
from qa_app.domain.rubric_freeze import fingerprint_of, freeze, resolve
from qa_app.domain.rubric_unfreeze import unfreeze
from tests.builders import LIBRARY, a_file, item, section, words

CAP = {"when": {"answer": "A1", "is": "unmet"}, "at_most": "C"}
YUNNAN = [
    {"code": code, "from": start, **words(code)}
    for code, start in (("A", 85), ("B", Fraction(145, 2)), ("C", 50), ("D", 0))
]


def errors(plain: Any) -> list[tuple[str, tuple[str | int, ...]]]:
    return [(p.code, p.path) for p in check_rubric(plain, LIBRARY) if p.severity is Severity.ERROR]


def by_region(**fields: Any) -> dict[str, Any]:
    return a_file(
        bands={"yn4": YUNNAN},
        scoring={"bands": {"default": "std4", "CN-53": "yn4"}, "caps": [CAP]},
        **fields,
    )


@pytest.mark.parametrize(
    ("scoring", "code", "at"),
    [
        ({"caps": []}, "too_few_entries", ("scoring", "caps")),
        ({"caps": [{"when": CAP["when"]}]}, "missing_field", ("scoring", "caps", 0)),
        ({"caps": [{**CAP, "at_most": "E"}]}, "unknown_band", ("scoring", "caps", 0, "at_most")),
        ({"caps": [{**CAP, "when": {"answer": "Z", "is": "met"}}]}, "unknown_answer", ("scoring", "caps", 0, "when", "answer")),
        ({"caps": [{**CAP, "when": {"answer": "A1", "is": "good"}}]}, "value_does_not_fit", ("scoring", "caps", 0, "when", "is")),
        ({"caps": [{**CAP, "when": {"fact": "closed", "is": True}}]}, "cap_without_item", ("scoring", "caps", 0, "when")),
        ({"caps": [{**CAP, "when": {"not": {"answer": "A2", "is": "met"}}}]}, "cap_per_case", ("scoring", "caps", 0, "when", "not", "answer")),
        ({"caps": [CAP], "method": "lowest"}, "only_with_bands", ("scoring", "caps")),
        ({"caps": [CAP], "method": "dimension_profile"}, "only_with_bands", ("scoring", "caps")),
        ({"total": 3}, "unknown_field", ("scoring", "total")),
        ({"method": "deduction"}, "weights_do_not_add_up", ("scoring",)),
        ({"method": "deduction", "total": 3}, "weights_do_not_add_up", ("scoring", "total")),
        ({"method": "deduction", "total": 0}, "out_of_bounds", ("scoring", "total")),
        ({"bands": {"CN-53": "std4"}}, "missing_field", ("scoring", "bands")),
        ({"bands": {"default": "std4", "CN-53": "no"}}, "unknown_bands", ("scoring", "bands", "CN-53")),
        ({"bands": {"default": "std4", "CN-53": "two"}}, "bands_differ", ("scoring", "bands", "CN-53")),
        ({"bands": ["std4"]}, "not_a_code", ("scoring", "bands")),
    ],
)  # fmt: skip
def test_faults_of_scoring(scoring: dict[str, Any], code: str, at: tuple[str | int, ...]) -> None:
    plain = a_file(
        section("A", item("A1"), item("A2", per_case=True, share={"met": 1, "partly": 0})),
        facts=[{"id": "closed", "type": "bool", **words("已结案")}],
        case_sample={"unit": "case", "size": 3},
        bands={"two": YUNNAN[:1] + YUNNAN[3:]},
        scoring=scoring,
    )
    assert (code, at) in errors(plain)


def test_sections_of_a_deduction_weigh_what_their_items_weigh() -> None:
    items = [item("A1", weight=60), item("A2", weight=40)]
    plain = a_file(section("A", *items, weight=7), scoring={"method": "deduction"})
    assert errors(plain) == [("section_weight_differs", ("sections", 0, "weight"))]
    plain["sections"][0]["weight"] = 100
    given = resolve(plain, LIBRARY)
    del plain["sections"][0]["weight"]
    assert errors(plain) == []
    assert resolve(plain, LIBRARY) == given
    assert unfreeze(given, LIBRARY) == plain
    assert ("missing_field", ("sections", 0)) in errors({**plain, "scoring": a_file()["scoring"]})


def test_bands_of_a_region_count_where_it_is_published() -> None:
    plain = by_region()
    assert errors(plain) == []
    here, there = (freeze(plain, LIBRARY, region) for region in ("CN-53", "CN-11"))
    assert [band.start_pct for band in here.bands] == [85, Fraction(145, 2), 50, 0]
    assert [band.start_pct for band in there.bands] == [90, 80, 60, 0]
    assert (here.band_region, there.band_region) == ("CN-53", "CN-11")
    assert here.fingerprint != there.fingerprint
    content = resolve(plain, LIBRARY, "CN-53")
    again = unfreeze(content, LIBRARY)
    # the file says for which region it was published, so that it stays the same version elsewhere
    assert again["region"] == "CN-53"
    assert errors(again) == []
    for region in ("CN-53", "CN-11", "CN"):
        assert fingerprint_of(resolve(again, LIBRARY, region)) == fingerprint_of(content)


def test_a_region_may_be_named_with_bands_by_region_and_without() -> None:
    assert errors(a_file(region="CN-53")) == []
    assert resolve(a_file(region="CN-5301"), LIBRARY, "CN-53")["region"] == "CN-5301"
    assert "region" not in resolve(a_file(), LIBRARY, "CN-53")
    assert errors(by_region(region="CN-53")) == []


def test_bands_of_a_province_count_in_its_cities_unless_they_have_their_own() -> None:
    plain = by_region()
    city, whole = freeze(plain, LIBRARY, "CN-5301"), freeze(plain, LIBRARY, "CN")
    assert [band.start_pct for band in city.bands] == [85, Fraction(145, 2), 50, 0]
    assert city.band_region == "CN-5301"
    assert [band.start_pct for band in whole.bands] == [90, 80, 60, 0]
    own = plain | {"scoring": plain["scoring"] | {"bands": {**plain["scoring"]["bands"]}}}
    own["scoring"]["bands"]["CN-5301"] = own["scoring"]["bands"]["default"]
    assert errors(own) == []
    assert [band.start_pct for band in freeze(own, LIBRARY, "CN-5301").bands] == [90, 80, 60, 0]
    # and for a file that says for which city it is
    named = by_region(region="CN-5301")
    assert freeze(named, LIBRARY, "CN-11").bands == city.bands
    again = unfreeze(resolve(plain, LIBRARY, "CN-5301"), LIBRARY)
    assert freeze(again, LIBRARY, "CN-11").fingerprint == city.fingerprint


def test_a_place_that_is_no_region_is_a_fault() -> None:
    plain = by_region()
    plain["scoring"]["bands"]["Yunnan"] = plain["scoring"]["bands"].pop("CN-53")
    assert errors(plain) == [("not_a_region", ("scoring", "bands", "Yunnan"))]
    plain["scoring"]["bands"]["云南"] = plain["scoring"]["bands"].pop("Yunnan")
    assert errors(plain) == [("not_a_region", ("scoring", "bands", "云南"))]
    assert errors(by_region(region="Yunnan")) == [("not_a_region", ("region",))]


@pytest.mark.parametrize(("region", "told"), [("CN-5301", False), ("CN-5399", True), ("CN", False)])
def test_a_region_that_is_no_place_of_the_installation_is_doubted(region: str, told: bool) -> None:
    here = replace(LIBRARY, is_place="CN-5301".__eq__)
    found = [
        (one.code, one.path, one.severity, one.params)
        for one in check_rubric(a_file(region=region), here)
        if one.code == "region_not_here"
    ]
    doubt = ("region_not_here", ("region",), Severity.WARNING, {"value": region})
    assert found == [doubt] * told
    # where nobody knows the places of an installation nothing is said
    assert check_rubric(a_file(region=region), LIBRARY) == check_rubric(a_file(), LIBRARY)
