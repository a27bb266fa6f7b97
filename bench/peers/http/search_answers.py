"""Search bodies out of the rows of questions, and answers in the harness's form."""
import json
import os

# What a results page shows of a product.
SOURCE = ["id", "title", "brand", "price", "rating"]
ROWS = ["facets_es", "facets_and_es", "facets_browse_es", "or_multi", "and_multi", "and_multi_filter", "fscore_multi",
        "fuzzy_auto_and", "phrase", "prefix_edge", "mixed"]


def write_bodies(questions_file, bodies_file, limit):
    """The bodies of the first questions, one a line, each asking for the sources of its hits. Returns their kinds."""
    kinds = []
    os.makedirs(os.path.dirname(bodies_file), exist_ok=True)
    with open(questions_file, encoding="utf-8") as questions, open(bodies_file, "w", encoding="utf-8") as out:
        for line, _ in zip(questions, range(limit)):
            question = json.loads(line)
            kinds.append(question["kind"])
            out.write(json.dumps({**question["body"], "_source": SOURCE}, ensure_ascii=False, separators=(",", ":")) + "\n")
    return kinds


def key_of(facet, rank, bucket):
    if facet == "price":
        return str(rank)
    if facet == "rating":
        return str(int(bucket["key"]))
    return str(bucket.get("key_as_string", bucket["key"]))


def facet_counts(name, aggregation):
    """Counts by key; a facet may hang below a filter."""
    if "buckets" not in aggregation:
        aggregation = aggregation[name]
    return {key_of(name, rank, bucket): bucket["doc_count"]
            for rank, bucket in enumerate(aggregation["buckets"]) if bucket["doc_count"] > 0}


def as_answer(number, text):
    response = json.loads(text)
    total = response["hits"]["total"]
    by_sort = any("sort" in hit for hit in response["hits"]["hits"])
    return {"i": number, "total": total["value"], "exact": total["relation"] == "eq",
            "hits": [[hit["_source"]["id"], hit["sort"][0] if by_sort else hit["_score"]] for hit in response["hits"]["hits"]],
            "facets": {name: facet_counts(name, value) for name, value in response.get("aggregations", {}).items()}}


def read(path):
    with open(path, encoding="utf-8") as file:
        return [as_answer(number, line) for number, line in enumerate(file)]
