"""What the desk sees of training."""
