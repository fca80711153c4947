"""The views of the public door: thin; each fetches, calls one action and draws a page."""
