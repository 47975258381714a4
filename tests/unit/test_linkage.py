"""Ways of linking issues: which there are, and what they lead to in cases worked by hand."""

from __future__ import annotations

import itertools
import pickle

import numpy as np
import pytest

from negsim import load
from negsim.errors import NotApplicable, UnknownName
from negsim.games.bargaining import BargainingGame
from negsim.games.sheet import Sheet
from negsim.studies.linkage.compare import linkage
from negsim.studies.linkage.ways import partitions, ways_of

BELL = [1, 1, 2, 5, 15, 52, 203, 877, 4140]


def issues_of(*sizes: int, kept=lambda cell: True) -> Sheet:
    """Issues with so many levels each; the first leaves an issue open."""
    cells = [cell for cell in itertools.product(*map(range, sizes)) if kept(cell)]
    names = "abcdefghij"[: len(sizes)]
    return Sheet(
        options=tuple(names),
        owner=np.zeros(len(names), np.intp),
        labels=tuple(tuple(f"{name}{k}" for k in range(size)) for name, size in zip(names, sizes, strict=True)),
        said=tuple((name, tuple(f"{name}{k}" for k in range(size))) for name, size in zip(names, sizes, strict=True)),
        levels=np.array(cells, np.int16),
    )


def bargain_over(sheet: Sheet, payoff, disagreement=None, **fields) -> BargainingGame:
    """A game in which `payoff(levels)` gives what each of two players gets."""
    payoffs = np.array([payoff(*cell) for cell in sheet.levels.tolist()], float).T[None]
    return BargainingGame(
        payoffs=payoffs,
        disagreement=payoffs[:, :, 0] if disagreement is None else [disagreement],
        sheet=sheet,
        status_quo=0,
        agreements=tuple(" / ".join(f"{n}{k}" for n, k in zip(sheet.options, c, strict=True)) for c in sheet.levels),
        **fields,
    )


@pytest.mark.parametrize("count", range(1, 9))
def test_partitions_are_as_many_as_bell_counted_and_all_different(count):
    found = [frozenset(map(frozenset, groups)) for groups in partitions(tuple("abcdefgh"[:count]))]
    assert len(found) == len(set(found)) == BELL[count]
    assert all(sorted(issue for group in groups for issue in group) == list("abcdefgh"[:count]) for groups in found)


@pytest.mark.parametrize(("count", "orders"), [(2, 2), (3, 6), (4, 24), (5, 2), (8, 2)])
def test_every_way_is_listed_once(count, orders):
    ways = ways_of("abcdefgh"[:count])
    assert [way.name for way in ways[:3]] == ["package", "free", "issue by issue"]
    assert len({way.name for way in ways}) == len(ways) == BELL[count] + 1 + orders


def test_of_many_issues_only_given_groups_are_looked_at():
    assert [way.name for way in ways_of("abcdefghi")][:3] == ["package", "free", "issue by issue"]
    assert len(ways_of("abcdefghi")) == 5
    given = ways_of("abcdefghi", groupings=[["abc", "defghi"]], orders=["ihgfedcba"])
    assert [way.name for way in given][3:] == ["a + b + c | d + e + f + g + h + i", ", then ".join("ihgfedcba")]


@pytest.mark.parametrize("given", [{"groupings": [[("a",)]]}, {"orders": [("a", "a")]}, {"orders": [("a", "b", "b")]}])
def test_a_grouping_names_each_issue_once(given):
    with pytest.raises(NotApplicable, match="each issue once"):
        ways_of(("a", "b"), **given)


def test_unknown_issues_are_named():
    with pytest.raises(UnknownName, match="member"):
        ways_of(("membership", "b"), orders=[("member", "b")])


def test_one_issue_is_not_linked():
    found = linkage(bargain_over(issues_of(3), lambda a: (a, 2 - (a - 1) ** 2)))
    assert [each.way.name for each in found.outcomes] == ["package", "free"]


def test_a_package_is_all_or_nothing_and_a_free_choice_any_selection():
    worth = [(5, -1), (-1, 3), (-2, -2)]
    game = bargain_over(issues_of(2, 2, 2), lambda *cell: np.array(cell) @ np.array(worth))
    found = linkage(game)
    package, free, apart = (found.outcome(name) for name in ("package", "free", "issue by issue"))
    assert package.agreement == ("a1 / b1 / c1",)
    assert package.payoffs.tolist() == [[2, 0]]
    assert free.agreement == ("a1 / b1 / c0",)
    assert free.payoffs.tolist() == [[4, 2]]
    assert apart.agreement == ("no agreement",)  # each issue costs somebody something
    assert not apart.settled.any()
    assert found.outcome("a + b | c").payoffs.tolist() == [[4, 2]]
    assert found.gain("free", "package").tolist() == [[2, 2]]
    assert found.gain("package").tolist() == [[2, 0]]


def together(a: int, b: int):
    """A costs the second player, unless b is settled too."""
    return (3 * a + b, -a + b + 2 * a * b)


def test_in_turn_the_later_issue_knows_what_was_settled():
    found = linkage(bargain_over(issues_of(2, 2), together))
    assert found.outcome("issue by issue").agreement == ("a0 / b1",)
    assert found.outcome("a, then b").agreement == ("a0 / b1",)
    assert found.outcome("b, then a").agreement == ("a1 / b1",)
    assert found.outcome("b, then a").payoffs.tolist() == [[4, 2]]
    assert found.outcome("package").payoffs.tolist() == [[4, 2]]


def test_tracks_that_run_in_parallel_can_lead_where_nobody_wanted():
    found = linkage(bargain_over(issues_of(2, 2), lambda a, b: (a + b - 5 * a * b, a + b)))
    apart = found.outcome("issue by issue")
    assert apart.agreement == ("a1 / b1",)
    assert apart.payoffs.tolist() == [[-3, 2]]
    assert apart.accepted.tolist() == [False]
    assert found.outcome("free").accepted.tolist() == [True]


def test_what_the_tracks_settle_may_not_fit_together():
    sheet = issues_of(2, 2, kept=lambda cell: cell != (1, 1))
    found = linkage(bargain_over(sheet, lambda a, b: (a + b, a + 2 * b)))
    apart = found.outcome("issue by issue")
    assert apart.possible.tolist() == [False]
    assert apart.agreement == ("no agreement",)
    assert apart.payoffs.tolist() == [[0, 0]]
    assert found.outcome("package").agreement == ("no agreement",)
    assert found.outcome("a, then b").agreement == ("a1 / b0",)
    assert found.outcome("b, then a").agreement == ("a0 / b1",)


def test_a_disagreement_apart_from_the_agreements_is_what_every_track_avoids():
    game = bargain_over(issues_of(2, 2), lambda a, b: (2 * a - b, b), disagreement=(-3, -3))
    found = linkage(game)
    assert found.outcome("issue by issue").agreement == ("a1 / b1",)
    assert found.outcome("package").payoffs.tolist() == [[1, 1]]
    closed = linkage(bargain_over(issues_of(2, 2), lambda a, b: (2 * a - b, b), disagreement=(9, 9)))
    assert {each.agreement for each in closed.outcomes} == {("no agreement",)}
    assert all(each.payoffs.tolist() == [[9, 9]] for each in closed.outcomes)


def test_issues_may_have_several_moves():
    game = bargain_over(issues_of(2, 2, 2), lambda a, b, c: (a - b + 3 * c, b - c + 2 * a))
    found = linkage(game, issues={"x": ("a", "c"), "y": ("b",)})
    assert found.issues == ("x", "y")
    assert found.outcome("issue by issue").agreement == ("a1 / b0 / c1",)  # c costs the second, and a pays for it
    assert linkage(game).outcome("issue by issue").agreement == ("a1 / b0 / c0",)


def test_divided_issues_whose_payoffs_do_not_add_up_are_not_taken_apart():
    game = bargain_over(issues_of(2, 2), lambda a, b: (a * b, 2 - a - b), disagreement=(0.1, 0.1), lotteries=True)
    found = linkage(game)
    assert [each.way.name for each in found.outcomes] == ["package", "free"]
    assert "do not add up" in found.note


def test_a_batch_is_settled_as_one_by_one():
    rng = np.random.default_rng(3)
    sheet = issues_of(2, 3, 2)
    payoffs = rng.normal(size=(30, 2, 12))
    game = BargainingGame(payoffs=payoffs, disagreement=payoffs[:, :, 0], sheet=sheet, status_quo=0)
    found = linkage(game)
    for k in range(0, 30, 6):
        alone = linkage(game.take(slice(k, k + 1)))
        for one, all_of in zip(alone.outcomes, found.outcomes, strict=True):
            assert one.agreement[0] == all_of.agreement[k]
            np.testing.assert_array_equal(one.payoffs[0], all_of.payoffs[k])
            np.testing.assert_array_equal(one.settled[0], all_of.settled[k])


def test_an_offer_that_may_be_refused_leaves_an_issue_open_as_likely():
    scenario = load("moratorium_length", overrides=["private_audience_cost"])
    found = linkage(scenario, "take_it_or_leave_it").outcome("package")
    assert found.payoffs.shape == (1, 2)
    assert np.isfinite(found.payoffs).all()


def test_who_demands_nothing_takes_nothing_apart():
    found = linkage(bargain_over(issues_of(2, 2), together))
    with pytest.raises(NotApplicable, match="unbundler"):
        found.unbundles()
    with pytest.raises(UnknownName, match="package"):
        found.outcome("packages")


def test_faults_are_told():
    sheet = issues_of(2, 2)
    game = bargain_over(sheet, together)
    with pytest.raises(NotApplicable, match="belongs to one issue"):
        linkage(game, issues={"x": ("a",)})
    with pytest.raises(UnknownName, match="'c'"):
        linkage(game, issues={"x": ("a", "b"), "y": ("c",)})
    with pytest.raises(NotApplicable, match="sheet"):
        linkage(BargainingGame(payoffs=np.ones((1, 2, 3)), disagreement=[[0, 0]]))
    with pytest.raises(NotApplicable, match="bargaining"):
        linkage(game, "pure_nash")


def test_linkage_pickles():
    found = linkage("unbundled_vs_package")
    assert len(pickle.loads(pickle.dumps(found))) == len(found) == 1 + 1 + 1 + 13 + 24


def test_of_an_agenda_too_large_for_all_groups_it_is_said_that_they_are_left_out():
    sheet = issues_of(*[2] * 9)
    found = linkage(bargain_over(sheet, lambda *cell: (sum(cell), -cell[0] + sum(cell))))
    assert len(found) == 5
    assert "name some groupings" in found.note
    given = linkage(found.game, groupings=[["abc", "defghi"]], orders=())
    assert [each.way.name for each in given.outcomes][3:] == ["a + b + c | d + e + f + g + h + i"]
    assert given.note == ""
    assert given.outcome("issue by issue").payoffs.tolist() == [[9, 8]]
