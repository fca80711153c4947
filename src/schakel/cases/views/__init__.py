"""The pages of reports at the desk, and of cases."""
