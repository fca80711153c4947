"""Return rates: values worked by hand, the published example, and what must hold for any reports."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schakel.methods.returning import Followed, Share, estimated_share, median_days, observed_share, raw_share

# The placebo and the treated group of Freireich et al. (1963), in weeks; (time, whether it happened).
TREATED = [
    (6, True), (6, True), (6, True), (6, False), (7, True), (9, False), (10, True), (10, False), (11, False), (13, True),
    (16, True), (17, False), (19, False), (20, False), (22, True), (23, True), (25, False), (32, False), (32, False),
    (34, False), (35, False),
]  # fmt: skip


def followed(time: int, *, happened: bool) -> Followed:
    return Followed(35, time) if happened else Followed(time)


@pytest.mark.parametrize(
    ("by", "staying"), [(6, 0.857), (7, 0.807), (10, 0.753), (13, 0.690), (16, 0.627), (22, 0.538), (23, 0.448)]
)
def test_the_estimate_is_that_of_the_published_example(by: int, staying: float) -> None:
    share = estimated_share([followed(time, happened=happened) for time, happened in TREATED], by)
    assert share is not None
    assert round(1 - share, 3) == staying


def test_the_three_shares_of_four_reports() -> None:
    reports = [Followed(40, 3), Followed(40), Followed(40, 35), Followed(5, 1)]
    assert raw_share(reports, 30) == Share(2, 4)
    assert observed_share(reports, 30) == Share(1, 3)
    assert estimated_share(reports, 30) == pytest.approx(1 - 3 / 4 * 2 / 3)


def test_nothing_observed_is_unknown_and_not_zero() -> None:
    assert raw_share([], 7).fraction is None
    assert observed_share([Followed(3, 2)], 7).fraction is None
    assert estimated_share([Followed(3, 2)], 7) is None
    assert median_days([None, None]) is None
    assert median_days([4, None, 1, 2]) == 2


@pytest.mark.parametrize("wrong", [(-1, None), (3, 4), (3, -1)])
def test_days_that_can_not_be_are_refused(wrong: tuple[int, int | None]) -> None:
    with pytest.raises(ValueError, match="days lie between"):
        Followed(*wrong)


@st.composite
def _reports(draw: st.DrawFn) -> Followed:
    observed = draw(st.integers(0, 60))
    return Followed(observed, draw(st.none() | st.integers(0, observed)))


@given(st.lists(_reports(), min_size=1, max_size=30), st.integers(0, 60))
def test_with_everybody_observed_long_enough_the_shares_agree_and_the_estimate_never_falls(
    reports: list[Followed], within: int
) -> None:
    full = [report for report in reports if report.observed >= within]
    if full:
        assert estimated_share(full, within) == pytest.approx(raw_share(full, within).fraction)
    shares = [share for days in range(within + 1) if (share := estimated_share(reports, days)) is not None]
    assert all(0 <= share <= 1 for share in shares)
    assert all(earlier <= later + 1e-12 for earlier, later in pairwise(shares))
