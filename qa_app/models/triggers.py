"""What the database itself refuses: changes to the journal and to everything frozen.

And the one thing it does by itself: a new row of the journal moves the journal's head.

An Alembic batch operation drops a SQLite table's triggers without a word, so migrations
drop and create all of them around every run; a test compares what is declared here with
what stands in both databases.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, inspect, text

FROZEN_AUDIT = (
    "centre_id",
    "area_code",
    "rubric_version_id",
    "case_file_id",
    "reader_id",
    "supplements_id",
    "version_reason",
    "version_day",
    "sample_type",
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
"""Columns of an audit that may not change while it stays signed or void; `assessors` too."""

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


FROZEN_ACTION = (
    "finding_id",
    "audit_id",
    "centre_id",
    "practitioner_id",
    "rubric_code",
    "kind",
    "owner",
    "is_structural",
    "what",
    "evidence",
    "wanted_on",
)
"""Columns of an action that never change once written; `items` and `best` neither.

While its reading is a draft, the whole sheet is written anew.
"""

FROZEN_OBJECTION = ("audit_id", "ground", "body", "raised_at", "raised_by")
"""Columns of an objection that never change."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """One refusal.

    Attributes:
        name: Its name in both databases.
        table: The table it guards.
        action: `INSERT`, `UPDATE` or `DELETE`.
        when: Condition on OLD and NEW, portable SQL; empty = always.
        message: What the database says when it refuses.
    """

    name: str
    table: str
    action: str
    when: str
    message: str

    def statements(self, dialect: str) -> tuple[str, ...]:
        """Give the statements that create it.

        Args:
            dialect: `sqlite` or `postgresql`.

        Returns:
            In order.
        """
        if dialect == "sqlite":
            when = f" WHEN ({self.when})" if self.when else ""
            create = (
                f"CREATE TRIGGER {self.name} BEFORE {self.action} ON {self.table}"
                f" FOR EACH ROW{_sqlite(when)} BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
            )
            return (create,)
        # PostgreSQL allows no subquery in WHEN, so the condition stands in the function
        kept = "OLD" if self.action == "DELETE" else "NEW"
        body = (
            f"IF {self.when or 'TRUE'} THEN RAISE EXCEPTION '{self.message}'; END IF;"
            f" RETURN {kept};"
        )
        return _on_postgresql(self.name, body, f"BEFORE {self.action} ON {self.table}")


@dataclass(frozen=True, slots=True)
class Consequence:
    """One statement that follows every new row of a table, in the same transaction.

    Attributes:
        name: Its name in both databases.
        table: The table whose new rows it follows.
        does: The statement, portable SQL on NEW.
    """

    name: str
    table: str
    does: str

    def statements(self, dialect: str) -> tuple[str, ...]:
        """Give the statements that create it.

        Args:
            dialect: `sqlite` or `postgresql`.

        Returns:
            In order.
        """
        when = f"AFTER INSERT ON {self.table}"
        if dialect == "sqlite":
            return (f"CREATE TRIGGER {self.name} {when} FOR EACH ROW BEGIN {self.does}; END",)
        return _on_postgresql(self.name, f"{self.does}; RETURN NULL;", when)


def _changed(columns: tuple[str, ...]) -> str:
    return " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)


def _changed_json(columns: tuple[str, ...]) -> str:
    # PostgreSQL does not compare JSON, but its text
    return " OR ".join(
        f"CAST(OLD.{column} AS TEXT) IS DISTINCT FROM CAST(NEW.{column} AS TEXT)"
        for column in columns
    )


_SETTLED = "OLD.state IN ('signed', 'void')"

TRIGGERS: tuple[Trigger | Consequence, ...] = (
    Trigger("journal_no_update", "journal", "UPDATE", "", "the journal is append-only"),
    Trigger(
        "journal_no_replace",
        "journal",
        "INSERT",
        "EXISTS (SELECT 1 FROM journal WHERE journal.seq = NEW.seq)",
        "the journal is append-only",
    ),
    Trigger("journal_no_delete", "journal", "DELETE", "", "the journal is append-only"),
    Trigger(
        "journal_head_forward",
        "journal_head",
        "UPDATE",
        "NEW.seq < OLD.seq",
        "the journal only goes forward",
    ),
    Consequence(
        "journal_moves_head",
        "journal",
        "UPDATE journal_head SET seq = NEW.seq, hash = NEW.hash WHERE id = 1",
    ),
    Trigger("journal_head_no_delete", "journal_head", "DELETE", "", "the journal keeps its head"),
    Trigger(
        "rubric_version_frozen",
        "rubric_version",
        "UPDATE",
        _changed(FROZEN_RUBRIC),
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
        f"{_SETTLED} AND NEW.state IN ('signed', 'void')"
        f" AND ({_changed(FROZEN_AUDIT)} OR {_changed_json(('assessors',))})",
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
    Trigger("audit_no_delete", "audit", "DELETE", _SETTLED, "a signed audit is frozen"),
    Trigger(
        "audit_entry_frozen",
        "audit_entry",
        "UPDATE",
        "(SELECT state FROM audit WHERE audit.id = OLD.audit_id) IN ('signed', 'void')",
        "the entries of a signed audit are frozen",
    ),
    Trigger(
        "audit_entry_only_of_drafts",
        "audit_entry",
        "INSERT",
        "(SELECT state FROM audit WHERE audit.id = NEW.audit_id) IN ('signed', 'void')",
        "a signed audit takes no more entries",
    ),
    Trigger(
        "audit_entry_no_delete",
        "audit_entry",
        "DELETE",
        "(SELECT state FROM audit WHERE audit.id = OLD.audit_id) IN ('signed', 'void')",
        "the entries of a signed audit are frozen",
    ),
    Trigger(
        "draw_frozen",
        "draw",
        "UPDATE",
        "OLD.drawn_at IS NOT NULL"
        f" AND ({_changed(FROZEN_DRAW)} OR {_changed_json(('filters', 'frame', 'design'))})",
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
    *(
        Trigger(f"{table}_no_{verb}", table, verb.upper(), "", message)
        for table, message in (
            ("finding_answer", "what was answered stays"),
            ("action_step", "the course of an action stays"),
        )
        for verb in ("update", "delete")
    ),
    Trigger(
        "finding_only_of_drafts",
        "finding",
        "INSERT",
        "(SELECT state FROM audit WHERE audit.id = NEW.audit_id) <> 'draft'",
        "a signed audit takes no more findings",
    ),
    *(
        Trigger(
            f"finding_no_{verb}",
            "finding",
            verb.upper(),
            "(SELECT state FROM audit WHERE audit.id = OLD.audit_id) <> 'draft'",
            "the findings of a signed audit are frozen",
        )
        for verb in ("update", "delete")
    ),
    Trigger(
        "corrective_action_frozen",
        "corrective_action",
        "UPDATE",
        _changed(FROZEN_ACTION) + " OR " + _changed_json(("items", "best")),
        "what has to be done stays as it was signed",
    ),
    Trigger(
        "corrective_action_no_delete",
        "corrective_action",
        "DELETE",
        "OLD.state <> 'draft'",
        "an action that was opened stays",
    ),
    Trigger(
        "objection_settled",
        "objection",
        "UPDATE",
        f"OLD.state IN ('upheld', 'amended') OR {_changed(FROZEN_OBJECTION)}",
        "an objection stays as it was raised and decided",
    ),
    Trigger("objection_no_delete", "objection", "DELETE", "", "an objection stays"),
    Trigger(
        "amendment_settled",
        "amendment",
        "UPDATE",
        "OLD.state <> 'asked' OR NEW.asked_by IS DISTINCT FROM OLD.asked_by"
        " OR NEW.settled_by = NEW.asked_by",
        "an amendment is settled once, by a second person",
    ),
    Trigger("amendment_no_delete", "amendment", "DELETE", "", "an amendment stays"),
)


def create_triggers(connection: Connection) -> None:
    """Create every trigger whose table exists.

    Args:
        connection: An open connection; nothing is committed here.
    """
    tables = set(inspect(connection).get_table_names())
    for trigger in TRIGGERS:
        if trigger.table in tables:
            for statement in trigger.statements(connection.dialect.name):
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


def standing_triggers(connection: Connection) -> frozenset[str]:
    """List the triggers that the database has.

    Args:
        connection: An open connection.

    Returns:
        Their names, without those that PostgreSQL makes for foreign keys.
    """
    if connection.dialect.name == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    return frozenset(connection.execute(text(query)).scalars())


def _on_postgresql(name: str, body: str, when: str) -> tuple[str, str]:
    function = (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$"
        f" BEGIN {body} END $$"
    )
    return function, f"CREATE TRIGGER {name} {when} FOR EACH ROW EXECUTE FUNCTION {name}()"


def _sqlite(condition: str) -> str:
    # `IS NOT` is SQLite's null-safe comparison in every version we run on
    return condition.replace("IS DISTINCT FROM", "IS NOT")
