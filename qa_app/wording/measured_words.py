"""What is said of a metric: its column, its threshold, its value, and why nothing can be told.

One module for each source of evidence holds a dict `SAID` of its metrics (`measured_documents`,
`measured_staff`, `measured_service`, `measured_reviews`); `measured_sentences` joins them and puts
a measurement into words.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from qa_app.wording.catalogue import message as _

OF = _("%(count)s of %(n)s")
OF_FILES = _("%(count)s of %(n)s files")
OF_PEOPLE = _("%(count)s of %(n)s people")


@dataclass(frozen=True, slots=True)
class MetricWords:
    """Messages of one metric, marked with `wording.catalogue.message`.

    Placeholders: `%(value)s` (a share is written with its %%-sign by whoever fills it in, so that
    messages say `%(value)s` alone), `%(count)s`, `%(n)s`, `%(first)s` and `%(last)s` (days; the
    last day alone where no window is looked at), `%(least)s` (fewest that can tell), `%(outcome)s`
    (such as "as the criterion asks").

    Attributes:
        column: Head of its column, a few words.
        test: Its threshold, with `%(test)s`, such as `%(test)s of the workers`.
        told: One sentence with the value and what it counts; a full stop at its end.
        held: The same without any number, with `%(outcome)s`, for those who may not see few.
        vacuous: The sentence where nothing fell due; empty for a metric that never is so.
        few: The sentence where fewer than `%(least)s` were there.
        gaps: Code of a gap to its sentence; `not_collected` is said for every metric already.
        states: Where a metric has states: state to the sentence that takes the place of `told`.
        of: How many count of how many, with their unit.
    """

    column: str
    test: str
    told: str
    held: str
    few: str
    vacuous: str = ""
    gaps: Mapping[str, str] = field(default_factory=dict)
    states: Mapping[str, str] = field(default_factory=dict)
    of: str = OF
