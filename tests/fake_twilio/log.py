"""The oracle: one JSON line for each thing that happened, appended before anybody is answered."""

import json
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path


class Log:
    """`what`: `accepted` (a text or a call), `refused` (answered without accepting), `cut`, `listed`, `called_back`.
    O_APPEND and one write a line: whoever is killed, what is here happened."""

    def __init__(self, path: Path):
        self.path = Path(path)
        self.handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def write(self, what: str, **told) -> None:
        os.write(self.handle, (json.dumps({"what": what, **told}) + "\n").encode())

    def lines(self, what: str | None = None) -> Iterator[dict]:
        for line in self.path.read_text().splitlines():
            told = json.loads(line)
            if what in (None, told["what"]):
                yield told

    def accepted(self) -> Counter:
        """Our message id → how often it was accepted. Twice is what must never be."""
        return Counter(line["message"] for line in self.lines("accepted"))
