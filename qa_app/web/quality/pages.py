"""The page of a centre's quality sheet."""

from dataclasses import dataclass
from typing import ClassVar

from qa_app.web.pages import Choice, Page
from qa_app.wording.said_printed import SaidPrinted


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityPage(Page):
    """The sheet as a page.

    Attributes:
        centre_id: The centre.
        sheet: The sheet in words.
        years: Years before and after that have begun.
        files: Address and words of the sheet as a file, in each language.
    """

    template: ClassVar[str] = "quality/sheet.html"

    centre_id: int
    sheet: SaidPrinted
    years: tuple[Choice, ...]
    files: tuple[tuple[str, str, str], ...]
