"""The tables of `messaging`: texts and their history, what comes in, the ways out, the policy and its words."""

from .channels import Channel, SimulatedText, TickSlot
from .inbound import Inbound, OptOut, Talk
from .messages import Attempt, Message, MessageEvent
from .policy import ReminderRow, TemplateVersion

__all__ = [
    "Attempt", "Channel", "Inbound", "Message", "MessageEvent", "OptOut", "ReminderRow", "SimulatedText",
    "Talk", "TemplateVersion", "TickSlot",
]  # fmt: skip
