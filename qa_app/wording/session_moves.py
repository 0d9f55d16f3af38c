"""Why sessions go to other days, and what became of days that units proposed, in words."""

from qa_app.domain.session_moves import DayAnswer, MoveReason
from qa_app.wording.catalogue import message as _

MOVE_REASONS: dict[MoveReason, str] = {
    MoveReason.SUPERVISOR_AWAY: _("the supervisor is away"),
    MoveReason.UNIT_ASKED: _("the unit asked for it"),
    MoveReason.STAFF_AWAY: _("people who take part are away"),
    MoveReason.COURT: _("a hearing or a case is on that day"),
    MoveReason.EMERGENCY: _("an emergency came first"),
    MoveReason.TRAVEL: _("travel was not possible"),
    MoveReason.DAY_OFF: _("nobody works on that day"),
    MoveReason.CLASH: _("another appointment is on that day"),
    MoveReason.RECORDED: _("its record says that it took place then"),
}

DAY_ANSWERS: dict[DayAnswer, str] = {
    DayAnswer.TAKEN: _("taken"),
    DayAnswer.DECLINED: _("declined"),
    DayAnswer.WITHDRAWN: _("withdrawn by the unit"),
}
