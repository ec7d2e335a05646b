"""What a programme asks about who takes part: voluntary, each with its reason, read by the person alone, counted."""
