"""Sheets coming in: places, routes, rates and referrals, every row with a verdict, nothing lost."""
