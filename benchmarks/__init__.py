"""What the model and the pages cost, in one run, beside what the least possible would cost."""
