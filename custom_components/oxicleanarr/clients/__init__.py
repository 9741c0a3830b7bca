"""Clients: one small typed client per server, knowing nothing of Home Assistant or of policy."""
