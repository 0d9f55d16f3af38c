"""One save as the workspace's script sends it, and what it is answered."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response
from werkzeug.datastructures import MultiDict

from qa_app.domain.audit_entries import EntryChange, EntryKind
from qa_app.domain.background import background_of
from qa_app.domain.errors import InvalidError
from qa_app.domain.rubric import Rubric
from qa_app.web.asking.answers import typed_answer
from qa_app.web.asking.background import value_of
from qa_app.web.asking.taken import rule_words
from qa_app.web.numbers import whole_number

_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_OPERATION = re.compile(r"[A-Za-z0-9-]{8,40}")
ITEM_KINDS = frozenset({EntryKind.ANSWER, EntryKind.HOLISTIC, EntryKind.APPLICABLE})


@dataclass(slots=True)
class Sent:
    """A save as it was sent, read once its draft's rubric is known.

    Attributes:
        plain: JSON value.
        found: The rubric and the save, once it was read.
    """

    plain: Any
    found: tuple[Rubric, EntryChange] | None = None

    def read(self, rubric: Rubric) -> EntryChange:
        """Read it.

        Args:
            rubric: The draft's rubric.

        Returns:
            The save.

        Raises:
            InvalidError: As `change_from`.
        """
        change = change_from(rubric, self.plain)
        self.found = rubric, change
        return change

    def rule(self) -> str:
        """Say what the entry takes.

        Returns:
            A sentence; empty when the save could not even be read.
        """
        if self.found is None:
            return ""
        rubric, change = self.found
        return rule_words(rubric, change.kind, change.key)


def standing_answer(body: Mapping[str, object]) -> Response:
    """Answer a save, in as few bytes as JSON takes.

    Args:
        body: JSON values, nothing of them as it was sent and not yet checked.

    Returns:
        The answer.
    """
    return Response(_JSON(body), mimetype="application/json")


def change_from(rubric: Rubric, plain: Any) -> EntryChange:
    """Read a save.

    Args:
        rubric: The audit's rubric.
        plain: JSON value.

    Returns:
        The save.

    Raises:
        InvalidError: It is malformed (`malformed`), or names nothing that this rubric asks.
    """
    try:
        kind = EntryKind(plain["kind"])
        change = EntryChange(
            kind=kind,
            key=str(plain["key"]),
            value=_value(rubric, kind, str(plain["key"]), plain),
            base_revision=whole_number(plain["base"]),
            operation_id=str(plain["op"]),
            note=str(plain.get("note", "")),
            read=tuple(str(one) for one in plain.get("read", ())),
            seconds_spent=whole_number(plain.get("seconds", 0)),
            name_reason=_said(plain.get("keep")),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise InvalidError("malformed") from fault
    if not _OPERATION.fullmatch(change.operation_id):
        raise InvalidError("malformed")
    return change


def _said(plain: Any) -> str:
    return plain if isinstance(plain, str) else ""


def _value(rubric: Rubric, kind: EntryKind, key: str, plain: Mapping[str, Any]) -> Any:
    if kind in ITEM_KINDS:
        return typed_answer(rubric, kind, key, plain["value"])
    asked = next((one for one in background_of(rubric) if (one.kind, one.key) == (kind, key)), None)
    if asked is None:
        raise InvalidError("malformed")
    fields: MultiDict[str, str] = MultiDict(
        (str(name), str(value)) for name, value in plain["fields"]
    )
    return value_of(asked, fields)
