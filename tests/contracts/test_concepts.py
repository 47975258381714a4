"""Laws over every registered concept."""

from __future__ import annotations

import pytest

from negsim.concepts.base import Concept, concepts


@pytest.mark.parametrize("name", list(concepts))
def test_concept_is_a_sentence_with_a_source(name):
    found = concepts[name]
    concept = found if isinstance(found, Concept) else found(1.0)
    assert concept.definition[0].isupper()
    assert concept.definition.endswith(".")
    assert any(letter.isdigit() for letter in concept.reference), "a reference gives a year"
