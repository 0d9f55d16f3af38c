"""Regions that places of the installation are, with their names."""

from collections.abc import Mapping

from flask_babel import gettext as _

from qa_app.domain.region_names import region_name, regions_of
from qa_app.domain.rubric import COUNTRY, Rubric
from qa_app.domain.text import LANGUAGES
from qa_app.extensions import database
from qa_app.queries.register import place_names
from qa_app.web.locale import page_language


def languages() -> tuple[str, ...]:
    """Give the languages of labels, that of the page first."""
    first = page_language()
    return (first, *(one for one in LANGUAGES if one != first))


def known_regions() -> dict[str, tuple[str, ...]]:
    """Give the regions that places of the installation are, names of the page's language first."""
    places = place_names(database())
    return regions_of(
        (code, tuple(name.in_language(one) for one in languages() if name.has(one)))
        for code, name in places
    )


def region_words(rubric: Rubric) -> Mapping[str, str]:
    """Name regions for a page that shows a rubric.

    Args:
        rubric: The rubric.

    Returns:
        Code to a name in the language of the page, the country as well; nothing where the rubric
        names no region and has no bands by region, so that no place is asked for.
    """
    if not rubric.band_sets and not rubric.band_region:
        return {}
    regions = known_regions()
    return {COUNTRY: str(_("China")), **{code: region_name(code, regions) for code in regions}}
