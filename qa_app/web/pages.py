"""A page is a value: what its template may use, and nothing else."""

from dataclasses import dataclass, fields
from typing import ClassVar

from flask import render_template


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter as a link."""

    address: str
    words: str
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What every page has; a subclass adds what its template shows.

    Attributes:
        template: File below `templates/`.
    """

    template: ClassVar[str]

    def render(self) -> str:
        """Make the page's HTML.

        Returns:
            The HTML.
        """
        return render_template(
            self.template, **{field.name: getattr(self, field.name) for field in fields(self)}
        )
