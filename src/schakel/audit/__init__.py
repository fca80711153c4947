"""The record of who did and saw what: appended, never edited, each event chained to the one before it."""
