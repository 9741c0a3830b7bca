"""The policy: the household's rules turn the library into a plan. Pure: no clock, no network, no files."""
