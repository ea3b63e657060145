"""The atlas as a book: every fact in words, with its sources, for the neurologist who reviews it."""

from neuraxis.book.pages import write_book

__all__ = ["write_book"]
