"""A small register to start from: one city with two districts, two centres, three workers."""

from datetime import date

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from qa_app.domain.text import BilingualText
from qa_app.models.places import AreaRow, PlaceRow
from qa_app.services.places.add_centre import NewCentre, add_centre
from qa_app.services.places.add_place import NewPlace, add_place
from qa_app.services.places.add_practitioner import NewPractitioner, add_practitioner
from tests.kept import kept
from tests.people import NOON, OPERATOR

AREAS = {
    "social_work": BilingualText("社会工作/个案管理", "Social work / case management"),
    "legal_aid": BilingualText("法律援助", "Legal aid"),
    "psychological": BilingualText("心理支持", "Psychological support"),
}


def some_areas(session: Session) -> None:
    there = set(session.execute(select(AreaRow.code)).scalars())
    session.rollback()
    rows = [
        {"code": code, "name_zh": name.zh, "name_en": name.en, "position": place}
        for place, (code, name) in enumerate(AREAS.items(), 1)
        if code not in there
    ]
    if rows:
        session.execute(insert(AreaRow), rows)
        session.commit()


def the_places(session: Session) -> dict[str, int]:
    """Yunnan > Kunming > Panlong and Wuhua."""
    made = {}
    for code, zh, en, level, parent in (
        ("YN", "云南省", "Yunnan", "province", None),
        ("KM", "昆明市", "Kunming", "city", "YN"),
        ("PL", "盘龙区", "Panlong", "district", "KM"),
        ("WH", "五华区", "Wuhua", "district", "KM"),
    ):
        new = NewPlace(code, BilingualText(zh, en), level, parent)
        made[code] = add_place(session, OPERATOR, new, at=NOON)
    return made


@kept
def two_centres(session: Session) -> tuple[int, int]:
    """Centre A in Panlong with workers W1 and W2, centre B in Wuhua with worker W9."""
    some_areas(session)
    the_places(session)
    a = NewCentre(
        "A",
        BilingualText("中心甲", "Centre A"),
        "PL",
        "social_work_agency",
        ("social_work", "legal_aid"),
    )
    b = NewCentre("B", BilingualText("中心乙", "Centre B"), "WH", "law_firm", ("legal_aid",))
    ids = add_centre(session, OPERATOR, a, at=NOON), add_centre(session, OPERATOR, b, at=NOON)
    for centre, code, area in (
        ("A", "W1", "social_work"),
        ("A", "W2", "legal_aid"),
        ("B", "W9", "legal_aid"),
    ):
        new = NewPractitioner(centre, code, area, date(2025, 1, 6))
        add_practitioner(session, OPERATOR, new, at=NOON)
    return ids


def official_codes(session: Session) -> dict[str, str]:
    """Call the places by codes that regions go by; gives place to path, by the code before."""
    paths: dict[str, str] = {}
    for code, official in (("KM", "530100"), ("PL", "530103"), ("WH", "530102")):
        row = session.execute(select(PlaceRow).where(PlaceRow.code == code)).scalar_one()
        row.code, paths[code] = official, row.path
    session.commit()
    return paths
