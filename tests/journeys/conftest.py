"""What people have at hand: a photograph, and the demo's own people by their first name."""

from datetime import datetime

import pytest

from app.demo import PASSWORD
from app.foundation import clock

ZONE = "America/Mexico_City"
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8ffff3f0005fe02fe0def46b80000000049454e44ae426082"
)


@pytest.fixture
def photo(tmp_path):
    """A picture of a paper, of one pixel."""
    file = tmp_path / "recibo.png"
    file.write_bytes(PICTURE)
    return file


@pytest.fixture
def enter(visitor):
    """`enter("lupita")` is Lupita at her own browser, signed in."""

    def signed_in(first_name: str):
        person = visitor()
        person.sign_in(f"{first_name}@demo.example", PASSWORD)
        return person

    return signed_in


@pytest.fixture
def at(server):
    """`at("2026-12-01T10:05")` moves the program to that wall-clock time of the programme."""

    def moved(typed: str) -> None:
        wall = datetime.fromisoformat(typed)
        server.clock.move_to(clock.at_wall(wall.date(), wall.time(), ZONE))

    return moved
