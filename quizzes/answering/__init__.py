"""Takes answers, grades them, and knows where a learner stands."""
