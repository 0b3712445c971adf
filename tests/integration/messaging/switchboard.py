"""A carrier that calls too. Its list of calls knows numbers and hours, and not what was said."""

from dataclasses import replace
from datetime import datetime

from app.messaging.gateways import Letter, Outcome, Sighting
from tests.integration.messaging.carrier import Carrier


class Switchboard(Carrier):
    """Takes calls like texts, in the same append-only log; the faults are those of the base."""

    calls = True

    def ring(self, letter: Letter) -> Outcome:
        outcome = self.hand_over(letter)
        return replace(outcome, sid=outcome.sid.replace("SM", "CA")) if outcome.sid else outcome

    def _accept(self, letter: Letter, sid: str) -> None:
        super()._accept(letter, sid.replace("SM", "CA") if letter.channel == "voice" else sid)

    def look_up_call(self, to_number: str, since: datetime) -> Sighting:
        if not self.list_readable:
            return Sighting(readable=False)
        mine = [line for line in self.calls_made if line["to"] == to_number]
        return Sighting(True, tuple(one["sid"] for one in mine if datetime.fromisoformat(one["at"]) >= since))

    @property
    def calls_made(self) -> list[dict[str, str]]:
        """Every call it ever took, in order."""
        return [line for line in self.accepted if line["sid"].startswith("CA")]

    @property
    def words(self) -> list[str]:
        return [line["body"] for line in self.calls_made]
