"""Who reads reports on which day, when the centre is closed, and so when a report that comes in now will be read."""
