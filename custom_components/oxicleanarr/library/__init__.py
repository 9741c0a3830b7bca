"""The library: what all sources together say the household owns, one identity each."""
