"""How much may leave, for all workers together: so many segments a second, and so many a local day.

What they share is one row of `channel`, locked by whoever claims: `free_at` is the moment up to which the line is
spoken for, and each claimed text moves it on by segments ÷ rate. Pure.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

AHEAD = timedelta(seconds=2)
"""How far ahead a claim may speak for the line: an answer never waits longer behind what others claimed."""
CLOCK_WAS_SET = timedelta(seconds=30)
"""A line that is spoken for so far ahead was so by a clock that has been set back since: it is free."""
SOON = timedelta(hours=24)
"""What a text is about so soon that the daily cap does not keep it back."""


@dataclass
class Line:
    """The line at `now`. `per_second` 0: no rate; `cap` 0: none. `counted` segments were claimed today."""

    now: datetime
    per_second: int
    cap: int
    free_at: datetime | None
    counted: int
    kept_back: bool = False

    def __post_init__(self):
        known = self.free_at if self.free_at and self.free_at - self.now < CLOCK_WAS_SET else None
        self.free_at = max(known or self.now, self.now)

    @property
    def spoken_for(self) -> bool:
        """Nothing more fits now: somebody else is sending what does."""
        return bool(self.per_second) and self.free_at >= self.now + AHEAD

    @property
    def full(self) -> bool:
        """The day's segments are used up."""
        return bool(self.cap) and self.counted >= self.cap

    def takes(self, segments: int, urgent: bool) -> bool:
        """Whether the cap lets a text through; the first that it does not is remembered."""
        fits = urgent or not self.cap or self.counted + segments <= self.cap
        self.kept_back = self.kept_back or not fits
        return fits

    def book(self, segments: int) -> float:
        """Speaks for a text; returns in how many seconds from `now` it may start."""
        starts, self.counted = self.free_at, self.counted + segments
        if self.per_second:
            self.free_at += timedelta(seconds=segments / self.per_second)
        return (starts - self.now).total_seconds()


def urgent(any_hour: bool, event_at: datetime | None, now: datetime) -> bool:
    """Answers, and what is about the next 24 hours, leave whatever the cap says."""
    return any_hour or (event_at is not None and event_at <= now + SOON)
