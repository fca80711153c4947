"""Signs of human trafficking: a catalogue with sources, and the ILO rule from observations to a derivation.

The catalogue is data (`catalogue/*.toml`): for adults and children the operational indicators of the ILO and the European
Commission for labour and sexual exploitation (2009), and lists of the centre's own for criminal exploitation and for
organs and surrogacy, which the ILO has no list for. `derive` tells what follows from what was observed, and from which
observations. It only ever adds attention: there is no outcome that clears anybody.
"""

from schakel.methods.indicators.catalogue_file import Catalogue, CatalogueError, load, load_all
from schakel.methods.indicators.rule import (
    Attention,
    Basis,
    Counts,
    Derivation,
    DimensionDerivation,
    Observation,
    Support,
    Value,
    clause,
    derive,
    is_positive,
)
from schakel.methods.indicators.terms import Age, Dimension, Form, Indicator, Status, Weight

__all__ = [
    "Age",
    "Attention",
    "Basis",
    "Catalogue",
    "CatalogueError",
    "Counts",
    "Derivation",
    "Dimension",
    "DimensionDerivation",
    "Form",
    "Indicator",
    "Observation",
    "Status",
    "Support",
    "Value",
    "Weight",
    "clause",
    "derive",
    "is_positive",
    "load",
    "load_all",
]
