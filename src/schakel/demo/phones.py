"""An invented report that was sealed on somebody's phone, as the script of the public door does it."""

import json
import uuid
from datetime import timedelta

from schakel.core import time
from schakel.intake import actions, receipts, visits
from schakel.intake.content import Urgency
from schakel.intake.handed import Handed
from schakel.vault import keys, sealing

_ROUTING = {"way": "iemand", "municipality": ["GM0153"], "under_18": ["on"]}
_ANSWERS = {
    "way": "iemand",
    "steps": {
        "reporter": {"under_18": ["on"]},
        "story": {
            "story": [
                "Dziewczyna z mojej klasy, 16 lat, co wieczór wsiada do innego samochodu. Ma nowy telefon i płacze."
            ],
            "municipality": ["GM0153"],
            "place": ["Przy dworcu"],
            "since": ["od września"],
        },
        "forms": {"forms": ["sexual"]},
        "people": {
            "people-TOTAL_FORMS": ["1"],
            "people-INITIAL_FORMS": ["0"],
            "people-0-name": ["Zofia Wymyślona"],
            "people-0-age": ["16 lat"],
            "people-0-gender": ["woman"],
        },
        "hear_back": {"hear_back": ["code"], "hear_back_detail": [""]},
    },
}


def hand_in_from_a_phone() -> None:
    """A classmate's worry in Polish, this morning; the centre reads it as it was typed."""
    pinned, code = keys.public_keys(), receipts.from_visit(visits.new_key())
    report_id, key_id = uuid.uuid4(), pinned.intake_key_id
    parts = {"routing": _ROUTING, "body": _ANSWERS}
    routing, body = (
        sealing.seal(json.dumps(said).encode(), pinned.intake, info=sealing.binding(str(report_id), key_id, part))
        for part, said in parts.items()
    )
    handed = Handed(
        id=report_id,
        lookup=receipts.lookup_of(code),
        reply_key=receipts.reply_public_bytes(code),
        key_id=key_id,
        routing_sealed=routing,
        body_sealed=body,
        urgency=Urgency.UNDER_18,
    )
    with time.travel(time.now() - timedelta(minutes=40)):
        actions.receive(handed, language="pl")
