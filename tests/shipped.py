"""The rubric files that the product ships."""

NAMES = (
    "appropriate_adult",
    "family_education",
    "legal_aid",
    "one_stop_centre",
    "psychological_support",
    "qa_system_maturity",
    "reference/osri",
    "reference/weakest_grade",
    "social_investigation",
    "supervision_practice",
    "sw_case_management",
)
