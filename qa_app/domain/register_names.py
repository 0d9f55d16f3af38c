"""What the register, the act, the paper and the bodies are called in one installation."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from qa_app.domain.defaults import REGISTER_NAME_MOST
from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError
from qa_app.domain.register_terms import Names
from qa_app.domain.text import BilingualText

NAMED: Final = ("register", "act_list", "act_defer", "act_remove", "paper", "body", "appeal")
"""What a city may name; the line that says what results are not stays as it is."""

FORBIDDEN: Final = ("认可", "认证", "司法部门")
"""Words that no paper may use: the register certifies nobody."""


def names_with(names: Names, agreed: Mapping[str, BilingualText]) -> Names:
    """Put the names that a city agreed over those of the criteria.

    Args:
        names: Names of the criteria version.
        agreed: What was agreed, by name; empty before anything was.

    Returns:
        The names that readers see.
    """
    changes: dict[str, BilingualText | bool] = {
        name: text for name, text in agreed.items() if name in NAMED
    }
    if "body" in changes:
        changes["is_body_open"] = False
    return replace(names, **changes)  # type: ignore[arg-type]  # each field has its type


def check_names(given: Mapping[str, BilingualText]) -> None:
    """Refuse names that papers could not carry.

    Args:
        given: The names.

    Raises:
        InvalidError: One is missing in a language (`name_missing`), too long (`name_long`) or
            uses a word that no paper may use (`name_forbidden`); `name` says which.
    """
    for name in NAMED:
        text = given.get(name, BilingualText("", ""))
        if not text.zh.strip() or not text.en.strip():
            raise InvalidError("name_missing", name=name)
        if max(len(text.zh), len(text.en)) > REGISTER_NAME_MOST:
            raise InvalidError("name_long", name=name, most=REGISTER_NAME_MOST)
        word = next((one for one in FORBIDDEN if one in text.zh), None)
        if word is not None:
            raise InvalidError("name_forbidden", name=name, word=word)


def check_body(names: Names) -> None:
    """Refuse an act of a body that nobody has named.

    Args:
        names: What readers see.

    Raises:
        InvalidError: The body still bears what stands for its name (`body_not_named`).
    """
    if names.is_body_open:
        raise InvalidError("body_not_named")


def check_agreement(proposed_by: int, account_id: int | None, *, is_answered: bool) -> None:
    """Refuse an answer to names that were proposed.

    Args:
        proposed_by: Who proposed them.
        account_id: Who answers.
        is_answered: True when somebody has.

    Raises:
        ConflictError: Somebody answered first (`names_answered`).
        NotAllowedError: It is their own proposal (`same_person`).
    """
    if is_answered:
        raise ConflictError("names_answered")
    if account_id is None or account_id == proposed_by:
        raise NotAllowedError("same_person")
