"""What Home Assistant writes each day by its own rules, whatever an integration does."""

TOKENS_A_DAY = 288
"""How often it gives every picture a new token, and writes a state because of it."""
STATISTICS_A_DAY = 288 + 24
"""Of every entity with long-term statistics: a row every five minutes, kept ten days, and one every hour, kept for ever."""
