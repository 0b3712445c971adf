"""Texts and calls as Twilio writes them: JSON with its names, dates in RFC 2822, and pages of a list."""

import re
import threading
import uuid
from collections import defaultdict
from datetime import UTC, datetime
from email.utils import format_datetime
from urllib.parse import urlencode

from .log import Log

OUR_ID = re.compile(r"/(\d+)(?:[/?]|$)")


class Store:
    """What was accepted, newest first by number; read back from the log when the server starts again."""

    def __init__(self, log: Log, account: str):
        self.log, self.account = log, account
        self.by_sid: dict[str, dict] = {}
        self.by_number: dict[str, list[dict]] = defaultdict(list)
        self._lock = threading.Lock()
        for line in log.lines("accepted"):
            self._keep(line)

    def accept(self, kind: str, form: dict[str, str]) -> dict:
        """Takes it: the line is in the log before anything else happens."""
        callback = form.get("StatusCallback", "")
        ours = OUR_ID.search(callback)
        kept = {
            "kind": kind, "sid": ("CA" if kind == "call" else "SM") + uuid.uuid4().hex,
            "message": int(ours[1]) if ours else None, "to": form["To"],
            "from": form.get("From") or form.get("MessagingServiceSid"), "body": form.get("Body", ""),
            "at": datetime.now(UTC).isoformat(), "callback": callback, "valid": form.get("ValidityPeriod"),
            "twiml": form.get("Twiml") or form.get("Url"),
        }  # fmt: skip
        self.log.write("accepted", **kept)
        return self._keep(kept)

    def _keep(self, kept: dict) -> dict:
        kept |= {"status": "queued", "code": None}
        with self._lock:
            self.by_sid[kept["sid"]] = kept
            self.by_number[kept["to"]].append(kept)
        return kept

    def resource(self, kept: dict) -> dict:
        """One text or call, as Twilio answers it."""
        return self._call(kept) if kept["kind"] == "call" else self._text(kept)

    def _text(self, kept: dict) -> dict:
        service = (kept["from"] or "").startswith("MG")
        segments = max(1, -(-len(kept["body"]) // 153)) if len(kept["body"]) > 160 else 1
        sent = kept["status"] not in ("accepted", "queued")
        uri = f"{self._root()}/Messages/{kept['sid']}"
        return {
            "sid": kept["sid"], "account_sid": self.account, "api_version": "2010-04-01", "status": kept["status"],
            "to": kept["to"], "from": None if service else kept["from"],
            "messaging_service_sid": kept["from"] if service else None, "body": kept["body"],
            "direction": "outbound-api", "num_segments": str(segments), "num_media": "0",
            "date_created": rfc2822(kept["at"]), "date_updated": rfc2822(kept["at"]),
            "date_sent": rfc2822(kept["at"]) if sent else None, "price": f"-{segments * 0.0497:.5f}" if sent else None,
            "price_unit": "USD", "error_code": kept["code"], "error_message": None, "uri": f"{uri}.json",
            "subresource_uris": {"media": f"{uri}/Media.json"},
        }  # fmt: skip

    def _call(self, kept: dict) -> dict:
        return {
            "sid": kept["sid"], "account_sid": self.account, "api_version": "2010-04-01", "status": kept["status"],
            "to": kept["to"], "to_formatted": kept["to"], "from": kept["from"], "from_formatted": kept["from"],
            "direction": "outbound-api", "date_created": rfc2822(kept["at"]), "date_updated": rfc2822(kept["at"]),
            "start_time": None, "end_time": None, "duration": None, "answered_by": None, "price": None,
            "price_unit": "USD", "parent_call_sid": None, "phone_number_sid": None, "group_sid": None,
            "forwarded_from": None, "caller_name": None, "queue_time": "0", "trunk_sid": None, "annotation": None,
            "uri": f"{self._root()}/Calls/{kept['sid']}.json", "subresource_uris": {},
        }  # fmt: skip

    def page(self, kind: str, query: dict[str, str], older_than: datetime, limit: int) -> dict:
        """One page of the list, newest first. `DateSent>` leaves out what has not been sent yet, as Twilio does."""
        everything = self.by_number[query["To"]] if "To" in query else list(self.by_sid.values())
        shown = [kept for kept in reversed(everything) if kept["kind"] == kind and _listed(kept, query, older_than)]
        size, number = min(int(query.get("PageSize", 50)), limit), int(query.get("Page", 0))
        first, name = number * size, "calls" if kind == "call" else "messages"
        there = shown[first : first + size]
        more = first + size < len(shown)
        return {
            name: [self.resource(kept) for kept in there], "page": number, "page_size": size, "start": first,
            "end": first + max(0, len(there) - 1), "uri": self._page_uri(name, query, number),
            "first_page_uri": self._page_uri(name, query, 0),
            "next_page_uri": self._page_uri(name, query, number + 1) if more else None,
            "previous_page_uri": self._page_uri(name, query, number - 1) if number else None,
        }  # fmt: skip

    def _page_uri(self, name: str, query: dict[str, str], number: int) -> str:
        return f"{self._root()}/{name.capitalize()}.json?{urlencode({**query, 'Page': number})}"

    def _root(self) -> str:
        return f"/2010-04-01/Accounts/{self.account}"


def _listed(kept: dict, query: dict[str, str], older_than: datetime) -> bool:
    after = query.get("DateSent>")
    if after and (kept["status"] in ("accepted", "queued") or kept["at"][:10] < after[:10]):
        return False
    return datetime.fromisoformat(kept["at"]) <= older_than


def rfc2822(instant: str) -> str:
    return format_datetime(datetime.fromisoformat(instant))
