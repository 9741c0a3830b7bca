"""Home Assistant killed at every step of a run, in a process of its own, and what the next start makes of it."""
