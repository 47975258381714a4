"""A scenario file whose bargaining blocks leave nothing out."""

from __future__ import annotations

BASE = """
title: A strait and a treaty
actors: {russia: {}, nato: {}, norway: {}}
parameters:
  share: {value: 0.4, low: 0, high: 1, unit: 0-1, assumption: test}
  seats: {value: 67, low: 34, high: 100, unit: votes, assumption: test}
moves:
  pause: {actor: nato, levels: {none: 0, ten: 10, ever: 100}}
  missiles: {actor: russia, levels: [hold, deploy], initial: deploy}
  answer: {actor: nato, levels: [none, mirror]}
  drill: {actor: norway, levels: [none, large]}
payoffs: {russia: pause - 3*missiles - answer, nato: -pause/10 - 5*missiles, norway: -missiles - drill}
"""
FULL = """
  bargaining:
    parties: [nato, russia]
    agenda: [missiles, pause]
    assuming: {answer: mirror}
    disagreement: {russia: 0.3, nato: -share}
    lotteries: true
    continuous: {pause: {from: 0, to: 100, step: 2.5}}
    power: {nato: 2}
    rule: {quota: 2, votes: {nato: 1.5}, veto: [russia]}
    talks: {discount: 0.9, breakdown: 0.05, outside: {russia: 0.2}, rounds: 10, first: russia}
    resolve: {russia: [0.1, share]}
    linkage:
      issues: {weapons: [missiles], membership: [pause]}
      unbundler: russia
      apart: {russia: 4*share - 3}
    promises:
      rate: 0.06
      chooser: russia
      refused: {nato: -1}
      forms:
        word: {worth: {russia: 1}, revoked: 0.2}
        treaty:
          name: Ratified treaty
          adopted: 1
          revoked: 0.02
          worth: {russia: 1, norway: 0.1}
          cost: {nato: 5}
          ratified_by: {senate: {name: Senate, voters: 100, threshold: seats, support: share, correlation: 0.2}}
    solver: {name: nash_bargaining}
  repeated:
    agreement: none / hold / none / none
    punishment: ever / deploy / mirror / large
    discount: {russia: 0.9, nato: share, norway: 1}
    detection: share
    lag: 2
    length: 5
"""
