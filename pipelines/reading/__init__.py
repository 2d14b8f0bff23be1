"""Reading a delivered file without trusting it; runs in a process of its own."""
