"""The pages of campaigns at the desk."""
