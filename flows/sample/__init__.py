"""Deterministic synthetic exports: the bundled sample and large files for measurements.

The records are planned to totals (`plan.toml`), drawn with invented names and numbers (`vocabulary.toml`), and written
as the files that `files.toml` describes. Nothing here imports the pipeline, and the pipeline knows nothing of it.
"""

from flows.sample.write import write_cases, write_sample

__all__ = ["write_cases", "write_sample"]
