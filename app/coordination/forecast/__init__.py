"""How long money, beds and seats will last: what is booked, and what past weeks make one expect besides."""
