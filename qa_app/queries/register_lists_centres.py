"""Lists of what centres are and have, and of who advises them, with their tables."""

from typing import Final

from qa_app.domain.centre_lists import (
    DOCUMENTS,
    EXPERTS,
    POPULATION,
    PROFILES,
    SANCTION_LIST,
    VACANCIES,
)
from qa_app.domain.permissions import Permission
from qa_app.models.centre_register import (
    CentreDocumentRow,
    CentreProfileRow,
    CentreSanctionRow,
    VacancyRow,
)
from qa_app.models.expert_rows import ExpertRow
from qa_app.models.populations import PlacePopulationRow
from qa_app.queries.register_lists import ListTable

_READ = Permission.REGISTER_READ

LIST_TABLES: Final = (
    ListTable(PROFILES, CentreProfileRow, _READ, Permission.REGISTER_WRITE),
    ListTable(DOCUMENTS, CentreDocumentRow, _READ, Permission.REGISTER_WRITE),
    # a centre does not record what stands against it
    ListTable(SANCTION_LIST, CentreSanctionRow, _READ, Permission.REGISTER_KEEP),
    ListTable(VACANCIES, VacancyRow, _READ, Permission.REGISTER_WRITE),
    ListTable(POPULATION, PlacePopulationRow, _READ, Permission.REGISTER_KEEP),
    ListTable(EXPERTS, ExpertRow, _READ, Permission.REGISTER_KEEP),
)
"""Each with who reads it and who takes it in."""
