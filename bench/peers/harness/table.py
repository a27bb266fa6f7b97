"""Rows of figures as text."""


def number(value):
    if value is None:
        return "-"
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def ratio(of, to):
    return number(of / to) + "x" if of and to else "-"


def aligned(rows):
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join("  ".join(cell.ljust(w) if i == 0 else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths)))
                     for row in rows)


def plain_table(results, engines, base="aisle"):
    """Mean and p99 in microseconds of each engine, and how many times the base engine's."""
    head = ["row"]
    for engine in engines:
        head += [engine + " us", "p99"] + ([] if engine == base else ["mean/" + base, "p99/" + base])
    head.append("noise")
    out = [head]
    for row, by_engine in results.items():
        line = [row]
        ours = by_engine.get(base, {})
        for engine in engines:
            figures = by_engine.get(engine, {})
            line += [number(figures.get("mean_us")), number(figures.get("p99_us"))]
            if engine != base:
                line += [ratio(figures.get("mean_us"), ours.get("mean_us")), ratio(figures.get("p99_us"), ours.get("p99_us"))]
        spread = [f["mean_max"] / f["mean_min"] for f in by_engine.values() if f.get("mean_min")]
        line.append(f"{max(spread):.2f}" if spread else "-")
        out.append(line)
    return aligned(out)


def memory_line(name, figures):
    return (f"{name}: resident {figures['resident'] / 1e6:,.0f} MB, heap {figures['heap'] / 1e6:,.0f} MB, "
            f"index {figures['index_bytes'] / 1e6:,.0f} MB")


# Of each row that is not passes over a file: what is shown, and how it is called.
SPECIAL = {
    "indexing": [("docs_per_second_1", "documents/s, 1 thread"), ("docs_per_second_2", "2 threads")],
    "restart": [("cold_s", "s to first answer, cold"), ("warm_s", "warm"), ("open_s", "of it opening")],
    "refresh_stream": [("updates_per_s", "documents/s"), ("refresh_mean_ms", "refresh ms"), ("refresh_max_ms", "at most"),
                       ("mean_us", "query us"), ("p50_us", "p50"), ("p99_us", "p99"), ("count", "queries")],
    "price_updates": [("updates_per_s", "prices/s"), ("refresh_mean_ms", "refresh ms"), ("refresh_max_ms", "at most"),
                      ("mean_us", "query us"), ("p50_us", "p50"), ("p99_us", "p99"), ("count", "queries")],
}


def special_rows(row, by_engine, engines):
    """Head and a line an engine, as texts."""
    yield [row, *(title for _, title in SPECIAL[row])]
    for engine in engines:
        if engine in by_engine:
            figures = dict(by_engine[engine])
            if "updates" in figures:
                figures["updates_per_s"] = figures["updates"] / figures["seconds"]
            yield [engine, *(number(figures.get(key)) for key, _ in SPECIAL[row])]


def special_table(row, by_engine, engines):
    return aligned(list(special_rows(row, by_engine, engines)))
