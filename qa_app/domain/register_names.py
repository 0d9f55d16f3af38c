"""What the register, the act, the paper and the bodies are called in one installation."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from qa_app.domain.defaults import REGISTER_NAME_MOST
from qa_app.domain.errors import ConflictError, InvalidError, NotAllowedError
from qa_app.domain.register_terms import Names
from qa_app.domain.text import BilingualText
from qa_app.domain.text_folding import without_hidden

NAMED: Final = ("register", "act_list", "act_defer", "act_remove", "paper", "body", "appeal")
"""What a city may name; the line that says what results are not stays as it is."""

FORBIDDEN: Final = ("认可", "认证", "司法部门")
"""Words that no paper may use: the register certifies nobody."""

UNNAMED_BODY: Final = BilingualText(
    "（本市指定的）办案机关和司法行政部门",
    "The body named by the city (a police, procuratorial or court body handling cases, or the"
    " judicial administration)",
)
"""What stands for the name of the body in the shipped criteria, until a city gives it."""


def names_with(names: Names, agreed: Mapping[str, BilingualText]) -> Names:
    """Put the names that a city agreed over those of the criteria.

    Args:
        names: Names of the criteria version.
        agreed: What was agreed, by name; empty before anything was.

    Returns:
        The names that readers see; a body that only stands for a name leaves it open.
    """
    changes: dict[str, BilingualText | bool] = {
        name: text for name, text in agreed.items() if name in NAMED
    }
    if "body" in agreed:
        own = (names.body,) if names.is_body_open else ()
        if stands_for_body(agreed["body"], own):
            del changes["body"]
        else:
            changes["is_body_open"] = False
    return replace(names, **changes)  # type: ignore[arg-type]  # each field has its type


def with_body_of(names: Names, then: Names) -> Names:
    """Keep the body that a decision was put forward or taken under, whatever it is called since.

    Args:
        names: The names that readers see now.
        then: Those of that moment.

    Returns:
        The names of now, with the body of then; with that of now where none was named yet.
    """
    if then.is_body_open:
        return names
    return replace(names, body=then.body, is_body_open=False)


def stands_for_body(body: BilingualText, others: Iterable[BilingualText] = ()) -> bool:
    """Tell whether a body only bears what stands for its name.

    Args:
        body: What was given.
        others: What else stands for it, of criteria that leave it open.

    Returns:
        True where that is so in either language, whatever its blanks, brackets and capitals.
    """
    return any(
        _same(body.zh) == _same(one.zh) or _same(body.en) == _same(one.en)
        for one in (UNNAMED_BODY, *others)
    )


def _same(text: str) -> str:
    return "".join(sign for sign in without_hidden(text).casefold() if sign.isalnum())


def check_names(
    given: Mapping[str, BilingualText], placeholders: Iterable[BilingualText] = ()
) -> None:
    """Refuse names that papers could not carry.

    Args:
        given: The names.
        placeholders: What stands for the name of the body in criteria that leave it open.

    Raises:
        InvalidError: One is missing in a language (`name_missing`), too long (`name_long`) or
            uses a word that no paper may use (`name_forbidden`), or the body bears what stands for
            its name (`name_stands_for`); `name` says which.
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
    if stands_for_body(given["body"], placeholders):
        raise InvalidError("name_stands_for", name="body")


def check_body(names: Names) -> None:
    """Refuse an act of a body that nobody has named.

    Args:
        names: What readers see.

    Raises:
        InvalidError: The body still bears what stands for its name (`body_not_named`).
    """
    if names.is_body_open:
        raise InvalidError("body_not_named")


def check_same_body(now: Names, then: Names) -> None:
    """Refuse to confirm what was put forward for another body than decides now.

    Args:
        now: What readers see.
        then: The same, with the body for which it was put forward.

    Raises:
        ConflictError: That was another one (`body_changed`).
    """
    if now.body != then.body:
        raise ConflictError("body_changed")


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
