"""The views under Chinese names that ``sql/views/`` defines: one select each, with its name in its head."""

from __future__ import annotations

from dataclasses import replace

from flows.building.draft import Draft
from flows.building.models import SQL, Model, read_models


def read_views() -> list[Model]:
    """The views, each under its Chinese name."""
    models = read_models("main", SQL / "views").values()
    return [replace(model, name=f"main.{model.head['name']}", is_view=True) for model in models]


def create_views(draft: Draft) -> None:
    """Create the views. What they read is there already: none reads another."""
    for view in read_views():
        draft.define(f'create view "{view.stem}" as {view.select}')
