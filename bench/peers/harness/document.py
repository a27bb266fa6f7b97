"""Results as kept, and docs/benchmarks.md made of them."""
import importlib.util
import json
import os

from . import machine, questions, table

# What the engine is to reach: times Lucene 9.12, in mean and in p99 (indexing: in documents a second).
GOALS = {"facets_es": 20, "facets_and_es": 15, "facets_browse_es": 20, "facets_all_es": 500, "or_multi_count": 15,
         "or_title": 15, "and_title": 12, "or_multi": 18, "and_multi": 15, "or_multi_filter": 18, "and_multi_filter": 15,
         "fuzzy2_term": 40, "fuzzy_auto_and": 30, "prefix_edge": 12, "prefix_query": 12, "suggest_fst": 5, "phrase": 12,
         "fscore_multi": 20, "browse_sort": 50, "mixed": 20}
INDEXING_GOAL = 6
NEWEST_GOAL = 3  # times the newest Lucene, on every row
BASE, JUDGE, NEWEST = "aisle", "lucene9", "lucene10"
NOTES = "notes.md"


def read(path):
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    except FileNotFoundError:
        return {}


def save(path, results):
    results["machine"] = machine.describe()
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path + ".part", "w", encoding="utf-8") as file:
        json.dump(results, file, indent=1)
    os.replace(path + ".part", path)


def markdown(rows):
    rows = list(rows)
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    right = [len(rows) > 1 and (rows[1][i][:1].isdigit() or rows[1][i] == "-") for i in range(len(rows[0]))]
    lines.insert(1, "|" + "".join(" ---: |" if numbers else " --- |" for numbers in right))
    return "\n".join(lines)


def peers_of(results):
    found = {name for by_engine in results.get("rows", {}).values() for name in by_engine}
    order = ["lucene9", "lucene10", "lucene8", "tantivy", "xapian"]
    return [name for name in order if name in found]


def times(figures, base, key):
    return figures[key] / base[key] if figures.get(key) and base.get(key) else None


def verdict(row, by_engine):
    """Is the row's goal reached, by mean and by p99?"""
    base = by_engine.get(BASE, {})
    wanted = [(by_engine.get(JUDGE, {}), GOALS.get(row)), (by_engine.get(NEWEST, {}), NEWEST_GOAL)]
    if "wrong" in base:
        return "wrong answers"
    missed = []
    for figures, goal in wanted:
        for key, name in (("mean_us", "mean"), ("p99_us", "p99")):
            reached = times(figures, base, key)
            if goal and reached is not None and reached < goal:
                missed.append(f"{name} {reached / goal:.0%} of {goal}x")
    return "; ".join(missed) or "reached"


def summary_rows(results):
    peers = peers_of(results)
    title = {name: results["engines"].get(name, {}).get("title", name) for name in peers}
    yield ["row", "Aisle mean us", "p99", *(f"{title[name]}: mean, p99" for name in peers), "goal", "reached"]
    for row in questions.ROWS:
        by_engine = results["rows"].get(row, {})
        base = by_engine.get(BASE)
        if not base:
            continue
        cells = [f"{table.ratio(by_engine.get(name, {}).get('mean_us'), base.get('mean_us'))}, "
                 f"{table.ratio(by_engine.get(name, {}).get('p99_us'), base.get('p99_us'))}" for name in peers]
        goal = f"{GOALS[row]}x" if row in GOALS else f"{NEWEST_GOAL}x newest"
        yield [f"`{row}`", table.number(base.get("mean_us")), table.number(base.get("p99_us")), *cells, goal, verdict(row, by_engine)]


def figure_rows(results):
    yield ["row", "engine", "mean us", "p50", "p90", "p99", "1 thread, queries/s", "2 threads", "first pass, mean us",
           "mean, least to most", "queries"]
    for row in questions.ROWS:
        for name in [BASE, *peers_of(results)]:
            figures = results["rows"].get(row, {}).get(name)
            if not figures or "mean_us" not in figures:
                continue
            yield [f"`{row}`", name, *(table.number(figures.get(key)) for key in
                                       ("mean_us", "p50_us", "p90_us", "p99_us", "qps", "qps2", "first_mean_us")),
                   f"{table.number(figures['mean_min'])} to {table.number(figures['mean_max'])}", f"{figures['count']:,}"]


def memory_rows(results, key="memory"):
    yield ["engine", "resident MB", "heap MB", "index MB", "bytes a product"]
    for name in [BASE, *peers_of(results)]:
        figures = results.get(key, {}).get(name)
        if figures:
            yield [name, *(f"{figures[part] / 1e6:,.0f}" for part in ("resident", "heap", "index_bytes")),
                   f"{figures['index_bytes'] / results['catalog']['products']:,.0f}"]


def memory_verdict(results):
    ours, judge = results.get("memory", {}).get(BASE), results.get("memory", {}).get(JUDGE)
    if not ours or not judge:
        return ""
    allowed = judge["index_bytes"] + judge["heap"]
    return (f"Aisle's resident memory is {ours['resident'] / allowed:.0%} of the index and heap of {JUDGE} "
            f"({allowed / 1e6:,.0f} MB); the goal is at most 100%.")


def scaling_rows(all_results):
    """Aisle's mean by size, and its ratio to the judge."""
    sizes = sorted(all_results, key=lambda one: one["catalog"]["products"])
    yield ["row", *(f"{one['catalog']['products']:,}" for one in sizes), *(f"times {JUDGE} at {one['catalog']['products']:,}" for one in sizes)]
    for row in questions.ROWS:
        means, ratios = [], []
        for one in sizes:
            by_engine = one["rows"].get(row, {})
            mean = by_engine.get(BASE, {}).get("mean_us")
            means.append(table.number(mean))
            ratios.append(table.ratio(by_engine.get(JUDGE, {}).get("mean_us"), mean))
        if any(mean != "-" for mean in means):
            yield [f"`{row}`", *means, *ratios]


def engine_lines(results):
    for name in [BASE, *peers_of(results)]:
        about = results.get("engines", {}).get(name, {})
        yield f"- {about.get('title', name)}: {about.get('version', '')} {about.get('notes', '')}".rstrip()


def over_http(results_folder, here):
    """What bench/peers/http measured, as text; empty when it did not."""
    results = read(os.path.join(results_folder, "../http/results.json"))
    module = os.path.join(here, "http/report.py")
    if not results or not os.path.exists(module):
        return ""
    spec = importlib.util.spec_from_file_location("http_report", module)
    report = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(report)
    return report.render(results).strip()


def body(results, others, http, notes):
    catalog = results["catalog"]
    clock = "time on the clock" if results["clock"] == "wall" else "time of the asking thread on a processor"
    parts = [
        "# Aisle beside its peers",
        "Made by `bench/peers/run`; what each row asks, and how engines are driven, is in "
        "[bench/peers/README.md](../bench/peers/README.md). In process, result caches off, one merged segment, sources not "
        f"fetched; passes of the engines in turns, medians of {results['rounds']} rounds ({clock}). A sample of "
        "every row's answers was compared before it was timed: totals, scores, ids, facets.",
        "## The machine",
        "\n".join(f"- {name}: {value}" for name, value in results["machine"].items() if value),
        "\n".join(engine_lines(results)),
        f"## {catalog['products']:,} products",
        f"{catalog['bytes'] / 1e6:,.0f} MB of NDJSON. A ratio says how many times as long as Aisle the peer takes, by mean "
        "and by p99. \"first pass\" is the first time that any of the row's questions is asked.",
        markdown(summary_rows(results)),
        "### All figures", markdown(figure_rows(results)),
        "### Memory and disk, after all rows", markdown(memory_rows(results)),
        memory_verdict(results),
    ]
    if results.get("title_memory"):
        parts += ["### The same of processes with the titles' index alone", markdown(memory_rows(results, "title_memory"))]
    names = [BASE, *peers_of(results)]
    for row, by_engine in results.get("special", {}).items():
        parts += [f"### {row}", markdown(table.special_rows(row, by_engine, names))]
    if len(others) > 1:
        parts += ["## As catalogs grow", "Mean in microseconds, and how many times as long the judge takes.", markdown(scaling_rows(others))]
    if http:
        parts += ["## Over HTTP", http]
    if notes:
        parts += ["## Notes", notes]
    return "\n\n".join(parts) + "\n"


def write(path, results_folder, results, here):
    """`results` gives the tables; all that lie beside it, of the same generator or name, the growth."""
    others = [read(os.path.join(results_folder, name)) for name in sorted(os.listdir(results_folder)) if name.endswith(".json")]
    others = [one for one in others if "rows" in one and one.get("clock") == results["clock"] and one["rows"].get("or_title", {}).get(BASE)]
    by_size = {one["catalog"]["products"]: one for one in others} | {results["catalog"]["products"]: results}
    notes = ""
    if os.path.exists(os.path.join(here, NOTES)):
        with open(os.path.join(here, NOTES), encoding="utf-8") as file:
            notes = file.read().strip()
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(body(results, list(by_size.values()), over_http(results_folder, here), notes))
