"""The data desk: what happens to staged rows before they are part of the data."""
