"""Routes on which somebody has a form of their own filled."""

from pathlib import PurePath

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa_app import clock
from qa_app.domain.defaults import OWN_FORM_BYTES_MOST, ROWS_PER_PAGE
from qa_app.domain.list_faults import UnreadableListError
from qa_app.domain.own_form_names import KEY_NAMES, METRIC_NAMES, Key, Metric
from qa_app.domain.permissions import Permission
from qa_app.domain.text import LANGUAGES
from qa_app.extensions import database
from qa_app.queries.own_forms import only_centre, scope_by_code
from qa_app.queries.register import centres_to_choose
from qa_app.queries.trends import rubrics_used
from qa_app.reports.workbooks import Sheet, workbook
from qa_app.rubric_files.own_form_cells import OwnForm, filled_form, read_form
from qa_app.services.operations.note_list import note_list
from qa_app.web.guard import current_actor, requires
from qa_app.web.handed_out import named_file
from qa_app.web.locale import page_language
from qa_app.web.own_forms.filling import answered, fills_of, lines_of
from qa_app.web.own_forms.forms import OwnFormConfirm, OwnFormUpload
from qa_app.web.own_forms.pages import NameLine, OwnFormPage, OwnFormPreview
from qa_app.web.own_forms.payload import CarriedForm, packed, unpacked
from qa_app.web.settings import installation, local_today
from qa_app.wording import Words
from qa_app.wording import own_forms as wording
from qa_app.wording.own_form_faults import form_fault_words

bp = Blueprint("own_forms", __name__, url_prefix="/forms")
_UNPROCESSABLE = 422
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_EXAMPLES = (
    "{{score|area=legal_aid|period=2026Q1}}",
    "{{得分|领域=legal_aid|期间=2026Q1}}",
    "{{files|centre=A01|area=legal_aid|section=intake|period=latest}}",
    "{{sessions_held|period=2026}}",
)


@bp.get("")
@requires(Permission.CENTRE_READ)
def index() -> ResponseReturnValue:
    form = OwnFormUpload(formdata=None, code=only_centre(database(), current_actor()))
    return _page(form).render()


@bp.get("/template.xlsx")
@requires(Permission.CENTRE_READ)
def template() -> ResponseReturnValue:
    wanted = request.args.get("language")
    language = wanted if wanted in LANGUAGES else page_language()
    return Response(
        _template(Words(language)),
        mimetype=_XLSX,
        headers=named_file(f"plumbline_form_{language}.xlsx"),
    )


@bp.post("")
@requires(Permission.CENTRE_READ)
def preview() -> ResponseReturnValue:
    form, actor = OwnFormUpload(), current_actor()
    if not form.validate_on_submit():
        return _page(form).render(), _UNPROCESSABLE
    file = form.file.data
    with file.stream:
        data = file.stream.read(OWN_FORM_BYTES_MOST + 1)
    code = (form.code.data or "").strip()
    if code and scope_by_code(database(), actor, code) is None:
        form.fail("code", _("No centre or place within your reach has this code"))
        return _page(form).render(), _UNPROCESSABLE
    try:
        read = read_form(data)
    except UnreadableListError as refused:
        wrong, way_out = form_fault_words(Words(page_language()), refused.fault)
        form.fail("file", _("%(wrong)s: %(way_out)s", wrong=wrong, way_out=way_out))
        return _page(form).render(), _UNPROCESSABLE
    if not read.cells:
        form.fail("file", _("No cell of this workbook holds a name in braces, such as {{score}}"))
        return _page(form).render(), _UNPROCESSABLE
    return _preview(read, CarriedForm(read.data, file.filename or "", code)).render()


@bp.post("/file")
@requires(Permission.CENTRE_READ)
def fill() -> ResponseReturnValue:
    form, actor = OwnFormConfirm(), current_actor()
    if not form.validate_on_submit():
        abort(_UNPROCESSABLE)
    carried = unpacked(form.checked.data, installation().secret_key, actor.account_id or 0)
    if carried is None:
        abort(_UNPROCESSABLE)
    read = read_form(carried.data)
    cells = answered(read, actor, carried.code)
    content = filled_form(read, fills_of(Words(page_language()), cells))
    note_list(database(), actor, "own_form", len(cells), at=clock.now())
    name = PurePath(carried.name.replace("\\", "/")).stem or "form"
    is_done = _("filled")
    headers = named_file(f"{name}_{is_done}.xlsx")
    return Response(content, mimetype=_XLSX, headers=headers)


def _preview(read: OwnForm, carried: CarriedForm) -> OwnFormPreview:
    actor = current_actor()
    lines = lines_of(Words(page_language()), answered(read, actor, carried.code))
    without = tuple(one for one in lines if one.gap)
    with_value = tuple(one for one in lines if not one.gap)
    text = packed(carried, installation().secret_key, actor.account_id or 0)
    return OwnFormPreview(
        form=OwnFormConfirm(formdata=None, checked=text),
        filled=len(with_value),
        without=without,
        with_value=with_value[:ROWS_PER_PAGE],
        more=max(len(with_value) - ROWS_PER_PAGE, 0),
    )


def _page(form: OwnFormUpload) -> OwnFormPage:
    words = Words(page_language())
    return OwnFormPage(
        form=form,
        names=tuple(
            NameLine(one.value, METRIC_NAMES[one], words.say(wording.METRICS[one]))
            for one in Metric
        ),
        keys=tuple(
            NameLine(one.value, KEY_NAMES[one], words.say(wording.KEYS[one])) for one in Key
        ),
        examples=_EXAMPLES,
    )


def _rubric_of_template(language: str) -> str:
    # one of which there are numbers, so that the template shows some when it comes back
    actor = current_actor()
    centres = centres_to_choose(database(), actor, Permission.CENTRE_READ, local_today())
    scope = scope_by_code(database(), actor, centres[0].code) if centres else None
    used = rubrics_used(database(), scope) if scope is not None else ()
    if not used:
        return f"{wording.key_in(language, Key.AREA)}=legal_aid"
    return f"{wording.key_in(language, Key.RUBRIC)}={used[0][1]}"


def _template(words: Words) -> bytes:
    language = words.language
    period = f"{wording.key_in(language, Key.PERIOD)}=latest"
    year = f"{wording.key_in(language, Key.PERIOD)}={clock.today(installation().timezone).year}"
    which = _rubric_of_template(language)
    rows = []
    for one in Metric:
        parts = [wording.name_in(language, one)]
        if one in wording.WITH_AREA:
            parts += [which, period]
        elif one in wording.WITH_YEAR:
            parts.append(year)
        rows.append((words.say(wording.METRICS[one]), "{{" + "|".join(parts) + "}}"))
    names = [(one.value, METRIC_NAMES[one], words.say(wording.METRICS[one])) for one in Metric] + [
        (f"{one.value}=", f"{KEY_NAMES[one]}=", words.say(wording.KEYS[one])) for one in Key
    ]
    return workbook(
        (
            Sheet(
                words.say(wording.FORM_SHEET),
                tuple(map(words.say, wording.TEMPLATE_HEADS)),
                rows,
                (words.say(wording.TEMPLATE_TITLE),),
            ),
            Sheet(words.say(wording.LIST_SHEET), tuple(map(words.say, wording.LIST_HEADS)), names),
        )
    )
