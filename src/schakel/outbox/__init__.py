"""What goes out: how a reporter may safely be reached, what was tried, and messages that name nothing."""
