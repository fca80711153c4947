"""The plan of a case: goals, actions and agreements, and the clocks that run beside them; what is late, and for whom."""
