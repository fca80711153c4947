"""The public door's pages: information, the reporter's journey, the way back with a code; keeps no models."""
