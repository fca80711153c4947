"""The invented centre: its region filled through the real chain, and sign-in as a persona. Only in demo settings."""
