"""The desk of the data steward: deliver, check, confirm, take back, publish."""
