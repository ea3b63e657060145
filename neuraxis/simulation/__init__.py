"""Lesions and a stage give an expected examination; every place of the atlas is compiled once."""

from neuraxis.simulation.examinations import deficits, sample_examination, simulate
from neuraxis.simulation.model import Model, load_model

__all__ = ["Model", "deficits", "load_model", "sample_examination", "simulate"]
