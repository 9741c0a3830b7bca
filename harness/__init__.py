"""Runs the integration for real: simulated servers, a real Home Assistant, a real browser."""
