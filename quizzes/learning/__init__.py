"""What a learner remembers: reviews per fact of the model, scheduled, rated and drawn from."""
