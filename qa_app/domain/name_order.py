"""The one order of names of centres, places and people: Chinese by sound, others by letter."""

import unicodedata
from collections.abc import Mapping

from qa_app.domain.text import BilingualText

# GB 2312 keeps its 3,755 common characters in the order of their sound, and the others after them
# by radical. These are the others that begin or fill names often, each with a common character of
# the same sound (without its tone).
_SOUNDS_LIKE = str.maketrans(
    "褚窦奚酆岑滕邬臧闵昝裘缪贲嵇荀於芮羿邴隗宓郗栾钭郜邰蔺胥莘逄郦郤璩濮扈郏晏瞿庾暨"
    "阙殳夔厍晁訾阚乜蒯竺逯闫佟覃麒麟嵩亓晖仝冼佘蹇鄢鑫昊晟瑾玥珺璇妍婧雯煜烨淼翊",
    "楚豆西丰层腾乌脏敏赞求庙奔机寻于瑞亦丙葵密西峦抖告台吝需申旁立西渠扑户夹艳渠雨技"
    "缺书葵社潮子看聂快竹路严同秦其林松其灰同显蛇检烟新浩胜紧月君旋言静文玉叶秒亦",
)
_FIRST_SOUNDS_LIKE = {"重庆": "虫庆", "曾": "增", "单": "善", "查": "扎", "仇": "求"}


def name_key(name: str) -> tuple[bytes, str]:
    """Give the key that names are put in order by.

    No collation of the databases is asked: SQLite has none for Chinese, and two databases must
    show the same list.

    Args:
        name: Name of a centre, a place or a person.

    Returns:
        Letters by the alphabet, whatever their case and accents, before Chinese by its sound
        (GB 18030); equal sounds by their characters.
    """
    plain = "".join(
        one for one in unicodedata.normalize("NFKD", name) if not unicodedata.combining(one)
    ).casefold()
    for start, sound in _FIRST_SOUNDS_LIKE.items():
        if plain.startswith(start):
            plain = sound + plain[len(start) :]
            break
    return plain.translate(_SOUNDS_LIKE).encode("gb18030", errors="replace"), name


def text_key(name: BilingualText, language: str) -> tuple[bytes, str]:
    """Give the key that names in two languages are put in order by.

    Args:
        name: The name.
        language: The language of the page.

    Returns:
        As `name_key` of the name that the page shows.
    """
    return name_key(name.in_language(language))


def branch_key(path: str, codes: Mapping[str, str]) -> tuple[str, ...]:
    """Give the key that places of a tree are put in order by, each below the one it lies in.

    Args:
        path: Path of a place, such as `1/4/`.
        codes: Path to the code in the register; places that it lacks are passed over.

    Returns:
        The codes from the top down: every page shows the districts of a city in the order of the
        register.
    """
    nodes = path.split("/")[:-1]
    tops = ("/".join(nodes[: depth + 1]) + "/" for depth in range(len(nodes)))
    return tuple(codes[top] for top in tops if top in codes)
