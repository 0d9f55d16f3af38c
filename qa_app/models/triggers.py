"""What the database itself refuses: changes to the journal and to everything frozen.

And the one thing it does by itself: a new row of the journal moves the journal's head.

An Alembic batch operation drops a SQLite table's triggers without a word, so migrations
drop and create all of them around every run; a test compares what is declared here with
what stands in both databases.
"""

from sqlalchemy import Connection, inspect, text

from qa_app.models.asked_access import ACCESS_TRIGGERS
from qa_app.models.centre_register import CENTRE_REGISTER_TRIGGERS
from qa_app.models.competency_rows import COMPETENCY_TRIGGERS
from qa_app.models.criteria_sandbox import SANDBOX_TRIGGERS
from qa_app.models.criteria_versions import CRITERIA_TRIGGERS
from qa_app.models.escalation_triggers import ESCALATION_TRIGGERS
from qa_app.models.expert_rows import EXPERT_TRIGGERS
from qa_app.models.export_triggers import EXPORT_TRIGGERS
from qa_app.models.follow_up_triggers import FOLLOW_UP_TRIGGERS
from qa_app.models.populations import POPULATION_TRIGGERS
from qa_app.models.privacy_rows import PRIVACY_TRIGGERS
from qa_app.models.record_triggers import RECORD_TRIGGERS
from qa_app.models.register_decisions import DECISION_TRIGGERS
from qa_app.models.register_papers import PAPER_TRIGGERS
from qa_app.models.sealed_pass import with_pass
from qa_app.models.service_records import SERVICE_TRIGGERS
from qa_app.models.signing_keys import SIGNING_KEY_TRIGGERS
from qa_app.models.training_rows import TRAINING_TRIGGERS
from qa_app.models.trigger_kinds import (
    Consequence,
    Emptying,
    Trigger,
    changed,
    changed_json,
)
from qa_app.models.worker_rows import WORKER_TRIGGERS

FROZEN_AUDIT = (
    "centre_id",
    "area_code",
    "rubric_version_id",
    "case_file_id",
    "practitioner_id",
    "reader_id",
    "supplements_id",
    "supplement_asks",
    "reading",
    "replaces_id",
    "version_reason",
    "version_day",
    "sample_type",
    "drawn_as",
    "read_at",
    "reviewed_on",
    "signed_at",
    "signed_by",
    "status",
    "score_millionths",
    "band",
    "band_position",
    "stop_count",
    "gate_count",
    "explanation",
    "explanation_digest",
)
"""Columns of an audit that may not change once it is no draft any more; `assessors` too."""

FROZEN_DRAW = (
    "rubric_version_id",
    "frame_digest",
    "frame_count",
    "excluded_count",
    "frozen_at",
    "seed",
    "wanted_count",
    "drawn_at",
    "drawn_by",
)
"""Columns of a draw that may not change once it is drawn; `filters`, `frame` and `design` too.

Its session may: a cancelled session hands its draw on to the one that replaces it.
"""

FROZEN_RUBRIC = (
    "rubric_code",
    "version",
    "area_code",
    "kind",
    "unit",
    "access",
    "method",
    "is_hidden",
    "title_zh",
    "item_count",
    "fingerprint",
    "content",
    "published_at",
    "published_by",
    "written_by",
    "base_version_id",
)
"""Columns of a published version that may never change; its English title may follow later."""


_KEPT = "('signed', 'void', 'locked', 'replaced', 'dropped')"
_SETTLED = f"OLD.state IN {_KEPT}"
_OLD_STATE = "(SELECT state FROM audit WHERE audit.id = OLD.audit_id)"
_NEW_STATE = "(SELECT state FROM audit WHERE audit.id = NEW.audit_id)"

TRIGGERS: tuple[Trigger | Consequence | Emptying, ...] = (
    Trigger("journal_no_update", "journal", "UPDATE", "", "the journal is append-only"),
    Trigger(
        "journal_no_replace",
        "journal",
        "INSERT",
        "EXISTS (SELECT 1 FROM journal WHERE journal.seq = NEW.seq)",
        "the journal is append-only",
    ),
    Trigger(
        "journal_gap_free",
        "journal",
        "INSERT",
        "NOT EXISTS (SELECT 1 FROM journal_head WHERE journal_head.id = 1"
        " AND journal_head.seq = NEW.seq - 1 AND journal_head.hash = NEW.prev_hash)",
        "the journal goes on from its head",
    ),
    Trigger(
        "journal_no_delete",
        "journal",
        "DELETE",
        "NOT EXISTS (SELECT 1 FROM journal_checkpoint"
        " WHERE OLD.seq BETWEEN journal_checkpoint.first_seq AND journal_checkpoint.last_seq)",
        "the journal is append-only",
    ),
    Emptying("journal_no_truncate", "journal", "the journal is append-only"),
    Trigger(
        "journal_head_forward",
        "journal_head",
        "UPDATE",
        "NEW.seq < OLD.seq OR NEW.id <> OLD.id OR NOT EXISTS"
        " (SELECT 1 FROM journal WHERE journal.seq = NEW.seq AND journal.hash = NEW.hash)",
        "the journal only goes forward, from row to row",
    ),
    Consequence(
        "journal_moves_head",
        "journal",
        "UPDATE journal_head SET seq = NEW.seq, hash = NEW.hash WHERE id = 1",
    ),
    Trigger("journal_head_no_delete", "journal_head", "DELETE", "", "the journal keeps its head"),
    Emptying("journal_head_no_truncate", "journal_head", "the journal keeps its head"),
    Trigger("checkpoint_no_update", "journal_checkpoint", "UPDATE", "", "a checkpoint stays"),
    Trigger(
        "checkpoint_goes_on",
        "journal_checkpoint",
        "INSERT",
        "NEW.first_seq <> 1 + COALESCE((SELECT max(last_seq) FROM journal_checkpoint), 0)"
        " OR NEW.last_seq < NEW.first_seq OR NOT EXISTS (SELECT 1 FROM journal"
        " WHERE journal.seq = NEW.last_seq AND journal.hash = NEW.last_hash)",
        "a checkpoint goes on from the one before and ends with a row",
    ),
    Trigger("checkpoint_no_delete", "journal_checkpoint", "DELETE", "", "a checkpoint stays"),
    Emptying("checkpoint_no_truncate", "journal_checkpoint", "a checkpoint stays"),
    Trigger(
        "rubric_version_frozen",
        "rubric_version",
        "UPDATE",
        changed(FROZEN_RUBRIC),
        "a published rubric version is frozen",
    ),
    Trigger(
        "rubric_version_no_delete",
        "rubric_version",
        "DELETE",
        "",
        "a published rubric version is frozen",
    ),
    Trigger(
        "item_comparability_no_update",
        "item_comparability",
        "UPDATE",
        "",
        "what stays comparable is frozen with the version",
    ),
    Trigger(
        "item_comparability_no_delete",
        "item_comparability",
        "DELETE",
        "",
        "what stays comparable is frozen with the version",
    ),
    Trigger(
        "rubric_draft_settled",
        "rubric_draft",
        "UPDATE",
        "OLD.state IN ('published', 'discarded')",
        "a published or discarded draft stays as it is",
    ),
    Trigger(
        "audit_frozen",
        "audit",
        "UPDATE",
        f"{_SETTLED} AND NEW.state IN {_KEPT}"
        f" AND ({changed(FROZEN_AUDIT)} OR {changed_json(('assessors',))})",
        "a signed audit is frozen",
    ),
    Trigger(
        "audit_no_way_back",
        "audit",
        "UPDATE",
        "(OLD.state = 'void' AND NEW.state <> 'void') OR (OLD.state = 'signed'"
        " AND OLD.result_state = 'final'"
        " AND (NEW.state = 'draft' OR NEW.result_state IS DISTINCT FROM 'final'))",
        "a final or void audit does not become a draft or provisional",
    ),
    Trigger(
        "audit_void_by_two",
        "audit",
        "UPDATE",
        "OLD.state <> 'void' AND NEW.state = 'void' AND (NEW.void_reason IS NULL"
        " OR NEW.void_asked_by IS NULL OR NEW.voided_by IS NULL OR NEW.voided_at IS NULL)",
        "an audit becomes void for a reason, by one who asks and one who confirms",
    ),
    Trigger(
        "audit_kept_as_it_was",
        "audit",
        "UPDATE",
        "(OLD.state IN ('replaced', 'dropped') AND NEW.state <> OLD.state)"
        " OR (NEW.state = 'replaced' AND OLD.state NOT IN ('signed', 'replaced'))"
        " OR (NEW.state = 'locked' AND OLD.state NOT IN ('draft', 'locked'))"
        " OR (OLD.reading = 'second' AND NEW.state IN ('signed', 'replaced', 'void'))",
        "a reading that was replaced or given up stays, and a second reading never counts",
    ),
    Trigger("audit_no_delete", "audit", "DELETE", _SETTLED, "a signed audit is frozen"),
    Trigger(
        "audit_entry_frozen",
        "audit_entry",
        "UPDATE",
        f"{_OLD_STATE} IN {_KEPT}",
        "the entries of a signed audit are frozen",
    ),
    Trigger(
        "audit_entry_only_of_drafts",
        "audit_entry",
        "INSERT",
        f"{_NEW_STATE} IN {_KEPT}",
        "a signed audit takes no more entries",
    ),
    Trigger(
        "audit_entry_no_delete",
        "audit_entry",
        "DELETE",
        f"{_OLD_STATE} IN {_KEPT}",
        "the entries of a signed audit are frozen",
    ),
    Trigger(
        "draw_frozen",
        "draw",
        "UPDATE",
        "OLD.drawn_at IS NOT NULL"
        f" AND ({changed(FROZEN_DRAW)} OR {changed_json(('filters', 'frame', 'design'))})",
        "a drawn sample is frozen",
    ),
    Trigger(
        "draw_no_delete", "draw", "DELETE", "OLD.drawn_at IS NOT NULL", "a drawn sample is frozen"
    ),
    Trigger("drawn_file_no_update", "drawn_file", "UPDATE", "", "a drawn sample is frozen"),
    Trigger("drawn_file_no_delete", "drawn_file", "DELETE", "", "a drawn sample is frozen"),
    Trigger(
        "file_replacement_no_update", "file_replacement", "UPDATE", "", "replacements are kept"
    ),
    Trigger(
        "file_replacement_no_delete", "file_replacement", "DELETE", "", "replacements are kept"
    ),
    Trigger("audit_operation_no_update", "audit_operation", "UPDATE", "", "saves are kept"),
    Trigger("audit_operation_no_delete", "audit_operation", "DELETE", "", "saves are kept"),
    Trigger(
        "session_settled",
        "supervision_session",
        "UPDATE",
        "OLD.state IN ('held', 'cancelled') AND NEW.state <> OLD.state",
        "a session that was held or cancelled stays so",
    ),
    Trigger(
        "reading_pair_settled",
        "reading_pair",
        "UPDATE",
        "OLD.state IN ('settled', 'dissolved')",
        "a settled pair of readings stays as it is",
    ),
    Trigger("reading_pair_no_delete", "reading_pair", "DELETE", "", "pairs are kept"),
    Trigger(
        "pair_decision_no_update",
        "pair_decision",
        "UPDATE",
        "(SELECT state FROM reading_pair WHERE reading_pair.id = OLD.pair_id)"
        " IN ('settled', 'dissolved')",
        "what was decided about a pair of readings stays",
    ),
    Trigger(
        "pair_decision_no_delete",
        "pair_decision",
        "DELETE",
        "(SELECT state FROM reading_pair WHERE reading_pair.id = OLD.pair_id)"
        " IN ('settled', 'dissolved')",
        "what was decided about a pair of readings stays",
    ),
    Trigger(
        "supervisor_review_no_update",
        "supervisor_review",
        "UPDATE",
        "",
        "whom a review is about does not change",
    ),
    Trigger(
        "supervisor_review_no_delete",
        "supervisor_review",
        "DELETE",
        f"{_OLD_STATE} IN {_KEPT}",
        "whom a signed review is about is kept",
    ),
    Trigger(
        "region_review_no_update",
        "region_review",
        "UPDATE",
        "",
        "which region a review is about does not change",
    ),
    Trigger(
        "region_review_no_delete",
        "region_review",
        "DELETE",
        f"{_OLD_STATE} IN {_KEPT}",
        "which region a signed review is about is kept",
    ),
    Trigger(
        "region_evidence_no_update",
        "region_evidence",
        "UPDATE",
        "",
        "what was known at a signature stays",
    ),
    Trigger(
        "region_evidence_no_delete",
        "region_evidence",
        "DELETE",
        "",
        "what was known at a signature is kept",
    ),
    Trigger(
        "period_report_no_update", "period_report", "UPDATE", "", "a report that was made stays"
    ),
    Trigger(
        "period_report_no_delete", "period_report", "DELETE", "", "a report that was made stays"
    ),
    *FOLLOW_UP_TRIGGERS,
    *ESCALATION_TRIGGERS,
    *EXPORT_TRIGGERS,
    *RECORD_TRIGGERS,
    *POPULATION_TRIGGERS,
    *CRITERIA_TRIGGERS,
    *SANDBOX_TRIGGERS,
    *CENTRE_REGISTER_TRIGGERS,
    *EXPERT_TRIGGERS,
    *DECISION_TRIGGERS,
    *SIGNING_KEY_TRIGGERS,
    *PAPER_TRIGGERS,
    *WORKER_TRIGGERS,
    *COMPETENCY_TRIGGERS,
    *TRAINING_TRIGGERS,
    *SERVICE_TRIGGERS,
    *PRIVACY_TRIGGERS,
    *ACCESS_TRIGGERS,
)


def create_triggers(connection: Connection) -> None:
    """Create every trigger whose table exists.

    Args:
        connection: An open connection; nothing is committed here.
    """
    tables = set(inspect(connection).get_table_names())
    for trigger in TRIGGERS:
        if trigger.table in tables:
            for statement in with_pass(trigger, tables).statements(connection.dialect.name):
                connection.execute(text(statement))


def drop_triggers(connection: Connection) -> None:
    """Drop every trigger that stands.

    Args:
        connection: An open connection; nothing is committed here.
    """
    tables = set(inspect(connection).get_table_names())
    for trigger in TRIGGERS:
        if trigger.table in tables:
            on = "" if connection.dialect.name == "sqlite" else f" ON {trigger.table}"
            connection.execute(text(f"DROP TRIGGER IF EXISTS {trigger.name}{on}"))
