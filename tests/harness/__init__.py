"""Tests of the harness's own parts, without Home Assistant."""
