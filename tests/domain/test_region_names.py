"""Regions by the names of places."""

import pytest

from qa_app.domain.region_names import (
    nearest_region,
    official_code,
    region_from,
    region_name,
    regions_of,
)

PLACES = (
    ("530000", ("云南省", "Yunnan")),
    ("530100", ("昆明市", "Kunming")),
    ("530102", ("五华区", "Wuhua District")),
    ("320106", ("鼓楼区", "Gulou")),
    ("350102", ("鼓楼区", "Gulou in Fuzhou")),
    ("north", ("北方", "North")),
)
REGIONS = regions_of(PLACES)


def test_places_are_regions() -> None:
    assert list(REGIONS) == ["CN-53", "CN-5301", "CN-530102", "CN-320106", "CN-350102"]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("云南", "CN-53"),
        ("云南省", "CN-53"),
        ("yunnan", "CN-53"),
        (" 昆明市 ", "CN-5301"),
        ("五华区", "CN-530102"),
        ("530102", "CN-530102"),
        ("CN-53", "CN-53"),
        ("CN-33", "CN-33"),
        ("鼓楼区", "鼓楼区"),
        ("火星", "火星"),
        ("", ""),
    ],
)
def test_a_name_leads_to_its_code(typed: str, code: str) -> None:
    assert region_from(typed, REGIONS) == code


@pytest.mark.parametrize(
    ("region", "code"),
    [
        ("CN-53", "530000"),
        ("CN-5301", "530100"),
        ("CN-530102", "530102"),
        ("CN", None),
        ("", None),
        ("INT", None),
        ("530102", None),
        ("CN-531", None),
        ("CN-53010203", None),
        ("CN-", None),
    ],
)
def test_a_region_is_the_place_of_an_official_code(region: str, code: str | None) -> None:
    assert official_code(region) == code


def test_and_back() -> None:
    assert region_name("CN-53", REGIONS) == "云南省"
    assert region_name("CN-320106", REGIONS) == "Gulou"
    assert region_name("CN-99", REGIONS) == "CN-99"


@pytest.mark.parametrize(
    ("region", "given", "found"),
    [
        ("CN-53", ["default", "CN-53"], "CN-53"),
        # what is given for a province counts in its cities and districts, and the country's everywhere
        ("CN-5301", ["default", "CN-53", "CN"], "CN-53"),
        ("CN-530102", ["CN", "CN-53", "CN-5301"], "CN-5301"),
        ("CN-11", ["CN", "CN-53"], "CN"),
        ("CN-5301", ["CN-5301", "CN-53"], "CN-5301"),
        # not the other way round, nor by half a code
        ("CN-53", ["CN-5301"], None),
        ("CN", ["CN-53"], None),
        ("CN-531", ["CN-53"], None),
        ("CN-53", ["CN-5", "C", "default"], None),
        ("GB-SCT", ["CN", "GB"], "GB"),
        ("CN-53", [], None),
    ],
)
def test_the_smallest_region_around_counts(
    region: str, given: list[str], found: str | None
) -> None:
    assert nearest_region(region, given) == found
