"""What learners take away: decks for Anki, packs for the train, results to share, their own data."""
