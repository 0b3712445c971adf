"""Who goes on a trip, as the pages tell it: how each one goes, and what they cannot do on the way."""

from datetime import datetime

from app.accounts.models import User
from app.cases import operations as cases
from app.coordination.journeys import As
from app.coordination.party_forms import PartyForm


def told(form: PartyForm) -> dict[int, As]:
    """By the person's id."""
    return {
        person_id: As(line.kind.data or "companion", line.fare_class.data or "full", line.limits())
        for person_id, line in form.told().items()
    }


def keep_limits(form: PartyForm, now: datetime, by: User) -> None:
    """They are the person's: the next trip knows them."""
    for line in form.known():
        limits = line.limits()
        cases.set_limits(
            line.person, limits.no_dark, limits.riding_minutes, line.barred.data or (), now, by,
            wheelchair=limits.wheelchair,
        )  # fmt: skip


def limits_in_words(form: PartyForm) -> str:
    """Whose limits the planner kept to: `Rosa Mejía: no de noche`."""
    going = [form.members[0], *(line for line in form.members[1:] if line.goes.data)]
    return "; ".join(f"{line.person.full_name}: {line.in_words()}" for line in going if line.in_words())
