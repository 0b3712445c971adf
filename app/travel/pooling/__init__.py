"""Who rides with whom in the programme's vehicles on a day: never dearer than each on their own.

values.py says what a day is, rules.py what a run costs and when it can be driven, exact.py proves
the cheapest one of a small day, search.py looks for it on a large one. Plain values in and out: minutes of the day,
metres, centavos.
"""

from .rules import check_plan
from .solver import solve
from .values import Day, Load, Plan, Rider, Run, Stop

__all__ = ["Day", "Load", "Plan", "Rider", "Run", "Stop", "check_plan", "solve"]
