"""The organisations of the programmes one works in: who they are, who speaks for them, and lists of them."""
