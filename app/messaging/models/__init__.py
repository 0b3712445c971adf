"""The tables of `messaging`: texts and their history, what comes in, the ways out, the policy and its words."""

from .channels import Channel, SimulatedLine, SimulatedRing, SimulatedText, TickSlot
from .charges import Charge
from .inbound import Inbound, OptOut, Talk
from .messages import Attempt, Message, MessageEvent
from .policy import MessageKind, PolicyChange, ReminderRow, TemplateCheck, TemplateVersion

__all__ = [
    "Attempt", "Channel", "Charge", "Inbound", "Message", "MessageEvent", "MessageKind", "OptOut", "PolicyChange",
    "ReminderRow", "SimulatedLine", "SimulatedRing", "SimulatedText", "Talk", "TemplateCheck",
    "TemplateVersion", "TickSlot",
]  # fmt: skip
