"""An image to an upright page: corner marks, perspective, code, even light."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

from qa_app.domain.score_sheet import HEIGHT, MARK, MARKS, QR, WIDTH, PageMark, read_page_text
from qa_app.scans.images import UnreadableScanError

_BETWEEN = MARKS[1][0] - MARKS[0][0]
_CANDIDATES = 14
_QUADS_TRIED = 3
_SOLID, _FULL = 0.8, 0.85
_LONGEST = 1.7
_SIZE_RANGE = (0.55, 1.6)
_SHAPE_RANGE = (0.95, 2.3)
_SIDES_RANGE = (0.6, 1.67)
_MARGIN = 40
_ZOOMS = (1.5, 2.5, 2.0, 3.0, 1.2)
"""How large a code is looked at, one after the other until it is read."""


@dataclass(frozen=True, slots=True)
class UprightPage:
    """A page as it was printed: one pixel is a tenth of a millimetre.

    Attributes:
        grey: The page.
        mark: What its code says.
    """

    grey: Any
    mark: PageMark


def upright_page(image: Any) -> UprightPage:
    """Find the page in an image and set it upright.

    Args:
        image: A grey image.

    Returns:
        The page.

    Raises:
        UnreadableScanError: The four marks are not found (`no_marks`), the code cannot be
            read (`no_code`) or is none of ours (`other_code`).
    """
    import cv2
    import numpy as np

    quads = _quads(image)
    if not quads:
        raise UnreadableScanError("no_marks")
    target = np.array(MARKS, np.float32)
    is_other = False
    for quad in quads[:_QUADS_TRIED]:
        sources = [np.roll(quad, turn, axis=0).astype(np.float32) for turn in range(4)]
        for text, matrix in _codes(
            image, [cv2.getPerspectiveTransform(source, target) for source in sources]
        ):
            mark = read_page_text(text)
            if mark is not None:
                grey = cv2.warpPerspective(
                    image, matrix, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR, borderValue=255
                )
                return UprightPage(even_light(grey), mark)
            is_other = True
    raise UnreadableScanError("other_code" if is_other else "no_code")


def even_light(grey: Any) -> Any:
    """Take shadows out of a page.

    Args:
        grey: The page.

    Returns:
        The page with paper near 245 everywhere.
    """
    import cv2
    import numpy as np

    small = cv2.resize(grey, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    paper = cv2.dilate(small, np.ones((9, 9), np.uint8))
    paper = cv2.GaussianBlur(cv2.medianBlur(paper, 9), (0, 0), 4)
    behind = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    return cv2.divide(grey, np.maximum(behind, 1), scale=245)


def _quads(image: Any) -> list[Any]:
    # four solid squares of one size that may be the corners of an A4 page, the widest first
    found = _squares(image)
    scored: list[tuple[float, int, Any]] = []
    for four in combinations(found, 4):
        quad = _ordered([one[0] for one in four])
        if quad is not None and _fits(quad, [one[1] for one in four]):
            scored.append((_area(quad), len(scored), quad))
    return [quad for _, _, quad in sorted(scored, key=lambda one: (-one[0], one[1]))]


def _squares(image: Any) -> list[tuple[tuple[float, float], float]]:
    import cv2
    import numpy as np

    longer = max(image.shape)
    dark = cv2.adaptiveThreshold(
        cv2.GaussianBlur(image, (5, 5), 0),
        255,
        cv2.ADAPTIVE_THRESH_MEAN_C,
        cv2.THRESH_BINARY_INV,
        (longer // 14) | 1,
        18,
    )
    contours, _ = cv2.findContours(dark, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for contour in contours:
        area = cv2.contourArea(contour)
        if not (0.007 * longer) ** 2 < area < (0.05 * longer) ** 2:
            continue
        centre, (width, height), _angle = cv2.minAreaRect(contour)
        shorter, taller = sorted((width, height))
        if taller > _LONGEST * shorter or area < _SOLID * width * height:
            continue
        left, top, wide, tall = cv2.boundingRect(contour)
        inside = np.zeros((tall, wide), np.uint8)
        cv2.drawContours(inside, [contour - (left, top)], -1, 255, cv2.FILLED)
        if cv2.mean(dark[top : top + tall, left : left + wide], inside)[0] < _FULL * 255:
            continue
        found.append(((float(centre[0]), float(centre[1])), float(area) ** 0.5))
    found.sort(key=lambda one: -one[1])
    return found[:_CANDIDATES]


def _ordered(points: list[tuple[float, float]]) -> Any:
    import cv2
    import numpy as np

    corners = np.array(points, np.float32)
    hull = cv2.convexHull(corners)
    if len(hull) != 4:  # noqa: PLR2004 - a corner inside the others is none
        return None
    quad = hull[:, 0, :]
    # clockwise as seen, downwards counting up; the other way round the page would be mirrored
    return quad if cv2.contourArea(quad, oriented=True) > 0 else quad[::-1]


def _area(quad: Any) -> float:
    import cv2

    return float(cv2.contourArea(quad))


def _fits(quad: Any, sizes: list[float]) -> bool:
    import numpy as np

    a, b, c, d = (float(np.linalg.norm(quad[i] - quad[(i + 1) % 4])) for i in range(4))
    if min(a, b, c, d) <= 0 or max(sizes) > 2 * min(sizes):
        return False
    low, high = _SIDES_RANGE
    if not (low < a / c < high and low < b / d < high):
        return False
    shorter, longer = sorted((a + c, b + d))
    part = (sum(sizes) / 4) / (shorter / 2) / (MARK / _BETWEEN)
    low, high = _SIZE_RANGE
    return low < part < high and _SHAPE_RANGE[0] < longer / shorter < _SHAPE_RANGE[1]


def _codes(image: Any, matrices: list[Any]) -> Iterator[tuple[str, Any]]:
    # each way round before the next size: a page that lies upside down is read as soon as others
    import cv2

    reader, waiting = cv2.QRCodeDetector(), dict(enumerate(matrices))
    for zoom, looks in product(_ZOOMS, (_as_it_lies, _otherwise)):
        for turn, matrix in list(waiting.items()):
            crop = _place_of_code(image, matrix, zoom)
            text = next(filter(None, (_decoded(reader, one) for one in looks(crop))), "")
            if text:
                del waiting[turn]
                yield text, matrix


def _as_it_lies(crop: Any) -> Iterator[Any]:
    yield crop


def _otherwise(crop: Any) -> Iterator[Any]:
    import cv2
    import numpy as np

    yield cv2.threshold(crop, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[1]
    # about one clean code in 400 is read only from its side, a few only from another one
    yield from (np.rot90(crop, turn) for turn in (1, 2, 3))


def _place_of_code(image: Any, matrix: Any, zoom: float) -> Any:
    import cv2
    import numpy as np

    left, top, side = QR
    shift = np.array([[zoom, 0, (_MARGIN - left) * zoom], [0, zoom, (_MARGIN - top) * zoom],
                      [0, 0, 1]])  # fmt: skip
    room = round((side + 2 * _MARGIN) * zoom)
    return cv2.warpPerspective(
        image, shift @ matrix, (room, room), flags=cv2.INTER_CUBIC, borderValue=255
    )


def _decoded(reader: Any, crop: Any) -> str:
    import cv2

    try:
        text, _points, _code_image = reader.detectAndDecode(crop)
    except (cv2.error, UnicodeDecodeError):
        return ""
    return str(text)
