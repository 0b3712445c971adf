"""Printed money: plain values in, PDF bytes out. Equal values give equal bytes, on any day and machine.

What is sealed is Spanish whoever prints it, so these sentences do not pass through the catalogue.
"""
