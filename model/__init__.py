"""What we measure, promise and compute; no input or output."""
