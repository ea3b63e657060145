"""Pages that are printed once and kept, with gaps that each visit fills."""
