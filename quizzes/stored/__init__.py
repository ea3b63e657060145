"""What is kept with a question and an answer, as it lies in the database."""
