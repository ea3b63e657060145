"""Makes quizzes: which questions, of which kinds, and when."""
