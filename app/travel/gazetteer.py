"""Where a name is in Mexico: GeoNames' populated places, shipped with the program, and Nominatim where it is set.

GeoNames (geonames.org), CC BY 4.0; `scripts/extract_gazetteer.py` made the file.
"""

import csv
import gzip
import logging
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from app.cases.spellings.text import fold

FILE = Path(__file__).parent / "gazetteer.csv.gz"
SHOWN = 8
NOMINATIM_SECONDS = 3
AGENT = "Acompana route book"
HOME_STATE = "Chiapas"  # before the others, at an equal match


@dataclass(frozen=True, slots=True)
class Found:
    name: str
    state: str
    latitude: float
    longitude: float
    population: int = 0


def find(text: str) -> list[Found]:
    """By name: the same before those that begin so, before those that hold it; Chiapas and larger places first."""
    key = fold(text)
    if len(key) < 2:
        return []
    ranked = [(rank, entry) for names, entry in _entries() if (rank := _rank(key, names)) is not None]
    ranked.sort(key=lambda pair: (pair[0], pair[1].state != HOME_STATE, -pair[1].population, pair[1].name))
    return [entry for _rank, entry in ranked[:SHOWN]]


def _rank(key: str, names: tuple[str, ...]) -> int | None:
    if key in names:
        return 0
    if any(name.startswith(key) for name in names):
        return 1
    return 2 if any(f" {key}" in name for name in names) else None


@cache
def _entries() -> tuple[tuple[tuple[str, ...], Found], ...]:
    with gzip.open(FILE, "rt", encoding="utf-8", newline="") as lines:
        return tuple(
            (
                tuple(fold(name) for name in (row["name"], *row["other_names"].split("|")) if name),
                Found(
                    row["name"], row["state"], float(row["latitude"]), float(row["longitude"]), int(row["population"])
                ),
            )
            for row in csv.DictReader(lines)
        )


def ask_nominatim(url: str, text: str) -> list[Found] | None:
    """What the configured server knows; None where it does not answer."""
    from geopy.exc import GeopyError  # heavy: only where a server is configured
    from geopy.geocoders import Nominatim  # heavy: the same

    address = urlsplit(url)
    server = Nominatim(
        domain=(address.netloc + address.path).rstrip("/"), scheme=address.scheme, user_agent=AGENT,
        timeout=NOMINATIM_SECONDS,
    )  # fmt: skip
    try:
        answers = server.geocode(text, exactly_one=False, limit=SHOWN, country_codes="mx", language="es") or []
        return [Found(*_titles(answer.address), answer.latitude, answer.longitude) for answer in answers]
    except (GeopyError, ValueError, KeyError, TypeError) as trouble:
        logging.getLogger(__name__).warning("Nominatim did not answer: %s", type(trouble).__name__)
        return None


def _titles(address: str) -> tuple[str, str]:
    name, _comma, rest = address.partition(", ")
    return name, rest
