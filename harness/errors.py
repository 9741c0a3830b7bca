"""What can go wrong while running the real thing."""


class HarnessError(Exception):
    """One sentence that says what did not work, where, and what that means for the run."""


class ChildDiedError(HarnessError):
    """A program that we started has ended by itself."""
