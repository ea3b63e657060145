"""Starting a quiz, asking its questions, showing its results."""
