"""Score sheets filled in with a pen and scanned badly, all by seed: what was meant is known."""

from dataclasses import dataclass
from random import Random

import cv2
import numpy as np

from qa_app.domain.asked import AskedItem, AskedOption
from qa_app.domain.audit_entries import EntryKind
from qa_app.domain.option_roles import OptionRole
from qa_app.domain.score_sheet import (
    BOX,
    FRAME,
    HEIGHT,
    LABEL_GAP,
    MARK,
    MARKS,
    QR,
    RULE_ABOVE,
    TEXT_LEFT,
    WIDTH,
    PageMark,
    SheetBox,
    SheetLayout,
    page_text,
    sheet_layout,
)
from qa_app.domain.text import BilingualText

NONE = BilingualText("", "")


def an_item(code: str, options: int) -> AskedItem:
    keys = tuple(
        AskedOption(f"o{at}", str(at), OptionRole.PART, NONE, NONE) for at in range(1, options + 1)
    )
    return AskedItem(code, EntryKind.ANSWER, NONE, keys)


LAYOUT = sheet_layout([an_item(f"I{at}", 3 + at % 4) for at in range(24)])


def mark_of(page: int, layout: SheetLayout = LAYOUT) -> PageMark:
    return PageMark("7F3K9Q2W", "sw_case_management", "1.0.0", page, layout.pages, layout.digest)


def printed(page: int, layout: SheetLayout = LAYOUT, text: str | None = None) -> np.ndarray:
    """Draw a page as a printer does, a pixel for a tenth of a millimetre."""
    paper = np.full((HEIGHT, WIDTH), 255, np.uint8)
    half = MARK // 2
    for x, y in MARKS:
        cv2.rectangle(paper, (x - half, y - half), (x + half - 1, y + half - 1), 20, -1)
    code = cv2.QRCodeEncoder.create().encode(text or page_text(mark_of(page, layout)))
    left, top, side = QR
    paper[top : top + side, left : left + side] = cv2.resize(
        code, (side, side), interpolation=cv2.INTER_NEAREST
    )
    write(paper, "Score sheet KM-26-7F3K-9Q2W5", TEXT_LEFT, 260, 1.2)
    for row in layout.on_page(page):
        write(paper, f"{row.item} An item in the words of", TEXT_LEFT, row.top + 40, 0.8)
        write(paper, "the rubric, over two lines", TEXT_LEFT, row.top + 75, 0.8)
        rule = row.top - RULE_ABOVE
        cv2.line(paper, (TEXT_LEFT, rule), (1930, rule), 30, 1)
        for box in row.boxes:
            cv2.rectangle(paper, (box.left, box.top), (box.left + BOX, box.top + BOX), 20, FRAME)
            write(paper, f"words {box.option}", box.left + LABEL_GAP, box.top + 38, 0.8)
    return paper


def write(paper: np.ndarray, text: str, x: int, y: int, size: float) -> None:
    cv2.putText(paper, text, (x, y), cv2.FONT_HERSHEY_SIMPLEX, size, 30, 2, cv2.LINE_AA)


@dataclass
class Pen:
    """A pen in a hand."""

    chance: Random
    paper: np.ndarray

    def stroke(self, points: list[tuple[float, float]], box: SheetBox) -> None:
        shake = self.chance.uniform(0, 2.5)
        path = np.array(
            [
                (
                    box.left + BOX * x + self.chance.gauss(0, shake),
                    box.top + BOX * y + self.chance.gauss(0, shake),
                )
                for x, y in points
            ],
            np.int32,
        )
        cv2.polylines(
            self.paper, [path], False, self.chance.choice((15, 40, 70)),
            self.chance.choice((4, 5, 6, 8)), cv2.LINE_AA,
        )  # fmt: skip

    def tick(self, box: SheetBox) -> None:
        grow, dx = self.chance.uniform(0.8, 1.5), self.chance.uniform(-0.1, 0.15)
        self.stroke(
            [(0.15 + dx, 0.5), (0.4 + dx, 0.85), (0.4 + dx + 0.5 * grow, 0.85 - 0.75 * grow)], box
        )

    def cross(self, box: SheetBox) -> None:
        out = self.chance.uniform(0.02, 0.3)
        self.stroke([(out, out), (1 - out, 1 - out)], box)
        self.stroke([(1 - out, out), (out, 1 - out)], box)

    def line(self, box: SheetBox) -> None:
        self.stroke([(0.1, 0.8), (0.9, 0.2)], box)

    def dot(self, box: SheetBox) -> None:
        self.stroke([(0.45, 0.5), (0.55, 0.55), (0.5, 0.45)], box)

    def scribble(self, box: SheetBox) -> None:
        steps = self.chance.randrange(5, 9)
        self.stroke([(0.15 + 0.7 * (at % 2), 0.15 + 0.7 * at / steps) for at in range(steps)], box)

    def black_out(self, box: SheetBox) -> None:
        for _ in range(3):
            steps = 14
            self.stroke([(0.02 + 0.96 * (at % 2), at / steps) for at in range(steps + 1)], box)


def filled(
    page: int, chance: Random, layout: SheetLayout = LAYOUT
) -> tuple[np.ndarray, dict[str, str | None]]:
    """Fill a page in; gives the paper and what was meant by each row."""
    paper = printed(page, layout)
    pen = Pen(chance, paper)
    meant: dict[str, str | None] = {}
    for row in layout.on_page(page):
        box = chance.choice(row.boxes)
        kind = chance.random()
        meant[row.item] = box.option
        if kind < 0.06:
            meant[row.item] = None
        elif kind < 0.48:
            pen.tick(box)
        elif kind < 0.74:
            pen.cross(box)
        elif kind < 0.82:
            pen.scribble(box)
        elif kind < 0.88:
            pen.line(box)
        elif kind < 0.91:
            pen.dot(box)
        else:  # corrected: another box was ticked first, and blacked out
            pen.tick(box)
            other = chance.choice([one for one in row.boxes if one is not box])
            pen.tick(other)
            pen.black_out(other)
    return paper, meant


def scanned(paper: np.ndarray, chance: Random) -> bytes:
    """Scan or photograph a page: askew, in shadow, smudged, blurred, as JPEG or PNG."""
    page = _smudged(paper.astype(np.float32), chance)
    is_photo = chance.random() < 0.6
    zoom = chance.uniform(0.75, 1.15)
    pad = 160
    size = (round((WIDTH + 2 * pad) * zoom), round((HEIGHT + 2 * pad) * zoom))
    away = 0.035 * WIDTH if is_photo else 0.0
    corners = np.array([(0, 0), (WIDTH, 0), (WIDTH, HEIGHT), (0, HEIGHT)], np.float32)
    moved = np.array(
        [(x + pad + chance.uniform(-away, away), y + pad + chance.uniform(-away, away))
         for x, y in corners], np.float32,
    )  # fmt: skip
    turn = np.vstack(
        [
            cv2.getRotationMatrix2D(
                (WIDTH / 2 + pad, HEIGHT / 2 + pad),
                chance.uniform(-4, 4),
                1.0,
            ),
            (0, 0, 1),
        ]
    )
    if is_photo and chance.random() < 0.3:
        turn[0, 1] += chance.uniform(-0.03, 0.03)  # skewed
    matrix = np.diag([zoom, zoom, 1]) @ turn @ cv2.getPerspectiveTransform(corners, moved)
    desk = chance.choice((40, 90, 160, 230)) if is_photo else 250
    image = cv2.warpPerspective(page, matrix, size, flags=cv2.INTER_AREA, borderValue=desk)
    if is_photo:
        image *= _shadow(image.shape, chance)
    image = cv2.GaussianBlur(image, (0, 0), chance.uniform(0.5, 1.7))
    noise = np.random.default_rng(chance.randrange(2**32)).normal(
        0, chance.uniform(1, 6), image.shape
    )
    image = np.clip(image + noise, 0, 255).astype(np.uint8)
    image = np.rot90(image, chance.choice((0, 0, 0, 1, 2, 3))).copy()
    if chance.random() < 0.85:
        quality = [cv2.IMWRITE_JPEG_QUALITY, chance.randrange(35, 92)]
        return cv2.imencode(".jpg", image, quality)[1].tobytes()
    return cv2.imencode(".png", image)[1].tobytes()


def _smudged(page: np.ndarray, chance: Random) -> np.ndarray:
    for _ in range(chance.randrange(0, 5)):
        x, y = chance.randrange(WIDTH), chance.randrange(HEIGHT)
        wide, tall = chance.randrange(15, 120), chance.randrange(8, 50)
        spot = np.zeros_like(page)
        cv2.ellipse(spot, (x, y), (wide, tall), chance.randrange(180), 0, 360, 1.0, -1)
        spot = cv2.GaussianBlur(spot, (0, 0), 8)
        page = page * (1 - chance.uniform(0.05, 0.45) * spot)
    return page


def _shadow(shape: tuple[int, ...], chance: Random) -> np.ndarray:
    height, width = shape
    across = np.linspace(-1, 1, width)[None, :] * chance.uniform(-0.2, 0.2)
    down = np.linspace(-1, 1, height)[:, None] * chance.uniform(-0.2, 0.2)
    light = 0.82 + across + down
    if chance.random() < 0.5:  # the edge of a hand or a phone
        edge = np.linspace(-1, 1, width)[None, :] + np.linspace(-1, 1, height)[:, None]
        light *= 1 - chance.uniform(0.1, 0.35) / (
            1 + np.exp(-(edge - chance.uniform(-0.8, 0.8)) * 25)
        )
    return np.clip(light, 0.3, 1.05).astype(np.float32)
