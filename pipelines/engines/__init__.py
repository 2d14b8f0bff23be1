"""Where the SQL over raw answers runs."""
