"""Who has signed a record, acknowledged it, disagreed, on paper, and who is still to."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from qa_app.domain.supervision import SessionType
from qa_app.domain.supervision_records import (
    AnswerKind,
    Signature,
    SignPart,
    Supervised,
    signers,
)


class SignStands(StrEnum):
    """How it stands with somebody's signature; not everybody who was there is asked for one."""

    SIGNED = "signed"
    ON_PAPER = "on_paper"
    AWAITED = "awaited"
    NOT_ASKED = "not_asked"


class AnswerStands(StrEnum):
    """How it stands with somebody's word that they read a record.

    Whoever disagrees has read it. Whoever signed on paper read it on paper, and whoever has no
    account cannot be asked here.
    """

    GIVEN = "given"
    ON_PAPER = "on_paper"
    NO_ACCOUNT = "no_account"
    AWAITED = "awaited"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """What an account said to a record, and when."""

    account_id: int
    kind: AnswerKind
    at: datetime


@dataclass(frozen=True, slots=True)
class PersonStands:
    """Somebody who was in a session, and what is still theirs to do about its record.

    Attributes:
        practitioner_id: The practitioner; None for who led it and for supervised supervisors.
        account_id: Their account; None for who has none.
        code: Code of the practitioner, or the name of a supervised supervisor; empty for who
            led it.
        is_leader: They led the session.
        sign: How it stands with their signature.
        signed_at: When they signed, or when it was attested that they did on paper; None before.
        answer: How it stands with their word that they read it.
        answers: What they said, in order.
    """

    practitioner_id: int | None
    account_id: int | None
    code: str
    is_leader: bool
    sign: SignStands
    signed_at: datetime | None
    answer: AnswerStands
    answers: tuple[GivenAnswer, ...] = ()


def people_of(
    fine: SessionType,
    there: Collection[Supervised],
    signatures: Collection[Signature],
    answers: Collection[GivenAnswer],
) -> tuple[PersonStands, ...]:
    """Tell of everybody in a session how it stands with their signature and their word.

    Args:
        fine: What kind of session.
        there: Who was supervised in it.
        signatures: What stands under the record; its leader's is among them.
        answers: What was said to it, in order.

    Returns:
        Who led it, then the others in their order.
    """
    leader = next(one for one in signatures if one.part is SignPart.LEADER)
    first = PersonStands(
        practitioner_id=None,
        account_id=leader.account_id,
        code="",
        is_leader=True,
        sign=SignStands.SIGNED,
        signed_at=leader.at,
        answer=AnswerStands.NOT_ASKED,
    )
    by_practitioner = {one.practitioner_id: one for one in signatures if one.practitioner_id}
    by_account = {one.account_id: one for one in signatures if one.part is SignPart.SUPERVISED}
    asked = signers(fine, there)
    return (
        first,
        *(
            _person(one, by_practitioner, by_account, answers, is_asked=one in asked)
            for one in there
        ),
    )


def still_to_acknowledge(people: Collection[PersonStands]) -> tuple[PersonStands, ...]:
    """Pick those who are still to say that they read a record.

    Args:
        people: Everybody in the session.

    Returns:
        Those with an account who said nothing.
    """
    return tuple(one for one in people if one.answer is AnswerStands.AWAITED)


def _person(
    one: Supervised,
    by_practitioner: Mapping[int, Signature],
    by_account: Mapping[int, Signature],
    answers: Collection[GivenAnswer],
    *,
    is_asked: bool,
) -> PersonStands:
    # whoever signed and lost the account since is found by who they are
    given = by_practitioner.get(one.practitioner_id) if one.practitioner_id else None
    if given is None and one.account_id is not None:
        given = by_account.get(one.account_id)
    on_paper = given is not None and given.part is SignPart.ON_PAPER
    account = one.account_id
    if account is None and given is not None and not on_paper:
        account = given.account_id
    said = tuple(answer for answer in answers if answer.account_id == account)
    return PersonStands(
        practitioner_id=one.practitioner_id,
        account_id=account,
        code=one.name,
        is_leader=False,
        sign=_sign(given, is_asked=is_asked),
        signed_at=None if given is None else given.at,
        answer=_answer(one, said, on_paper=on_paper),
        answers=said,
    )


def _sign(given: Signature | None, *, is_asked: bool) -> SignStands:
    if given is not None:
        return SignStands.ON_PAPER if given.part is SignPart.ON_PAPER else SignStands.SIGNED
    return SignStands.AWAITED if is_asked else SignStands.NOT_ASKED


def _answer(one: Supervised, said: tuple[GivenAnswer, ...], *, on_paper: bool) -> AnswerStands:
    if said:
        return AnswerStands.GIVEN
    if on_paper:
        return AnswerStands.ON_PAPER
    return AnswerStands.NO_ACCOUNT if one.account_id is None else AnswerStands.AWAITED
