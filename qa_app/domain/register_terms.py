"""What a file of criteria says besides its criteria: names, limits in time, papers, objections."""

from dataclasses import dataclass, field

from qa_app.domain.rules.decision import Status
from qa_app.domain.text import BilingualText


@dataclass(frozen=True, slots=True)
class Names:
    """Words that readers see; an installation agrees them with its procuratorate.

    Attributes:
        register: What the register is called.
        act_list: What entering it is called.
        act_defer: What putting it off is called.
        act_remove: What removal is called.
        paper: What the paper about a decision is called.
        paper_options: Other names that it may have, in Chinese.
        body: Which body decides.
        is_body_open: True while the body must still be named.
        appeal: What an objection is called.
        disclaimer: What the results are not; printed on every paper.
    """

    register: BilingualText
    act_list: BilingualText
    act_defer: BilingualText
    act_remove: BilingualText
    paper: BilingualText
    paper_options: tuple[str, ...]
    body: BilingualText
    is_body_open: bool
    appeal: BilingualText
    disclaimer: BilingualText


@dataclass(frozen=True, slots=True)
class Validity:
    """How long a standing holds, in months unless said otherwise; each at least 1.

    Attributes:
        candidate_months: Entered by the set `candidate`.
        provisional_months: Entered by the set `provisional`.
        endorsed_months: Entered by any other set.
        conditional_months: Entered on conditions.
        conditional_max_rounds: How often in a row on conditions.
        review_every_months: From one review to the next.
    """

    candidate_months: int
    provisional_months: int
    endorsed_months: int
    conditional_months: int
    conditional_max_rounds: int
    review_every_months: int

    def months(self, set_code: str, status: Status) -> int:
        """Say for how many months a decision holds.

        Args:
            set_code: The set by which was decided.
            status: The status decided on.

        Returns:
            Months from the day on which it begins.
        """
        if status is Status.CONDITIONAL:
            return self.conditional_months
        by_set = {"candidate": self.candidate_months, "provisional": self.provisional_months}
        return by_set.get(set_code, self.endorsed_months)


@dataclass(frozen=True, slots=True)
class Suspension:
    """How co-operation is suspended.

    Attributes:
        max_months: Longest, in months.
        lift_to: Status after it.
        lift_when: What lets it be lifted.
        at_end: What follows when it may not be.
        notify: Who is told: centre, body, coordinator.
    """

    max_months: int
    lift_to: Status
    lift_when: BilingualText
    at_end: BilingualText
    notify: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Appeal:
    """How a decision is objected to.

    Attributes:
        days_to_give_notice: Days in which the centre is told of a decision.
        days_to_file: Days in which it may object.
        panel: How many people look at it again.
        panel_rule: Who they may be.
        grounds: Codes of the grounds.
        effect: What holds meanwhile.
    """

    days_to_give_notice: int
    days_to_file: int
    panel: int
    panel_rule: BilingualText
    grounds: tuple[str, ...]
    effect: BilingualText


@dataclass(frozen=True, slots=True)
class Certificate:
    """One kind of certificate.

    Attributes:
        code: Its code, such as `social_worker`; one in the whole file.
        name: What it is called.
    """

    code: str
    name: BilingualText


@dataclass(frozen=True, slots=True)
class AreaCertificates:
    """Certificates that the city accepts for one area.

    Attributes:
        area: Code of the area.
        accepted: The kinds.
        is_confirmed: False while the city has not said so.
    """

    area: str
    accepted: tuple[Certificate, ...]
    is_confirmed: bool = True


@dataclass(frozen=True, slots=True)
class PublishCheck:
    """What must be done before a file is published.

    Attributes:
        code: Its code, such as `dry_run`.
        text: What it is.
    """

    code: str
    text: BilingualText


@dataclass(frozen=True, slots=True)
class Terms:
    """All of it.

    Attributes:
        names: Words that readers see.
        states: Status to its word.
        validity: How long a standing holds.
        suspension: How co-operation is suspended.
        appeal: How a decision is objected to.
        evidence_rule: What missing evidence does, in words.
        certificates: Certificates by area.
        publish_checks: What must be done before the file is published.
    """

    names: Names
    states: dict[Status, BilingualText]
    validity: Validity
    suspension: Suspension
    appeal: Appeal
    evidence_rule: BilingualText
    certificates: tuple[AreaCertificates, ...] = ()
    publish_checks: tuple[PublishCheck, ...] = field(default=())
