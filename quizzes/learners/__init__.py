"""Who practices, what is theirs, and what they may see."""
