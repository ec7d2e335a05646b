"""Who might be the same person twice: names compared, candidates found, suggestions kept."""
