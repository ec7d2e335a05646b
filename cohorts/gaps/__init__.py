"""What still lacks in the data of a programme: seen together, and filled in many at a time."""
