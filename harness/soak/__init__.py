"""Soak: a whole household lives for simulated weeks, to prove that nothing grows, sticks or is told twice."""
