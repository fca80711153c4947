"""Changing a plan: goals, steps and clocks, each verb in the file of its noun."""
