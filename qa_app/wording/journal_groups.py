"""Acts of the journal by what they are about, for whoever looks for one among them."""

from qa_app.wording.catalogue import message as _

_SIGNING_IN = _("Accounts and signing in")
_GROUPS = {
    _("Reviews and corrective actions"): "audit sample round pair calibration single reader scan"
    " finding action answer objection item harm tie team report chart",
    _("Supervision"): "session record series month agreement absence travel supervisor learning"
    " training competency ceiling feed worker",
    _("Cases and services"): "case limit referral complaint incident feedback consultation",
    _("Criteria and the register"): "register criteria paper key:rotate key:revoke",
    _("Rubrics and standards"): "rubric standard clause phrase",
    _SIGNING_IN: "account factor counter_check",
    _("Access, text kept back and what was taken away"): "access page guard list items pack"
    " aggregates",
}
_BY_TOPIC = {topic: name for name, topics in _GROUPS.items() for topic in topics.split()}
_SIGN_INS = frozenset({"start", "again", "half", "refuse", "end", "end_all"})
_OPERATION = _("Places, settings and operation")
GROUPS = (*_GROUPS, _OPERATION)
"""Names of the groups in the order in which they are offered."""


def group_of(code: str) -> str:
    """Tell what an act is about.

    Args:
        code: The act, such as `audit:sign`.

    Returns:
        The English name of its group, one of `GROUPS`; operation where it is about nothing else.
    """
    topic, _colon, act = code.partition(":")
    if topic == "session" and act in _SIGN_INS:
        return _SIGNING_IN
    return _BY_TOPIC.get(code) or _BY_TOPIC.get(topic, _OPERATION)
