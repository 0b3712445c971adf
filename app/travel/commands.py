"""`flask plan`: the front on the book as it is, for people and for other programs (docs/settings.md)."""

import json
from datetime import datetime

import click
from flask.cli import with_appcontext

from app.cases import queries as cases
from app.foundation import clock
from app.foundation.errors import Refused
from app.foundation.language import _
from app.foundation.money import Money

from . import queries
from .book import Party
from .journeys import Journey
from .planner import Question, plan


@click.command("plan")
@click.option("--from", "origin", required=True, metavar="PLACE", help="Code or name.")
@click.option("--to", "destination", required=True, metavar="PLACE", help="Code or name.")
@click.option("--arrive-by", metavar="ISO8601", help="The deadline; a naive time is the programme's.")
@click.option("--ready-at", metavar="ISO8601", help="The way home, from this time on.")
@click.option("--travellers", type=click.IntRange(min=1), default=2, show_default=True)
@click.option("--no-estimates", is_flag=True, help="No estimated legs for places without a route.")
@click.option("--json", "as_json", is_flag=True)
@with_appcontext
def plan_command(origin, destination, arrive_by, ready_at, travellers, no_estimates, as_json):
    """Every best way from PLACE to PLACE: no other is later, cheaper and lighter at once."""
    try:
        question = Question(
            _code(origin), _code(destination), _instant(arrive_by), _instant(ready_at), Party(full=travellers),
            estimates=not no_estimates,
        )  # fmt: skip
        answer = plan(queries.planner_book(), question)
    except Refused as refusal:
        click.echo(str(refusal), err=True)
        raise SystemExit(2) from refusal
    click.echo(json.dumps([as_dict(j) for j in answer.journeys], indent=1) if as_json else _told(answer.journeys))
    if answer.missing:
        click.echo(answer.missing, err=True)


def _code(text: str) -> str:
    place = cases.place_by_code_or_name(text)
    if place is None:
        raise Refused(_("No hay ningún lugar «%(code)s» en el libro.", code=text))
    return place.code


def _instant(typed: str | None) -> datetime | None:
    if typed is None:
        return None
    try:
        instant = datetime.fromisoformat(typed)
    except ValueError as unreadable:
        raise Refused(
            _("«%(typed)s» no es una fecha con hora. Ejemplo: 2026-12-15T08:00.", typed=typed)
        ) from unreadable
    return instant if instant.tzinfo else instant.replace(tzinfo=clock.zone())


def as_dict(journey: Journey) -> dict[str, object]:
    """The journey as INTERFACES promise it; an estimated leg says so."""
    return {
        "depart": journey.departs_at.isoformat(),
        "arrive": journey.arrives_at.isoformat(),
        "cost_minor": journey.cost_minor,
        "nights": journey.nights,
        "dark_minutes": journey.dark_minutes,
        "legs": [_leg(leg) for leg in journey.legs],
        "stays": [
            {
                "place": stay.place,
                "check_in": stay.check_in.isoformat(),
                "nights": stay.nights,
                "price_minor": stay.price_minor,
            }
            for stay in journey.stays
        ],
    }


def _leg(leg) -> dict[str, object]:
    told = {
        "from": leg.origin,
        "to": leg.destination,
        "mode": leg.mode,
        "depart": leg.departs_at.isoformat(),
        "arrive": leg.arrives_at.isoformat(),
        "fare_minor": leg.fare_minor,
    }
    return told | {"estimate": True} if leg.estimate else told


def _told(journeys: tuple[Journey, ...]) -> str:
    """One paragraph a journey, for reading in a terminal."""
    return "\n\n".join(
        "\n".join([
            f"{journey.departs_at:%Y-%m-%d %H:%M} → {journey.arrives_at:%Y-%m-%d %H:%M}  {Money(journey.cost_minor)}"
            f"  noches {journey.nights}  de noche {journey.dark_minutes} min",
            *(
                f"  {leg.departs_at:%H:%M}–{leg.arrives_at:%H:%M} {leg.origin} → {leg.destination} ({leg.mode})"
                + (" *estimado*" if leg.estimate else "")
                for leg in journey.legs
            ),
            *(f"  {stay.nights} noche(s) en {stay.place}" for stay in journey.stays),
        ])
        for journey in journeys
    )  # fmt: skip
