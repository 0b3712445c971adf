"""Places and services: where people live, are seen and sleep; what hospitals offer."""

from sqlalchemy import CheckConstraint, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from app.foundation.db import Base

KINDS = ("town", "clinic", "hospital", "lodging", "community", "terminal")


class Place(Base):
    """A lodging has a price and beds. `reveals`: its name says too much, texts name the city alone (P9)."""

    __tablename__ = "place"
    __table_args__ = (
        CheckConstraint(f"kind IN {KINDS}", name="kind"),
        CheckConstraint("kind <> 'lodging' OR price_minor IS NOT NULL", name="lodging_has_price"),
        CheckConstraint("price_minor >= 0 AND beds >= 0", name="not_negative"),
        CheckConstraint("priced_per IN ('person', 'room')", name="priced_per"),
        CheckConstraint("takes IN ('anyone', 'companions_of_inpatients', 'women')", name="takes"),
        CheckConstraint("room_beds >= 1", name="room_beds"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(12), index=True)
    municipality: Mapped[str | None] = mapped_column(String(80))
    city: Mapped[str | None] = mapped_column(String(80))  # as texts name it: "Tuxtla"
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    phone: Mapped[str | None] = mapped_column(String(20))
    services: Mapped[str] = mapped_column(String(400), default="", server_default="")
    reveals: Mapped[bool] = mapped_column(default=False, server_default="0")
    price_minor: Mapped[int | None] = mapped_column(Integer)  # centavos a night, per person or room
    priced_per: Mapped[str] = mapped_column(String(8), default="person", server_default="person")
    room_beds: Mapped[int] = mapped_column(Integer, default=2, server_default="2")  # where it is priced per room
    beds: Mapped[int | None] = mapped_column(Integer)
    companion_cap: Mapped[int | None] = mapped_column(Integer)
    takes: Mapped[str] = mapped_column(String(24), default="anyone", server_default="anyone")
    id_rule: Mapped[str] = mapped_column(String(200), default="", server_default="")  # what to show at the door
    active: Mapped[bool] = mapped_column(default=True, server_default="1")

    @property
    def city_name(self) -> str:
        """The city as a text names it; the municipality where nobody wrote one."""
        return self.city or self.municipality or self.name


class Service(Base):
    """A hospital's service: how long a visit takes, how many nights are expected, how to prepare."""

    __tablename__ = "service"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)
    usual_minutes: Mapped[int] = mapped_column(default=240)
    nights_admitted: Mapped[int] = mapped_column(default=0)
    preparation: Mapped[str] = mapped_column(String(400), default="", server_default="")
    reveals: Mapped[bool] = mapped_column(default=False, server_default="0")
