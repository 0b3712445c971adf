"""A calendar as the file that phones subscribe to (RFC 5545)."""

from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from .entries import Entry

AROUND = timedelta(days=366)  # a zone's rules are written for this long around the entries
REFRESH = "PT30M"


def written(name: str, entries: list[Entry], public_url: str) -> bytes:
    """Equal entries give equal bytes: the stamp of an entry is when it last changed."""
    calendar = Calendar()
    calendar.add("prodid", "-//Acompaña//Calendario//ES")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar["refresh-interval"] = calendar["x-published-ttl"] = REFRESH
    for entry in entries:
        calendar.add_component(_event(entry, public_url))
    if entries:
        days = [_day(entry.starts) for entry in entries]
        calendar.add_missing_timezones(first_date=min(days) - AROUND, last_date=max(days) + AROUND)
    return calendar.to_ical()


def _event(entry: Entry, public_url: str) -> Event:
    host = public_url.split("://")[-1].split("/")[0].split(":")[0]
    event = Event()
    event.add("uid", f"{entry.uid}@{host}")
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("sequence", entry.sequence)
    event.add("dtstart", entry.starts)
    event.add("dtend", entry.ends)
    event.add("summary", entry.summary)
    event.add("status", entry.status)
    event.add("class", "PRIVATE")
    event.add("transp", "OPAQUE" if isinstance(entry.starts, datetime) else "TRANSPARENT")
    if entry.location:
        event.add("location", entry.location)
    if entry.case_number:
        event.add("url", f"{public_url}/cases/{entry.case_number}")
    return event


def _day(start: date | datetime) -> date:
    return start.date() if isinstance(start, datetime) else start
