"""A carrier whose own append-only log is the oracle: a file that survives whoever is killed."""

import json
import os
import uuid
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from app.messaging.gateways import Gateway, Letter, Outcome, Sighting


class Carrier(Gateway):
    """Accepts by one appended line. `fault(letter)` may return `before` (nothing kept), `refused:CODE`,
    `not_sent:CODE`, or `after` (kept, and no answer)."""

    name = "carrier"
    paced = False

    def __init__(self, log: Path, fault: Callable[[Letter], str | None] = lambda letter: None):
        self.log, self.fault = log, fault
        self.list_readable = True

    def hand_over(self, letter: Letter) -> Outcome:
        verdict, _, code = (self.fault(letter) or "").partition(":")
        if verdict in ("refused", "not_sent"):
            return Outcome(verdict, code=code)
        if verdict == "before":
            return Outcome("unknown", detail="read timeout")
        sid = f"SM{uuid.uuid4().hex}"
        self._accept(letter, sid)
        return Outcome("unknown", detail="cut") if verdict == "after" else Outcome("accepted", sid=sid)

    def _accept(self, letter: Letter, sid: str) -> None:
        line = {"sid": sid, "message": letter.message_id, "to": letter.to_number, "body": letter.body}
        line["at"] = letter.began_at.isoformat()
        handle = os.open(self.log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(handle, (json.dumps(line) + "\n").encode())
        os.close(handle)

    def look_up(self, to_number: str, body: str, since: datetime) -> Sighting:
        if not self.list_readable:
            return Sighting(readable=False)
        seen = [
            line["sid"]
            for line in self.accepted
            if (line["to"], line["body"]) == (to_number, body) and datetime.fromisoformat(line["at"]) >= since
        ]
        return Sighting(readable=True, sids=tuple(seen))

    @property
    def accepted(self) -> list[dict[str, str]]:
        """Everything it ever took, in order."""
        return [json.loads(line) for line in self.log.read_text().splitlines()] if self.log.exists() else []

    @property
    def message_ids(self) -> list[int]:
        return [line["message"] for line in self.accepted]
