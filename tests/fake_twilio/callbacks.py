"""What it posts to us: signed over the public address, late, early, twice, shuffled, and again after a 5xx."""

import heapq
import itertools
import random
import threading
import time
from urllib.parse import urlsplit

import requests
from twilio.request_validator import RequestValidator

from .faults import Plan, magic
from .log import Log

PATIENCE, RETRIES = 10, 5
FINAL = {"delivered", "undelivered", "failed", "completed", "no-answer", "busy", "canceled"}


def post(url: str, fields: dict[str, str], token: str, session=requests) -> int:
    """Posts what `token` signs and returns the status; another token than ours is a forger's. 0: nobody answered."""
    signature = RequestValidator(token).compute_signature(url, fields)
    try:
        return session.post(url, data=fields, headers={"X-Twilio-Signature": signature}, timeout=PATIENCE).status_code
    except requests.RequestException:
        return 0


class Callbacks:
    """A few threads that post what is due; `waiting` says how much is left."""

    def __init__(self, plan: Plan, log: Log, account: str, token: str, threads: int = 4):
        self.plan, self.log, self.account, self.token = plan, log, account, token
        self.due: list[tuple] = []
        self.order = itertools.count()
        self.turn = threading.Condition()
        self.posting = 0
        for _thread in range(threads):
            threading.Thread(target=self._post_forever, daemon=True).start()

    @property
    def waiting(self) -> int:
        return len(self.due) + self.posting

    def announce(self, kept: dict, statuses: list[str], delay: float | None = None) -> None:
        """Plans the reports of one text or call."""
        plan = self.plan
        if not kept["callback"] or random.random() < plan.lost:
            return
        told = [status for status in self.ending(kept, statuses) for _copy in range(plan.copies)]
        if plan.shuffle:
            random.shuffle(told)
        for step, status in enumerate(told):
            wait = plan.callback_delay + random.random() * plan.callback_spread if delay is None else delay
            self._add(wait + (0 if plan.shuffle else step * 0.001), kept, status)

    def tell_now(self, kept: dict, statuses: list[str]) -> None:
        """Before the answer to the create: the caller waits until we have posted."""
        with requests.Session() as session:
            for status in self.ending(kept, statuses):
                self._post(kept, status, session)

    @staticmethod
    def ending(kept: dict, statuses: list[str]) -> list[str]:
        """A number that stands for a 3xxxx code is undelivered in the end."""
        code = magic(kept["to"])
        if code is None or not code.startswith("3"):
            return statuses
        kept["code"] = int(code)
        return [status for status in statuses if status not in FINAL] + ["undelivered"]

    def _add(self, wait: float, kept: dict, status: str, tries: int = 0) -> None:
        with self.turn:
            heapq.heappush(self.due, (time.monotonic() + wait, next(self.order), kept, status, tries))
            self.turn.notify()

    def _post_forever(self) -> None:
        session = requests.Session()
        while True:
            kept, status, tries = self._next()
            answer = self._post(kept, status, session)
            if (answer == 0 or answer >= 500) and tries < RETRIES:
                self._add(0.2 * 2**tries, kept, status, tries + 1)
            with self.turn:
                self.posting -= 1

    def _next(self) -> tuple:
        with self.turn:
            while not self.due or self.due[0][0] > time.monotonic():
                self.turn.wait(self.due[0][0] - time.monotonic() if self.due else None)
            self.posting += 1
            return heapq.heappop(self.due)[2:]

    def _post(self, kept: dict, status: str, session) -> int:
        answer = post(kept["callback"], self.fields(kept, status), self.token, session)
        kept["status"] = status
        self.log.write("called_back", sid=kept["sid"], status=status, answer=answer)
        return answer

    def fields(self, kept: dict, status: str) -> dict[str, str]:
        """The form that Twilio posts."""
        kind = "Call" if kept["kind"] == "call" else "Message"
        told = {
            "AccountSid": self.account, "ApiVersion": "2010-04-01", "To": kept["to"], "From": kept["from"] or "",
            f"{kind}Sid": kept["sid"], f"{kind}Status": status,
        }  # fmt: skip
        if kind == "Message":
            told |= {"SmsSid": kept["sid"], "SmsStatus": status}
        if kept["code"] and status in ("undelivered", "failed"):
            told["ErrorCode"] = str(kept["code"])
        return told


def reachable(url: str) -> bool:
    """Only this machine is called back: a test never reaches beyond it."""
    return urlsplit(url).hostname in ("127.0.0.1", "localhost", "::1")
