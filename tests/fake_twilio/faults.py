"""What goes wrong, and when: by script, by number, by chance. Changed at run time over /control."""

import random
import threading
from dataclasses import dataclass, field, fields

FAULTS = (
    "ok", "429", "503", "500", "accepted+500", "accepted+cut", "cut", "cut-mid-request", "slow", "late", "revoked",
)  # fmt: skip
"""accepted+500 and accepted+cut: taken, and the answer is an error, or a reset. cut: reset, not taken.
cut-mid-request: reset before the body was read. slow: taken, and the answer comes after `slow_seconds`. late: reset,
and taken `late_seconds` afterwards. A number such as 21211 refuses with this documented code."""
MAGIC = "+5299900"
"""A text to +5299900 and a five-digit code meets this code: 2xxxx refuses it, 3xxxx reports it as undelivered."""


@dataclass
class Plan:
    """How it behaves now. `script`: faults for the next creates, used up in order. `chances`: fault → probability.
    `stale_seconds`: the list shows only what is older. `read_seconds`: how long a
    request may stay half written before it is dropped. `signal`: {"pid", "signal"}: once,
    that client is killed or stopped right after its text was accepted. Callbacks: `statuses` are reported `callback_delay` seconds (plus
    up to `callback_spread`) after the answer, or before it (`early`), each `copies` times, in any order when
    `shuffle`, and never with the probability `lost`."""

    script: list[str] = field(default_factory=list)
    chances: dict[str, float] = field(default_factory=dict)
    slow_seconds: float = 15.0
    late_seconds: float = 1.0
    retry_after: int | None = None
    stale_seconds: float = 0.0
    list_fails: float = 0.0
    list_hangs: float = 0.0
    revoked: bool = False
    page_limit: int = 1000
    read_seconds: float = 60.0
    signal: dict | None = None
    statuses: list[str] = field(default_factory=list)
    callback_delay: float = 0.0
    callback_spread: float = 0.0
    early: bool = False
    copies: int = 1
    shuffle: bool = False
    lost: float = 0.0

    def __post_init__(self):
        self._lock = threading.Lock()

    def change(self, wanted: dict) -> None:
        """Sets what is named; a name that it does not know is a mistake of the caller."""
        unknown = set(wanted) - {known.name for known in fields(self)}
        if unknown:
            raise ValueError(f"no such setting: {', '.join(sorted(unknown))}")
        with self._lock:
            for name, value in wanted.items():
                setattr(self, name, value)

    def next_fault(self, to: str) -> str:
        """What happens to this create."""
        if self.revoked:
            return "revoked"
        with self._lock:
            if self.script:
                return self.script.pop(0)
        code = magic(to)
        if code and code.startswith("2"):
            return code
        dice = random.random()
        for fault, chance in self.chances.items():
            dice -= chance
            if dice < 0:
                return fault
        return "ok"

    def take_signal(self) -> dict | None:
        """The signal that is due, once."""
        with self._lock:
            due, self.signal = self.signal, None
        return due


def magic(to: str) -> str | None:
    """The code that a number stands for."""
    return to.removeprefix(MAGIC) if to.startswith(MAGIC) and len(to) == len(MAGIC) + 5 else None
