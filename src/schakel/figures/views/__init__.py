"""The pages of figures and publications."""
