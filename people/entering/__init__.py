"""How sure we are of who came in: identified anew before delicate acts, and through somebody else's door."""
