"""One file per view: its texts, layout and reading guide."""
