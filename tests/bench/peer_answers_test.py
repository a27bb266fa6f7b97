#!/usr/bin/env python3
"""Is a wrong answer found, and a right one let through?   peer_answers_test.py SOURCE_DIR"""
import copy
import json
import os
import sys
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(sys.argv.pop(1), "bench/peers"))
from harness import answers, data, questions  # noqa: E402

LUCENE, AISLE = 1, 2.2


def answer(hits, total=None, exact=True, facets=None):
    return {"i": 0, "total": len(hits) if total is None else total, "exact": exact,
            "hits": [[name, score] for name, score in hits], **({"facets": facets} if facets else {})}


def scaled(one, factor):
    other = copy.deepcopy(one)
    for hit in other["hits"]:
        hit[1] *= factor
    return other


def difference(wanted, found, kind="or_multi", by_sort=False):
    return answers.difference(kind, wanted, LUCENE, found, AISLE, by_sort)


class Answers(unittest.TestCase):
    wanted = answer([("a", 3.0), ("b", 2.0), ("c", 2.0), ("d", 1.0)], facets={"brand": {"x": 3, "y": 1}})

    def setUp(self):
        self.found = scaled(self.wanted, 2.2)

    def test_equal(self):
        self.assertEqual(difference(self.wanted, self.found), "")

    def test_equal_scores_may_change_places(self):
        self.found["hits"][1][0], self.found["hits"][2][0] = "c", "b"
        self.assertEqual(difference(self.wanted, self.found), "")

    def test_different_scores_may_not(self):
        self.found["hits"][0][0], self.found["hits"][1][0] = "b", "a"
        self.assertIn("ranks 0", difference(self.wanted, self.found))

    def test_score(self):
        self.found["hits"][3][1] *= 1.001
        self.assertIn("rank 3", difference(self.wanted, self.found))

    def test_not_a_number(self):
        self.found["hits"][0][1] = float("nan")
        self.assertIn("rank 0", difference(self.wanted, self.found))

    def test_missing_hit(self):
        self.found["hits"].pop()
        self.assertIn("3 hits", difference(self.wanted, self.found))

    def test_total(self):
        self.found["total"] = 5
        self.assertIn("total", difference(self.wanted, self.found))

    def test_lower_bound(self):
        self.found.update(total=3, exact=False)
        self.assertEqual(difference(self.wanted, self.found), "")
        self.found.update(total=5)
        self.assertIn("at least 5", difference(self.wanted, self.found))

    def test_facet_count(self):
        self.found["facets"]["brand"]["y"] = 2
        self.assertIn("facet brand", difference(self.wanted, self.found))

    def test_facet_missing(self):
        del self.found["facets"]
        self.assertIn("facet brand", difference(self.wanted, self.found))

    def test_last_group_may_be_cut_anywhere(self):
        full = answer([(str(i), 1.0) for i in range(10)], total=50)
        other = scaled(answer([(str(i), 1.0) for i in range(20, 30)], total=50), 2.2)
        self.assertEqual(difference(full, other), "")

    def test_prefix_scores_one(self):
        self.assertEqual(difference(answer([("a", 1.0)]), answer([("a", 1.0)]), kind="prefix_query"), "")
        self.assertEqual(difference(answer([("a", 2.0)]), answer([("a", 3.2)]), kind="prefix_query"), "")

    def test_sorted_values_have_no_factor(self):
        self.assertEqual(difference(answer([("a", 9.5)]), answer([("a", 9.5)]), kind="browse_sort", by_sort=True), "")

    def test_weights_have_no_factor(self):
        kind = next(iter(questions.TITLE_ROWS))
        wanted = answer([("a", 20.0), ("b", 7.0), ("c", 7.0), ("d", 1.0)])
        swapped = answer([("a", 20.0), ("c", 7.0), ("b", 7.0), ("d", 1.0)])
        lighter = answer([("a", 20.0), ("b", 7.0), ("c", 6.0), ("d", 1.0)])
        fewer = answer([("a", 20.0), ("b", 7.0), ("c", 7.0)])
        by_sort = kind in questions.SORTED_ROWS
        self.assertEqual(difference(wanted, swapped, kind, by_sort), "")
        self.assertIn("rank 2", difference(wanted, lighter, kind, by_sort))
        self.assertIn("total 3", difference(wanted, fewer, kind, by_sort))


class Titles(unittest.TestCase):
    def test_weight_is_reviews_and_one(self):
        line = data.title_line({"id": "P1", "title": "Red Shoe", "review_count": 18})
        self.assertEqual(json.loads(line), {"id": "P1", "suggest": {"input": "Red Shoe", "weight": 19}})

    def test_no_title(self):
        self.assertIsNone(data.title_line({"id": "P1", "title": " "}))


class Questions(unittest.TestCase):
    def test_mix_is_a_hundred(self):
        self.assertEqual(sum(share for _, share in questions.MIX), 100)

    def test_each_facet_leaves_its_own_filter_out(self):
        body = questions.disjunctive_page("shoe", {"brand": "B", "price_min": 1, "price_max": 2})
        filters = {name: len(facet["filter"]["bool"]["filter"]) for name, facet in body["aggs"].items()}
        self.assertEqual(filters, {"brand": 1, "category": 2, "price": 1, "rating": 2, "color": 2, "in_stock": 2})


if __name__ == "__main__":
    unittest.main()
