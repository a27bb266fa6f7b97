"""Are two engines' answers to the same questions the same?"""
import json
import math

TOLERANCE = 1e-5  # relative; float sums in another order differ by less
KEPT_FACTOR = 2.2  # k1 + 1, which Lucene dropped in version 8


def read(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def near(a, b):
    return abs(a - b) <= TOLERANCE * max(abs(a), abs(b))


def comparable_score(score, kind, factor, by_sort):
    """A score as an engine that keeps the factor would give it."""
    if by_sort or factor == KEPT_FACTOR:
        return score
    constant = 1.0 if kind == "prefix_query" else 0.0
    return (score - constant) * KEPT_FACTOR + constant


def groups(scores):
    """Ranges of ranks whose scores are equal."""
    first = 0
    while first < len(scores):
        last = first + 1
        while last < len(scores) and near(scores[last - 1], scores[last]):
            last += 1
        yield first, last
        first = last


def difference(kind, wanted, wanted_factor, found, found_factor, by_sort):
    """What is wrong with `found`, in words; empty when nothing is."""
    if wanted["exact"] and found["exact"] and wanted["total"] != found["total"]:
        return f"total {found['total']}, not {wanted['total']}"
    for exact, bound in ((wanted, found), (found, wanted)):
        if exact["exact"] and not bound["exact"] and bound["total"] > exact["total"]:
            return f"total at least {bound['total']}, but it is {exact['total']}"
    if wanted.get("facets", {}) != found.get("facets", {}):
        for name in {*wanted.get("facets", {}), *found.get("facets", {})}:
            a, b = wanted.get("facets", {}).get(name), found.get("facets", {}).get(name)
            if a != b:
                return f"facet {name}: {b}, not {a}"
    a = [comparable_score(score, kind, wanted_factor, by_sort) for _, score in wanted["hits"]]
    b = [comparable_score(score, kind, found_factor, by_sort) for _, score in found["hits"]]
    if len(a) != len(b):
        return f"{len(b)} hits, not {len(a)}"
    for rank, (x, y) in enumerate(zip(a, b)):
        if math.isnan(y) or not near(x, y):
            return f"rank {rank} scores {y}, not {x}"
    for first, last in groups(a):
        # A group that the page's edge cuts may be cut anywhere.
        if last == len(a) and last >= 10 or first == 0 and kind == "deep_page":
            continue
        ids = {hit[0] for hit in wanted["hits"][first:last]}, {hit[0] for hit in found["hits"][first:last]}
        if ids[0] != ids[1]:
            return f"ranks {first} to {last - 1}: {sorted(ids[1])}, not {sorted(ids[0])}"
    return ""
