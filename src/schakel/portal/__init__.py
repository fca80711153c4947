"""The part of a case that is shared with somebody of another organisation, and what they add to it."""
