"""Every list of the register; each topic declares its own and is named here once."""

from qa_app.queries import (
    register_lists_centres,
    register_lists_competencies,
    register_lists_consultations,
    register_lists_posts,
    register_lists_records,
    register_lists_retraining,
    register_lists_service,
    register_lists_training,
    register_lists_workers,
)
from qa_app.queries.register_lists import ListTable

_TOPICS: tuple[tuple[ListTable, ...], ...] = (
    register_lists_centres.LIST_TABLES,
    register_lists_posts.LIST_TABLES,
    register_lists_workers.LIST_TABLES,
    register_lists_competencies.LIST_TABLES,
    register_lists_consultations.LIST_TABLES,
    register_lists_training.LIST_TABLES,
    register_lists_service.LIST_TABLES,
    register_lists_records.LIST_TABLES,
    register_lists_retraining.LIST_TABLES,
)

LIST_TABLES: dict[str, ListTable] = {
    table.listed.code: table for topic in _TOPICS for table in topic
}
"""Code of the list, as in its address, to the list and its table."""
