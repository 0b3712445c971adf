"""How long people have been on the road on a local day, where a traveller can only stand so many hours.

A label needs one figure, *tiredness*, that is smaller where it is better: whoever begins a day anew is less tired
than anybody who has ridden on it. So it counts days down and minutes up.
"""

from .ways import WaysThere

A_DAY = 1 << 12  # more than the minutes of a day


class Riding:
    """At most `most` minutes on the road in each local day."""

    def __init__(self, ways: WaysThere, most: int):
        self.ways, self.most = ways, most

    def fresh(self, time: int) -> int:
        """Of who has not ridden on that day."""
        return -self.ways.day_of(time) * A_DAY

    def after(self, tired: int, departs: int, arrives: int) -> int | None:
        """With this ride before all those that have made people so tired; None where it is too much on some day."""
        known, ridden = -(tired // A_DAY), tired % A_DAY
        day = first = self.ways.day_of(departs)
        on_the_first = 0
        while departs <= arrives:
            until = min(arrives, self.ways.day_ends(day))
            minutes = until - departs + (ridden if day == known else 0)
            if minutes > self.most:
                return None
            if day == first:
                on_the_first = minutes
            if until == arrives:
                break
            departs, day = until, day + 1
        return on_the_first - first * A_DAY
