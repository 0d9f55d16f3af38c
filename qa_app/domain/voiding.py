"""Why a signed audit may be taken out of the totals, and what each reason is called."""

from enum import StrEnum

from qa_app.domain.text import BilingualText


class VoidReason(StrEnum):
    """The reasons that may be given; free text would be a way for identities to come in."""

    WRONG_FILE = "wrong_file"
    WRONG_RUBRIC = "wrong_rubric"
    OWN_CASE = "own_case"
    READ_TWICE = "read_twice"
    NOT_THE_READER = "not_the_reader"


VOID_REASONS: dict[VoidReason, BilingualText] = {
    VoidReason.WRONG_FILE: BilingualText(
        "评查的不是被抽中的案卷", "Another file than the one drawn was read"
    ),
    VoidReason.WRONG_RUBRIC: BilingualText("使用了不适用的评分细则", "The wrong rubric was used"),
    VoidReason.OWN_CASE: BilingualText("评查员曾参与此案", "The reader had worked on the case"),
    VoidReason.READ_TWICE: BilingualText("同一案卷重复评查", "The file had been read already"),
    VoidReason.NOT_THE_READER: BilingualText(
        "并非签署人本人评查", "Someone other than the signer read the file"
    ),
}
"""How each reason is called."""
