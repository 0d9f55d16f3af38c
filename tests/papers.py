"""A paper for tests: signed by a key of theirs."""

from datetime import UTC, date, datetime

from qa_app.domain.journal import canonical_json
from qa_app.domain.key_lists import PublishedKey, key_list
from qa_app.domain.papers import (
    PaperFacts,
    digest_of_token,
    paper_token,
    plain_paper,
    signed_file,
)
from qa_app.domain.rules.decision import Status
from qa_app.domain.signatures import key_code, public_part, signature_of
from qa_app.domain.text import BilingualText

SEED = bytes(range(32))
PUBLIC = public_part(SEED)
KEY = key_code(PUBLIC)
AT = datetime(2026, 4, 1, 2, 0, tzinfo=UTC)
TODAY = date(2026, 4, 1)
TOKEN = paper_token(0x0123456789ABCDEF0123456789ABCDEF)
FACTS = PaperFacts(
    number="YN-KM-2026-000123",
    token_digest=digest_of_token(TOKEN),
    centre=BilingualText("盘龙区未成年人服务中心", "Panlong Centre for Minors"),
    area="social_work",
    area_name=BilingualText("社会工作/个案管理", "Social work / case management"),
    status=Status.CONDITIONAL,
    set="full",
    set_name=BilingualText("正式期", "Full"),
    criteria=("judicial_cooperation_list", "1.0.0", "ab" * 32),
    valid_from=date(2026, 4, 1),
    valid_until=date(2026, 9, 30),
    conditions=2,
    body=BilingualText("昆明市人民检察院", "Kunming Procuratorate"),
    evidence_digest="cd" * 32,
    issued_on=TODAY,
    key=KEY,
    departs_from=BilingualText("暂缓", "Deferred"),
    reasons="两次复查都显示同一问题已经解决，书面材料齐全。",
)
PAYLOAD = canonical_json(plain_paper(FACTS))
FILE = signed_file(PAYLOAD, KEY, signature_of(SEED, PAYLOAD))
LIST = key_list([PublishedKey(KEY, PUBLIC, AT, None, TODAY, None)], [], AT)
