"""Routes on which somebody has a form of their own filled."""

from pathlib import PurePath

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from qa_app import clock
from qa_app.domain.defaults import OWN_FORM_BYTES_MOST, ROWS_PER_PAGE
from qa_app.domain.list_faults import UnreadableListError
from qa_app.domain.own_form_names import FORM_NAMES, KEY_NAMES, FormName, Key
from qa_app.domain.permissions import Permission
from qa_app.domain.text import LANGUAGES
from qa_app.extensions import database
from qa_app.queries.centres import area_names
from qa_app.queries.own_forms import only_centre, scope_by_code
from qa_app.rubric_files.own_form_cells import OwnForm, filled_form, read_form
from qa_app.services.operations.note_list import note_list
from qa_app.web.filters import chosen_language
from qa_app.web.guard import current_actor, requires
from qa_app.web.handed_out import named_file
from qa_app.web.locale import page_language
from qa_app.web.own_forms.filling import answered, fills_of, lines_of
from qa_app.web.own_forms.forms import OwnFormConfirm, OwnFormUpload
from qa_app.web.own_forms.pages import NameLine, OwnFormPage, OwnFormPreview
from qa_app.web.own_forms.payload import CarriedForm, packed, unpacked
from qa_app.web.own_forms.sample import sample_workbook
from qa_app.web.settings import installation, local_today
from qa_app.wording import Words
from qa_app.wording import own_forms as wording
from qa_app.wording.own_form_faults import form_fault_words

bp = Blueprint("own_forms", __name__, url_prefix="/forms")
_UNPROCESSABLE = 422
_NAME_MOST = 100  # signs of a file's name that its filled form keeps: the name stands in a header
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("")
@requires(Permission.CENTRE_READ)
def index() -> ResponseReturnValue:
    form = OwnFormUpload(formdata=None, code=only_centre(database(), current_actor()))
    return _page(form).render()


@bp.get("/template.xlsx")
@requires(Permission.CENTRE_READ)
def template() -> ResponseReturnValue:
    language = chosen_language("language")
    return Response(
        sample_workbook(Words(language)),
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
    if code and scope_by_code(database(), actor, code, local_today()) is None:
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
    wanted = request.form.get("language")
    language = wanted if wanted in LANGUAGES else page_language()
    content = filled_form(read, fills_of(Words(language), cells))
    note_list(database(), actor, "own_form", len(cells), at=clock.now())
    stem = PurePath(carried.name.replace("\\", "/")).stem[:_NAME_MOST]
    name = stem or "form"
    headers = named_file(f"{name}_{Words(language).say(wording.FILLED)}.xlsx")
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
    words, session = Words(page_language()), database()
    language, areas, year = words.language, area_names(session), local_today().year
    area = areas[0][0] if areas else ""
    which = wording.key_example(language, Key.AREA, area)
    values = {Key.AREA: area, Key.SECTION: "A", Key.VERSION: "1.0.0", Key.PERIOD: f"{year}Q1"}
    return OwnFormPage(
        form=form,
        names=tuple(
            NameLine(
                one.value,
                FORM_NAMES[one],
                words.say(wording.SAID_NAMES[one]),
                wording.name_example(language, one, which, year),
            )
            for one in FormName
        ),
        keys=tuple(
            NameLine(
                one.value,
                KEY_NAMES[one],
                words.say(wording.KEYS[one]),
                wording.key_example(language, one, values.get(one, "…")),
            )
            for one in Key
        ),
        areas=areas,
        periods=tuple((words.say(kind), ways) for kind, ways in wording.PERIODS),
    )
