"""Pure figures: records in, an element out."""
