"""No faster than the carrier wants: so many segments a second."""

import time
from collections.abc import Callable

from app.foundation import clock


class Pace:
    """Called with a text's segments before it leaves; waits until the rate allows it. Idle time is not saved up
    beyond one second, so that a quiet hour is no storm afterwards."""

    def __init__(
        self, per_second: int, monotonic: Callable[[], float] = clock.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ):  # fmt: skip
        self.per_second, self.monotonic, self.sleep = per_second, monotonic, sleep
        self.free_at = monotonic()

    def __call__(self, segments: int) -> None:
        now = self.monotonic()
        if self.free_at > now:
            self.sleep(self.free_at - now)
        self.free_at = max(self.free_at, now - 1) + segments / self.per_second
