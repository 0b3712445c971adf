"""The tables of `messaging`: texts and their history, what comes in, the ways out, the policy and its words."""

from .channels import Channel, SimulatedRing, SimulatedText, TickSlot
from .inbound import Inbound, OptOut
from .messages import Attempt, Message, MessageEvent
from .policy import ReminderRow, TemplateVersion

__all__ = [
    "Attempt", "Channel", "Inbound", "Message", "MessageEvent", "OptOut", "ReminderRow", "SimulatedRing",
    "SimulatedText", "TemplateVersion", "TickSlot",
]  # fmt: skip
