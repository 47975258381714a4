"""The shape of the forms that a promise can take, and of the bodies that ratify it."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from negsim.scenario.schema_fields import Fields, Formula


class BodyFile(Fields):
    """Those who vote on ratification: a senate, or the members of an alliance."""

    name: str = Field("", description="What people call it; the id if left out.")
    voters: Formula = Field(description="How many there are.")
    threshold: Formula = Field(description="How many must say yes.")
    support: Formula = Field(description="The probability that one of them says yes.")
    correlation: Formula = Field("0", description="The correlation of two votes, 0 to 1.")


class PromiseFormFile(Fields):
    """One form that a promise can take, from an unspoken understanding to a ratified treaty."""

    name: str = Field("", description="What people call it; the id if left out.")
    adopted: Formula = Field("1", description="The probability that it comes about, apart from ratification.")
    revoked: Formula = Field("0", description="The rate a year at which it is taken back afterwards.")
    ratified_by: dict[str, BodyFile] = Field({}, description="Those who must ratify it; all of them must.")
    worth: dict[str, Formula] = Field(
        {}, description="Actor: what it is worth a year while it stands; 0 for those left out."
    )
    cost: dict[str, Formula] = Field(
        {}, description="Actor: what it costs, once, if it is adopted; 0 for those left out."
    )


class PromisesFile(Fields):
    """The forms that a promise can take, and who chooses among them."""

    rate: Formula = Field(description="The discount rate a year.")
    chooser: str = Field(description="The actor who proposes a form; others whom it concerns accept or refuse it.")
    refused: dict[str, Formula] = Field(
        {}, description="Actor: what it gets if no form is agreed; 0 for those left out."
    )
    forms: Annotated[dict[str, PromiseFormFile], Field(min_length=1)] = Field(description="By id.")
