"""Acts on the register of centres that the journal records."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.domain.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterListImported(Event):
    """A list of the register was taken in.

    Attributes:
        added: How many lines were written for the first time.
        updated: How many were corrected.
        unchanged: How many stood so already.
        centres: Codes of the centres that lines were written of, each with how many, such as
            `A: 2`, in order; none for lists that name no centre. Which rows they are, the register
            tells by the instant.
    """

    action: ClassVar[str] = "register:import"
    object_type: ClassVar[str] = "register_list"
    added: int
    updated: int
    unchanged: int
    centres: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRowChanged(Event):
    """A row of the register was written, corrected or ended."""

    action: ClassVar[str] = "register:change"
    object_type: ClassVar[str] = "register_list"
    change: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationOpened(Event):
    """Somebody read a question to an expert, which is about a case, and its answer."""

    action: ClassVar[str] = "consultation:read"
    object_type: ClassVar[str] = "consultation"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationMoved(Event):
    """An expert was asked, was given a question, answered, or the question was closed."""

    action: ClassVar[str] = "consultation:move"
    object_type: ClassVar[str] = "consultation"
    step: str
