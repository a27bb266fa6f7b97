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
