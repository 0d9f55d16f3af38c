"""What speaks against a day of a session, in words: rules of the plan, and who is booked twice."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from qa_app.domain.double_booking import Clash
from qa_app.domain.errors import RefusedError
from qa_app.domain.plan_rules import DAYS_OFF, PlanRule
from qa_app.web.forms import BaseForm
from qa_app.web.locale import page_language
from qa_app.web.session_labels import clock_words, near_day, sentences
from qa_app.wording import Words
from qa_app.wording.month_plans import RULES


def clashes_in(fault: RefusedError) -> tuple[Clash, ...]:
    """Give who is in another session, as a refusal names them."""
    found = fault.params.get("clashes", ())
    if not isinstance(found, tuple):
        raise TypeError(fault.code)
    return found


def clash_words(one: Clash) -> str:
    """Say who is in another session, and when it is."""
    return str(
        _(
            "%(name)s is in another session from %(begin)s to %(end)s",
            name=one.name,
            begin=clock_words(one.starts_at),
            end=clock_words(one.ends_at),
        )
    )


def clashes_words(clashes: Sequence[Clash]) -> str:
    """Say the same of several people on one day."""
    return str(_("; ")).join(clash_words(one) for one in clashes)


def rule_words(rule: PlanRule) -> str:
    """Say what a rule of the plan says."""
    return Words(page_language()).say(RULES[rule])


def rules_words(rules: Iterable[PlanRule]) -> str:
    """Say what several rules say."""
    return str(_("; ")).join(rule_words(one) for one in rules)


def rules_in(fault: RefusedError) -> tuple[PlanRule, ...]:
    """Give the rules of the plan that a refusal names."""
    found = fault.params.get("rules", ())
    if not isinstance(found, tuple):
        raise TypeError(fault.code)
    return found


def told_words(fault: RefusedError) -> str:
    """Say which rules speak against a day, and who is in another session."""
    parts = (rules_words(rules_in(fault)), clashes_words(clashes_in(fault)))
    return str(_("; ")).join(one for one in parts if one)


def keep_words(fault: RefusedError) -> str:
    """Say what speaks against a day, and how to keep it so."""
    return str(_("%(rules)s. Tick below to keep it all the same.", rules=told_words(fault)))


class MeantForm(BaseForm):
    """A form that puts a session on a day, and asks once where something speaks against it."""

    is_meant_asked = False
    day_field, hour_field = "planned_on", "starts_at"
    meant = BooleanField(_l("Keep it all the same"))

    def refuse(self, fault: Any) -> None:
        """Put any other refusal beside the field it is about.

        Args:
            fault: Why the service refused.
        """
        raise NotImplementedError(fault)

    def refuse_day(self, fault: RefusedError, day_words: str) -> None:
        """Put a refusal beside its field, and ask where who was told may set it aside.

        Args:
            fault: Why the service refused.
            day_words: Which day off it is; empty for a working day.
        """
        if fault.code not in {"rules_bend", "double_booked"}:
            self.refuse(fault)
            return
        rules = rules_in(fault)
        field = self.day_field if rules else self.hour_field
        # a day off is called by its name, the other rules stand behind it
        said = day_words if DAYS_OFF.intersection(rules) else ""
        rest = [rule_words(one) for one in rules if not (said and one in DAYS_OFF)]
        listed = str(_("; ")).join(one for one in (*rest, clashes_words(clashes_in(fault))) if one)
        if not listed:
            words = str(_("%(day)s Tick below to keep it.", day=said))
        else:
            keep = str(_("%(rules)s. Tick below to keep it all the same.", rules=listed))
            words = sentences(said, keep)
        self.ask(field, words)

    def ask(self, field: str, words: str) -> None:
        """Show the tick by which a person says that something is meant.

        Args:
            field: The field that it is about.
            words: What speaks against it.
        """
        self.is_meant_asked = True
        self.fail(field if field in self else "", words)


def day_clash_words(one: Clash, today: date) -> str:
    """Say who is in another session on which day, and when."""
    return f"{near_day(one.on, today)}{_(': ')}{clash_words(one)}"
