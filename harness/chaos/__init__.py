"""Chaos: small households to which everything happens, to prove that nothing is ever deleted wrongly."""
