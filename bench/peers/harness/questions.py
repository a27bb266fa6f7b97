"""From a query log to one file of questions a row, in the words of Elasticsearch and as kind, text and filters."""
import json
import os

FIELDS = ["title^3", "brand^2", "category", "description"]
ENOUGH = 1000  # matches that are counted at least, where no exact total is asked for
FACETS = {
    "brand": {"terms": {"field": "brand.keyword", "size": 10}},
    "category": {"terms": {"field": "category_path", "size": 20}},
    "price": {"range": {"field": "price", "ranges": [
        {"to": 25}, {"from": 25, "to": 50}, {"from": 50, "to": 100},
        {"from": 100, "to": 200}, {"from": 200, "to": 500}, {"from": 500}]}},
    "rating": {"histogram": {"field": "rating", "interval": 1}},
    "color": {"terms": {"field": "attributes.color", "size": 10}},
    "in_stock": {"terms": {"field": "in_stock"}},
}
# What the mixed row is made of, out of a hundred; the same shares as shops' logs of autocomplete-heavy storefronts have.
MIX = [("prefix_edge", 45), ("facets_and_es", 15), ("facets_es", 15), ("and_multi_filter", 15), ("fuzzy_auto_and", 10)]


def any_word(text, **more):
    return {"multi_match": {"query": text, "fields": FIELDS, **more}}


def every_word(text):
    words = text.split()
    if len(words) == 1:
        return any_word(text)
    return {"bool": {"must": [any_word(word) for word in words]}}


def filter_clauses(filters):
    """By the facet that each belongs to."""
    clauses = {}
    if "brand" in filters:
        clauses["brand"] = {"term": {"brand.keyword": filters["brand"]}}
    if "category" in filters:
        clauses["category"] = {"term": {"category_path": filters["category"]}}
    if "price_min" in filters:
        clauses["price"] = {"range": {"price": {"gte": filters["price_min"], "lte": filters["price_max"]}}}
    return clauses


def filtered(query, filters):
    body = {"filter": list(filter_clauses(filters).values())}
    if query is not None:
        body["must"] = [query]
    return {"bool": body}


def begun(text, edges):
    words = text.split()
    clauses = [{"match": {"title": word}} for word in words[:-1]]
    last = words[-1]
    clauses.append({"match": {"title.edge": last[:15]}} if edges else {"prefix": {"title": last}})
    return clauses[0] if len(clauses) == 1 else {"bool": {"must": clauses}}


def top(query, **more):
    return {"size": 10, "track_total_hits": ENOUGH, "query": query, **more}


def page(query, **more):
    return {"size": 10, "track_total_hits": True, "query": query, "aggs": FACETS, **more}


def disjunctive_page(text, filters):
    """Each facet is counted under every filter but its own; hits under all of them."""
    clauses = filter_clauses(filters)
    facets = {}
    for name, facet in FACETS.items():
        others = [clause for owner, clause in clauses.items() if owner != name]
        facets[name] = {"filter": {"bool": {"filter": others}}, "aggs": {name: facet}}
    return {"size": 10, "track_total_hits": True, "query": any_word(text), "aggs": facets,
            "post_filter": {"bool": {"filter": list(clauses.values())}}}


def scored_by(text, functions):
    return top({"function_score": {"query": any_word(text), "functions": functions, "score_mode": "multiply",
                                   "boost_mode": "multiply"}})


def popularity(modifier):
    return {"field_value_factor": {"field": "review_count", "modifier": modifier, "missing": 0}}


BODIES = {
    "or_title": lambda q: top({"match": {"title": q["text"]}}),
    "and_title": lambda q: top({"match": {"title": {"query": q["text"], "operator": "and"}}}),
    "or_multi": lambda q: top(any_word(q["text"])),
    "and_multi": lambda q: top(every_word(q["text"])),
    "or_multi_filter": lambda q: top(filtered(any_word(q["text"]), q["filters"])),
    "and_multi_filter": lambda q: top(filtered(every_word(q["text"]), q["filters"])),
    "or_multi_count": lambda q: {**top(any_word(q["text"])), "track_total_hits": True},
    "facets_es": lambda q: page(any_word(q["text"])),
    "facets_and_es": lambda q: page(every_word(q["text"])),
    "facets_browse_es": lambda q: page(filtered(None, q["filters"]), sort=[{"review_count": "desc"}]),
    "facets_all_es": lambda q: {**page({"match_all": {}}), "size": 0},
    "facets_post_filter": lambda q: disjunctive_page(q["text"], q["filters"]),
    "fscore_multi": lambda q: scored_by(q["text"], [popularity("log1p")]),
    "fscore_shopper": lambda q: scored_by(q["text"], [
        popularity("ln2p"), {"filter": {"term": {"brand.keyword": q["affinity"]}}, "weight": 1.5}]),
    "browse_sort": lambda q: top(filtered(None, q["filters"]), sort=[{"price": "asc"}]),
    "fuzzy2_term": lambda q: top({"fuzzy": {"title": {"value": q["text"], "fuzziness": 2, "max_expansions": 50}}}),
    "fuzzy_auto_and": lambda q: top({"match": {"title": {"query": q["text"], "fuzziness": "AUTO", "operator": "and"}}}),
    "multi_fuzzy_auto": lambda q: top(any_word(q["text"], fuzziness="AUTO")),
    "prefix_edge": lambda q: top(begun(q["text"], True)),
    "prefix_query": lambda q: top(begun(q["text"], False)),
    "suggest_fst": lambda q: {"size": 0, "suggest": {"titles": {
        "prefix": q["text"], "completion": {"field": "suggest", "size": 10, "skip_duplicates": False}}}},
    "phrase": lambda q: top({"match_phrase": {"title": q["text"]}}),
    "deep_page": lambda q: {**top(any_word(q["text"])), "from": 990},
}
ROWS = [*BODIES, "mixed"]
SORTED_ROWS = {"facets_browse_es", "browse_sort", "suggest_fst"}  # ranked by a value, not by BM25
TITLE_ROWS = {"suggest_fst"}  # asked of the titles' index


def read_log(folder):
    def lines(name):
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            return [line.rstrip("\n") for line in file if line.strip()]
    return {"queries": [json.loads(line) for line in lines("queries.ndjson")], "prefixes": lines("prefixes.tsv"),
            "typos": [line.split("\t")[0] for line in lines("typos.tsv")], "phrases": lines("phrases.tsv")}


def distinct(questions):
    seen = set()
    for question in questions:
        key = json.dumps(question, sort_keys=True)
        if key not in seen:
            seen.add(key)
            yield question


def questions_of(log):
    """Row -> list of {"text", "filters", ...}, distinct, in the log's order."""
    queries = log["queries"]
    plain = [{"text": q["clean"]} for q in queries if q["nterms"] in (2, 3)]
    boxed = [{"text": q["clean"], "filters": q["filters"]} for q in queries
             if "price_min" in q["filters"] and len(q["filters"]) > 2]
    levels = [{"text": "", "filters": {k: v for k, v in q["filters"].items() if k != "brand"}} for q in queries
              if "category" in q["filters"]]
    categories = [{"text": "", "filters": {"category": q["filters"]["category"]}} for q in levels]
    typed = [{"text": text} for text in log["prefixes"]]
    typos = [q for q in queries if q["typo"]]
    brands = [q["filters"]["brand"] for q in queries if "brand" in q["filters"]] or [""]
    rows = {row: plain for row in ("or_title", "and_title", "or_multi", "and_multi", "or_multi_count", "facets_es",
                                   "facets_and_es", "fscore_multi", "deep_page")}
    rows |= {row: boxed for row in ("or_multi_filter", "and_multi_filter", "facets_post_filter")}
    rows |= {row: typed for row in ("prefix_edge", "prefix_query", "suggest_fst")}
    rows |= {
        "fscore_shopper": [{**q, "affinity": brands[i % len(brands)]} for i, q in enumerate(plain)],
        "facets_browse_es": categories,
        "facets_all_es": [{"text": ""}],
        "browse_sort": levels,
        "fuzzy2_term": [{"text": text} for text in log["typos"]],
        "fuzzy_auto_and": [{"text": q["text"]} for q in typos if q["nterms"] in (2, 3)],
        "multi_fuzzy_auto": [{"text": q["text"]} for q in typos],
        "phrase": [{"text": text} for text in log["phrases"]],
    }
    return {row: list(distinct(questions)) for row, questions in rows.items()}


def mixed(rows, count=20000):
    """(kind, question) in an order that spreads the kinds evenly; none repeats before its row is through."""
    shares = [kind for kind, share in MIX for _ in range(share)]
    next_of = dict.fromkeys(BODIES, 0)
    for i in range(count):
        kind = shares[(i * 7919) % 100]
        if rows[kind]:
            yield kind, rows[kind][next_of[kind] % len(rows[kind])]
            next_of[kind] += 1


def write_rows(log_folder, out):
    """Writes out/ROW.ndjson for every row; those for which the log has nothing to ask are left out."""
    os.makedirs(out, exist_ok=True)
    rows = questions_of(read_log(log_folder))
    files = {row: [(row, question) for question in questions] for row, questions in rows.items()}
    files["facets_all_es"] *= 20
    files["mixed"] = list(mixed(rows))
    for row, questions in files.items():
        path = os.path.join(out, row + ".ndjson")
        if not questions:
            if os.path.exists(path):
                os.remove(path)
            continue
        with open(path, "w", encoding="utf-8") as file:
            for i, (kind, question) in enumerate(questions):
                line = {"i": i, "kind": kind, "filters": {}, **question, "body": BODIES[kind](question)}
                file.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
