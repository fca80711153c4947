"""Things that are lent: when they are free, who has them, in which state they came back."""
