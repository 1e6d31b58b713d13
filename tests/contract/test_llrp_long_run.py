"""The long run of the readers on a serial line, for the one on the network: the same garments and
faults in virtual time. Bytes that a network would not lose are lost all the same.
"""

from __future__ import annotations

import pytest

from tests.contract.test_long_run import SOAK_H, play, well_played


@pytest.mark.slow
def test_an_hour_of_garments_and_faults() -> None:
    well_played(play("llrp", 1))


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_three_days_of_garments_and_faults() -> None:
    well_played(play("llrp", SOAK_H))
