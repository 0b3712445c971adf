"""Calendars that a phone subscribes to: a navigator's dates, and who sleeps in a house each night."""
