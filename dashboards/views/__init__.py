"""One file per view: its texts, its layout, its reading guide."""
