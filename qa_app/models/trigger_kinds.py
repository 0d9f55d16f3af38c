"""The kinds of triggers, and the conditions that they share."""

from dataclasses import dataclass


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


@dataclass(frozen=True, slots=True)
class Emptying:
    """Refusal to empty a table at once, which no trigger for rows would see.

    SQLite has no such statement: there it is a delete of every row.

    Attributes:
        name: Its name on PostgreSQL.
        table: The table it guards.
        message: What the database says when it refuses.
    """

    name: str
    table: str
    message: str

    def statements(self, dialect: str) -> tuple[str, ...]:
        """Give the statements that create it.

        Args:
            dialect: `sqlite` or `postgresql`.

        Returns:
            In order; nothing for SQLite.
        """
        if dialect == "sqlite":
            return ()
        function, _ = _on_postgresql(self.name, f"RAISE EXCEPTION '{self.message}';", "")
        when = f"BEFORE TRUNCATE ON {self.table} FOR EACH STATEMENT"
        return function, f"CREATE TRIGGER {self.name} {when} EXECUTE FUNCTION {self.name}()"


def changed(columns: tuple[str, ...]) -> str:
    """Say in SQL that a column changes.

    Args:
        columns: Columns of one table.

    Returns:
        A condition on OLD and NEW.
    """
    # quoted, because `by` is a word of PL/pgSQL
    return " OR ".join(f'OLD."{column}" IS DISTINCT FROM NEW."{column}"' for column in columns)


def changed_json(columns: tuple[str, ...]) -> str:
    """Say in SQL that a column of JSON changes.

    Args:
        columns: Columns of one table.

    Returns:
        A condition on OLD and NEW.
    """
    # PostgreSQL does not compare JSON, but its text
    return " OR ".join(
        f'CAST(OLD."{column}" AS TEXT) IS DISTINCT FROM CAST(NEW."{column}" AS TEXT)'
        for column in columns
    )


def _on_postgresql(name: str, body: str, when: str) -> tuple[str, str]:
    function = (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$"
        f" BEGIN {body} END $$"
    )
    return function, f"CREATE TRIGGER {name} {when} FOR EACH ROW EXECUTE FUNCTION {name}()"


def _sqlite(condition: str) -> str:
    # `IS NOT` is SQLite's null-safe comparison in every version we run on
    return condition.replace("IS DISTINCT FROM", "IS NOT")
