"""Turns what is stored into what pages print."""
