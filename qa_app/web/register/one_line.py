"""Routes of one line of a list: written, corrected, ended, checked as a file of one line is."""

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa_app import clock
from qa_app.domain.errors import ConflictError, InvalidError
from qa_app.domain.permissions import Permission
from qa_app.domain.register_lists import CellKind, Line, key_of
from qa_app.extensions import database
from qa_app.queries.register_lists import ListTable, current_lines
from qa_app.services.register.end_register_row import EndedRow, RowEndedWhy, end_register_row
from qa_app.services.register.import_register_list import RegisterLines, import_register_list
from qa_app.web.forms import BaseForm
from qa_app.web.guard import current_actor, requires
from qa_app.web.locale import page_language
from qa_app.web.register.blueprint import bp
from qa_app.web.register.forms import EndForm, line_form
from qa_app.web.register.list_view import (
    allowed_values,
    checked,
    explained,
    key_text,
    line_of_key,
    local_now,
    shown_cells,
    table_of,
)
from qa_app.web.register.pages import LinePage
from qa_app.web.settings import installation
from qa_app.wording import Words
from qa_app.wording.register_lists import register_fault_words

_CONFLICT, _UNPROCESSABLE = 409, 422


@bp.route("/lists/<code>/line", methods=["GET", "POST"])
@requires(Permission.LIST_TAKE_IN)
def one_line(code: str) -> ResponseReturnValue:
    table = table_of(code)
    make = line_form(table.listed, allowed_values(table))
    form = make()
    if not form.is_submitted():
        return _page(table, make, _asked(table)).render()
    cells = tuple(form[one.name].data or "" for one in table.listed.columns)
    heads = tuple(one.name for one in table.listed.columns)
    done, _ground = checked(table, [(1, heads), (2, cells)])
    if not form.validate() or done.faults:
        words = Words(page_language())
        for fault in done.faults:
            wrong, way_out = register_fault_words(words, fault)
            form.fail(fault.column, str(_("%(wrong)s: %(way_out)s", wrong=wrong, way_out=way_out)))
        return _page(table, make, None, form).render(), _UNPROCESSABLE
    try:
        import_register_list(
            database(),
            current_actor(),
            RegisterLines(table, done.lines),
            installation().timezone,
            at=clock.now(),
        )
    except ConflictError:
        said = _("Somebody else wrote this line in the same moment: look at the list, then save.")
        form.fail("", str(said))
        return _page(table, make, None, form).render(), _CONFLICT
    except InvalidError:
        abort(_CONFLICT)
    return redirect(url_for("register.one_list", code=code, notice="register_line_saved"))


@bp.post("/lists/<code>/end")
@requires(Permission.LIST_TAKE_IN)
def end_line(code: str) -> ResponseReturnValue:
    table, form = table_of(code), EndForm()
    line = _keyed(table, form.key.data or "")
    if line is None or not form.validate():
        abort(_UNPROCESSABLE)
    ended = EndedRow(table, line, RowEndedWhy(form.why.data))
    try:
        end_register_row(
            database(), current_actor(), ended, installation().timezone, at=clock.now()
        )
    except ConflictError:
        abort(_CONFLICT)
    except InvalidError:
        make, stands = (
            line_form(table.listed, allowed_values(table)),
            _standing(table, form.key.data),
        )
        said = _("Others hang on it: end those first, then this one.")
        return _page(table, make, stands, fault=str(said)).render(), _UNPROCESSABLE
    return redirect(url_for("register.one_list", code=code, notice="register_line_ended"))


def _asked(table: ListTable) -> Line | None:
    wanted = request.args.get("key", "")
    return _standing(table, wanted) if wanted else None


def _standing(table: ListTable, wanted: str) -> Line:
    line = _keyed(table, wanted)
    lines = current_lines(database(), current_actor(), table, local_now())
    key = None if line is None else key_of(table.listed, line)
    found = next((one for one in lines if key_of(table.listed, one) == key), None)
    if found is None:
        abort(404)
    return found


def _keyed(table: ListTable, text: str) -> Line | None:
    try:
        return line_of_key(table.listed, text)
    except ValueError:
        return None


def _page(
    table: ListTable,
    make: type[BaseForm],
    line: Line | None,
    form: BaseForm | None = None,
    *,
    fault: str = "",
) -> LinePage:
    allowed, listed = allowed_values(table), table.listed
    if form is None:
        form = make(formdata=None, data=_data(table, line))
    says = explained(table, allowed)
    end_form = EndForm(formdata=None, key="" if line is None else key_text(listed, line))
    if fault:
        end_form.fail("why", fault)
    return LinePage(
        code=listed.code,
        title=listed.title,
        form=form,
        fields=tuple((one.name, said.says) for one, said in zip(listed.columns, says, strict=True)),
        end_form=end_form,
        is_known=line is not None,
        has_steps=table.steps is not None,
        has_acts=table.steps is None or table.steps.is_going_on,
    )


def _data(table: ListTable, line: Line | None) -> dict[str, object]:
    if line is None:
        return {}
    words = Words(page_language())
    cells = shown_cells(table.listed, line, allowed_values(table), words)
    shown = {one.name: cell for one, cell in zip(table.listed.columns, cells, strict=True)}
    for column in table.listed.columns:
        if column.kind is CellKind.LISTED:
            shown[column.name] = line[column.name]
        elif column.kind is CellKind.YES_NO:
            shown[column.name] = "yes" if line[column.name] else "no"
    return {name: "" if cell is None else cell for name, cell in shown.items()}
