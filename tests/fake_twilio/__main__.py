"""By hand: the fake at a port, faults on the command line, the log in a file."""

import argparse
import json
import logging
from pathlib import Path

from .faults import FAULTS, MAGIC
from .process import ACCOUNT, SENDER, TOKEN, serve

log = logging.getLogger("tests.fake_twilio")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.fake_twilio", description=__doc__)
    parser.add_argument("--port", type=int, default=4020)
    parser.add_argument(
        "--log", type=Path, default=Path("fake_twilio.jsonl"), help="append-only; read back at the start"
    )
    parser.add_argument("--account", default=ACCOUNT)
    parser.add_argument("--token", default=TOKEN)
    parser.add_argument(
        "--chance", action="append", default=[], metavar="FAULT=P", help=f"FAULT: {', '.join(FAULTS)}, or a code"
    )
    parser.add_argument(
        "--statuses", default="sent,delivered", help=f"reported later; {MAGIC} + 3xxxx is undelivered, + 2xxxx refused"
    )
    parser.add_argument("--set", action="append", default=[], metavar="NAME=JSON", help="any setting of faults.Plan")
    asked = parser.parse_args()
    settings = {"statuses": [status for status in asked.statuses.split(",") if status]}
    settings["chances"] = {fault: float(chance) for fault, chance in (one.split("=") for one in asked.chance)}
    settings |= {name: json.loads(value) for name, value in (one.split("=", 1) for one in asked.set)}
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    for line in environment(asked):
        log.info("%s", line)
    serve(asked.port, asked.log, asked.account, asked.token, settings)


def environment(asked: argparse.Namespace) -> list[str]:
    """What to export before ./run, so that our program texts through it."""
    return [
        "export NAV_SMS_GATEWAY=twilio",
        f"export NAV_TWILIO_ACCOUNT_SID={asked.account}",
        f"export NAV_TWILIO_AUTH_TOKEN='{asked.token}'",
        f"export NAV_TWILIO_FROM={SENDER}",
        f"export NAV_TWILIO_API_BASE=http://127.0.0.1:{asked.port}",
    ]


if __name__ == "__main__":
    main()
