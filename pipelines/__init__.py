"""How data moves; one module per arrow."""
