"""A Twilio of our own: a real HTTP server whose append-only log of what it accepted is the oracle of every sending
test. It speaks what our gateway uses (messages, calls, the list), can fail in every way that we know of, and calls
back with signatures. By hand: `.venv/bin/python -m tests.fake_twilio --help`."""

from .log import Log
from .process import FakeTwilio

__all__ = ["FakeTwilio", "Log"]
