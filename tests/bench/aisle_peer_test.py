#!/usr/bin/env python3
"""The driver aisle_peer against the obvious: each question put to every product of a small catalog, one after the other.

  aisle_peer_test.py SOURCE_DIR AISLE AISLE_LOAD AISLE_PEER
"""
import collections
import itertools
import json
import os
import re
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
SOURCE, AISLE, AISLE_LOAD, AISLE_PEER = sys.argv[1:]
sys.path.insert(0, os.path.join(SOURCE, "bench/peers"))
from harness import answers, data, drivers, questions  # noqa: E402

PRODUCTS = 2000
SAMPLE = 60
FIELDS = ("title", "brand", "category", "description")
# What UAX #29 makes of a generated catalog's ASCII text: letters, digits and apostrophes or points within.
WORD = re.compile(r"[a-z0-9]+(?:(?:(?<=[a-z])[.'](?=[a-z])|(?<=[0-9])[.,'](?=[0-9]))[a-z0-9]+)*")
RANGES = [0, 25, 50, 100, 200, 500, float("inf")]


class Product:
    def __init__(self, line):
        self.source = json.loads(line)
        self.words = {field: set(WORD.findall(self.source[field].lower())) for field in FIELDS}

    def has_any(self, text):
        return any(self.words[field] & set(text.split()) for field in FIELDS)

    def has_all(self, text):
        return all(any(word in self.words[field] for field in FIELDS) for word in text.split())

    def passes(self, filters, but=None):
        s = self.source
        checks = {"brand": "brand" not in filters or s["brand"] == filters["brand"],
                  "category": "category" not in filters or filters["category"] in s["category_path"],
                  "price": "price_min" not in filters or filters["price_min"] <= s["price"] <= filters["price_max"]}
        return all(good for name, good in checks.items() if name != but)


MATCHES = {
    "or_title": lambda p, q: bool(p.words["title"] & set(q["text"].split())),
    "and_title": lambda p, q: set(q["text"].split()) <= p.words["title"],
    "or_multi_count": lambda p, q: p.has_any(q["text"]),
    "and_multi": lambda p, q: p.has_all(q["text"]),
    "and_multi_filter": lambda p, q: p.has_all(q["text"]) and p.passes(q["filters"]),
    "or_multi_filter": lambda p, q: p.has_any(q["text"]) and p.passes(q["filters"]),
    "facets_es": lambda p, q: p.has_any(q["text"]),
    "facets_and_es": lambda p, q: p.has_all(q["text"]),
    "facets_browse_es": lambda p, q: p.passes(q["filters"]),
    "facets_all_es": lambda p, q: True,
}


def values_of(facet, source):
    if facet == "brand":
        return [source["brand"]]
    if facet == "category":
        return source["category_path"]
    if facet == "price":
        return [str(next(i for i in range(6) if RANGES[i] <= source["price"] < RANGES[i + 1]))]
    if facet == "rating":
        return [str(int(source["rating"]))]
    if facet == "color":
        return source["attributes"].get("color", [])
    return ["true" if source["in_stock"] else "false"]


def facet_of(facet, products):
    counts = collections.Counter(value for product in products for value in set(values_of(facet, product.source)))
    size = {"brand": 10, "category": 20, "color": 10}.get(facet, 100)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0].encode()))[:size])


def expected(kind, question, products):
    if kind == "facets_post_filter":
        matching = [p for p in products if p.has_any(question["text"])]
        total = sum(p.passes(question["filters"]) for p in matching)
        return total, {f: facet_of(f, [p for p in matching if p.passes(question["filters"], f)]) for f in questions.FACETS}
    matching = [p for p in products if MATCHES[kind](p, question)]
    return len(matching), {f: facet_of(f, matching) for f in questions.FACETS} if kind.startswith("facets") else None


def plain(text):
    """Words that every analysis agrees about."""
    return all(WORD.fullmatch(word) for word in text.split())


def check(driver, prepared, row, products, folder):
    out = os.path.join(folder, row)
    driver.ask(cmd="answers", row=row, queries=prepared.row(row), limit=SAMPLE, out=out)
    with open(prepared.row(row), encoding="utf-8") as file:
        asked = [json.loads(line) for line in itertools.islice(file, SAMPLE)]
    found = answers.read(out)
    assert len(found) == len(asked), f"{row}: {len(found)} answers to {len(asked)} questions"
    faults = 0
    for question, answer in zip(asked, found):
        if not plain(question["text"]):
            continue
        total, facets = expected(row, question, products)
        right = answer["total"] == total if answer["exact"] else answer["total"] <= total
        if not right or (facets is not None and answer["facets"] != facets):
            print(f"{row}: {question}\n  wanted {total} {facets}\n  found {answer['total']} {answer.get('facets')}")
            faults += 1
    return faults


def heaviest(text, products):
    """(weight, id) of each title that begins with the words of `text`, the last perhaps cut off, heaviest first."""
    begin = " ".join(WORD.findall(text.lower()))
    found = [(p.source["review_count"] + 1, p.source["id"]) for p in products
             if " ".join(WORD.findall(p.source["title"].lower())).startswith(begin)]
    return sorted(found, reverse=True)


def check_titles(driver, prepared, products, folder):
    """Questions about the titles' index, which the driver has open."""
    out = os.path.join(folder, "suggest_fst")
    driver.ask(cmd="answers", row="suggest_fst", queries=prepared.row("suggest_fst"), limit=2000, out=out)
    with open(prepared.row("suggest_fst"), encoding="utf-8") as file:
        asked = [json.loads(line) for line in itertools.islice(file, 2000)]
    faults = answered = 0
    for question, answer in zip(asked, answers.read(out), strict=True):
        if not plain(question["text"]):
            continue
        wanted = heaviest(question["text"], products)
        answered += bool(wanted)
        weights = [weight for _, weight in answer["hits"]]
        right = weights == [weight for weight, _ in wanted[:10]] and answer["total"] == len(weights)
        if not right or not {(weight, name) for name, weight in answer["hits"]} <= set(wanted):
            print(f"suggest_fst: {question}\n  wanted {wanted[:10]}\n  found {answer}")
            faults += 1
    assert answered > 10, f"only {answered} prefixes begin a title"
    return faults


def main():
    with tempfile.TemporaryDirectory() as folder:
        catalog = os.path.join(folder, "catalog.ndjson")
        subprocess.run([AISLE, "generate", "--products", str(PRODUCTS), "--seed", "5", "-o", catalog], check=True)
        subprocess.run([AISLE_LOAD, "queries", "--products", str(PRODUCTS), "--seed", "5", "--queries", "2000", "--out", folder],
                       check=True)
        prepared = data.Data(folder, catalog, folder)
        with open(prepared.catalog, encoding="utf-8") as lines:
            products = [Product(line) for line in lines]
        driver = drivers.Driver("aisle", "Aisle", [AISLE_PEER], os.path.join(folder, "log"))
        faults = 0
        for merge in (True, False):
            index = os.path.join(folder, f"index-{merge}")
            load = driver.ask(cmd="load", catalog=prepared.catalog, mapping=os.path.join(SOURCE, "bench/peers/index.json"),
                              index=index, threads=1 if merge else 2, merge=merge)
            assert load["docs"] == PRODUCTS, load
            assert driver.ask(cmd="open", index=index)["docs"] == PRODUCTS
            for row in [*MATCHES, "facets_post_filter"]:
                faults += check(driver, prepared, row, products, folder)
            titles = index + "-titles"
            load = driver.ask(cmd="load_titles", catalog=prepared.titles(), mapping=os.path.join(SOURCE, "bench/peers/titles.json"),
                              index=titles, threads=1 if merge else 2, merge=merge)
            assert load["docs"] == PRODUCTS, load
            assert driver.ask(cmd="open", index=titles)["docs"] == PRODUCTS
            faults += check_titles(driver, prepared, products, folder)
            passed = [driver.ask(cmd="row", row="suggest_fst", queries=prepared.row("suggest_fst"), limit=500, threads=threads)
                      for threads in (1, 2)]
            assert passed[0]["count"] == 500 and passed[0]["checksum"] == passed[1]["checksum"], passed
        driver.quit()
        return 1 if faults else 0


sys.exit(main())
