"""Codes and values to words of one language."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from qa_app.domain.problems import Problem, Severity
from qa_app.domain.rubric import Rubric
from qa_app.domain.text import BilingualText
from qa_app.wording.catalogue import message as _
from qa_app.wording.catalogue import translations
from qa_app.wording.fault_names import named_params
from qa_app.wording.names import CODES
from qa_app.wording.numbers_in_english import in_number
from qa_app.wording.problems import PROBLEMS
from qa_app.wording.refusals import REFUSALS

_SEVERITIES = {Severity.ERROR: _("error"), Severity.WARNING: _("warning")}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_CHECKED = _("%(file)s: %(errors)s errors, %(warnings)s warnings")
_PUBLISHED = _("%(rubric)s %(version)s is published: %(title)s (fingerprint %(fingerprint)s)")
_UNTRANSLATED = _("[EN missing]")
_WRITTEN_IN = {"zh": _("%(text)s (in Chinese)"), "en": _("%(text)s (in English)")}
_YES, _NO = _("yes"), _("no")
_STANDING = _(
    "%(rubric)s %(version)s was published before: %(title)s (fingerprint %(fingerprint)s)"
)


class Words:
    """Puts codes and values into words of one language."""

    def __init__(self, language: str) -> None:
        """Choose the language.

        Args:
            language: `zh` or `en`.
        """
        self.language = language
        self._catalogue = translations(language)

    def say(self, message: str, **values: object) -> str:
        """Translate a message and fill in its values.

        Args:
            message: English message of the catalogue.
            **values: Values for its placeholders.

        Returns:
            The words.
        """
        words = self._catalogue.ugettext(message)
        if not values:
            return words
        return (in_number(words, values) if self.language == "en" else words) % values

    def text(self, text: BilingualText) -> str:
        """Say a text of a rubric or of the register.

        Args:
            text: The text.

        Returns:
            The words, those of the other language with a mark when they are missing.
        """
        said = text.in_language(self.language)
        return said if text.has(self.language) or not said else f"{said} {self.say(_UNTRANSLATED)}"

    def written(self, text: BilingualText) -> str:
        """Say what people wrote, who owe nobody a translation.

        Args:
            text: The text.

        Returns:
            The words; those of the other language with the name of that language.
        """
        said = text.in_language(self.language)
        if text.has(self.language) or not said:
            return said
        other = "en" if self.language == "zh" else "zh"
        return self.say(_WRITTEN_IN[other], text=said)

    def named(self, subject: str, code: str) -> str:
        """Name a code that has a name.

        Args:
            subject: What kind of code, such as `kind` or `tag`.
            code: The code.

        Returns:
            Its name, or the code itself.
        """
        message = CODES.get(f"{subject}:{code}")
        return code if message is None else self.say(message)

    def rating(self, code: str, own: BilingualText) -> str:
        """Name a rating of a rule rubric.

        Args:
            code: Its code.
            own: Words that the rubric gives it; empty for none.

        Returns:
            Those words, else the name that the product has for it, else the code itself.
        """
        return self.text(own) or self.named("rating", code)

    def answer(self, code: str, own: BilingualText) -> str:
        """Name an answer to a question of a rule rubric.

        Args:
            code: Its code.
            own: Words that the rubric gives it; empty for none.

        Returns:
            As `rating`.
        """
        return self.text(own) or self.named("answer", code)

    def noted(self, code: str, own: BilingualText) -> str:
        """Name a note that a rule rubric wants, or what an answer may rest on.

        Args:
            code: Its code.
            own: Words that the rubric gives it; empty for none.

        Returns:
            As `rating`.
        """
        return self.text(own) or self.named("noted", code)

    def yes_or_no(self, *, is_yes: bool) -> str:
        """Say a truth value.

        Args:
            is_yes: The value.

        Returns:
            The word.
        """
        return self.say(_YES if is_yes else _NO)

    def listed(self, parts: Iterable[str]) -> str:
        """List things that stand together.

        Args:
            parts: The things.

        Returns:
            The list with the language's comma.
        """
        return ("、" if self.language == "zh" else ", ").join(parts)

    def sequence(self, parts: Iterable[str]) -> str:
        """Put clauses one after another.

        Args:
            parts: The clauses.

        Returns:
            One sentence with the language's semicolons.
        """
        return ("；" if self.language == "zh" else "; ").join(parts)

    def pair(self, label: str, value: str) -> str:
        """Put a label before its value.

        Args:
            label: The label.
            value: The value.

        Returns:
            Both with the language's colon.
        """
        return f"{label}：{value}" if self.language == "zh" else f"{label}: {value}"

    def per_cent(self, figure: object) -> str:
        """Put the sign after a figure.

        Args:
            figure: A figure out of a hundred, as it is shown.

        Returns:
            `83%` in Chinese, `83 %` in English.
        """
        return f"{figure}{'' if self.language == 'zh' else ' '}%"

    def moment(self, at: datetime) -> str:
        """Write a local instant to the minute.

        Args:
            at: A naive local instant.

        Returns:
            The day, and the time of day unless it only says "the whole day".
        """
        said = self.day(at.date())
        whole = (at.hour, at.minute) in {(0, 0), (23, 59)}
        return said if whole else f"{said} {at:%H:%M}"

    def problem(self, problem: Problem) -> str:
        """Put a fault into words.

        Args:
            problem: The fault.

        Returns:
            Where it stands in the structure, what is wrong and the way out.
        """
        place = ".".join(str(part) for part in problem.path)
        params = named_params(self.say, problem, names_fields=False, in_file=True)
        words = self.say(PROBLEMS[problem.code], **params)
        return f"{place}: {words}" if place else words

    def severity(self, severity: Severity) -> str:
        """Name a severity.

        Args:
            severity: Error or warning.

        Returns:
            The word.
        """
        return self.say(_SEVERITIES[severity])

    def checked(self, file: str, errors: int, warnings: int) -> str:
        """Sum up the check of one file.

        Args:
            file: Its name.
            errors: How many errors.
            warnings: How many warnings.

        Returns:
            One line.
        """
        return self.say(_CHECKED, file=file, errors=errors, warnings=warnings)

    def refusal(self, code: str, **params: object) -> str:
        """Say why an act was refused.

        Args:
            code: Why.
            **params: Values that the words need.

        Returns:
            The reason and the way out.
        """
        return self.say(REFUSALS[code], **params)

    def published(self, rubric: Rubric, *, is_new: bool) -> str:
        """Say that a version stands.

        Args:
            rubric: The rubric.
            is_new: False when the same version stood there already.

        Returns:
            One line with code, version, title and the start of the fingerprint.
        """
        return self.say(
            _PUBLISHED if is_new else _STANDING,
            rubric=rubric.code,
            version=rubric.version,
            title=rubric.title.in_language(self.language),
            fingerprint=rubric.fingerprint[:12],
        )

    def day(self, on: date) -> str:
        """Write a date.

        Args:
            on: The date.

        Returns:
            Such as `2026年3月28日` or `28 Mar 2026`.
        """
        if self.language == "zh":
            return f"{on.year}年{on.month}月{on.day}日"
        return f"{on.day} {_MONTHS[on.month - 1]} {on.year}"

    def instant(self, at: datetime, zone: str) -> str:
        """Write an instant in local time.

        Args:
            at: An aware instant.
            zone: IANA name of the local time zone.

        Returns:
            The date and the time to the minute.
        """
        local = at.astimezone(ZoneInfo(zone))
        return f"{self.day(local.date())} {local:%H:%M}"
