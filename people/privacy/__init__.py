"""What people were told and said, what is kept how long, their copy of it, and their way out."""
