"""Commands of the room of cases."""
