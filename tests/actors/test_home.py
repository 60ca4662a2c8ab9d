"""Whose page it is, as its address and outlet tell."""

import pytest

from dragoman.actors import Register


@pytest.fixture(scope="module")
def register() -> Register:
    """The register that ships with the package."""
    return Register.load()


@pytest.mark.parametrize(
    ("host", "state"),
    [
        ("tribune.com.pk", "st:pak"),
        ("www.gov.uk", "st:gbr"),
        ("news.tv", None),
        ("example.com", None),
    ],
)
def test_a_domain_tells_the_state(register: Register, host: str, state: str | None) -> None:
    """Top levels that are sold all over the world tell nothing."""
    assert register.state_of_domain(host) == state


def test_a_paper_has_a_home_though_no_state_owns_it(register: Register) -> None:
    """But a private agency writes for all the world."""
    assert register.outlet_home("ou:south-china-morning-post") == "st:hkg"
    assert register.outlet_state("ou:south-china-morning-post") is None
    assert register.outlet_home("ou:interfax") is None
