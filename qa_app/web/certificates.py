"""For which areas the city accepts certificates, by the criteria in force."""

from qa_app.web.held_criteria import criteria_in_force


def certified_areas() -> frozenset[str]:
    """List the areas for which the city accepts certificates.

    Returns:
        Codes of areas.
    """
    return frozenset(one.area for one in criteria_in_force().terms.certificates)
