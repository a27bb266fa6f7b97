"""The results of run_http as the section "Over HTTP" of docs/benchmarks.md."""
from harness.table import number, ratio


def row_text(row, by_connections):
    """One row for people who watch."""
    lines = []
    for connections, by_server in by_connections.items():
        ours = by_server.get("aisle", {})
        parts = [f"{name} {figures['qps']:,.0f}/s p50 {figures['p50_us'] / 1e3:.2f} p99 {figures['p99_us'] / 1e3:.2f} ms"
                 + ("" if name == "aisle" else f" ({ratio(ours.get('qps'), figures['qps'])})") for name, figures in by_server.items()]
        lines.append(f"{row}, {connections} connections: " + "; ".join(parts))
    return "\n".join(lines)


def markdown(rows):
    head, *body = rows
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, ["---"] + ["---:"] * (len(head) - 1), *body])


def head_section(rows):
    table = [["connections", "Aisle, requests/s", "bare Beast", "ratio", "Aisle, CPU us a request", "bare Beast", "ratio"]]
    for connections, by_server in rows.items():
        ours, bare = by_server["aisle"], by_server["bare"]
        table.append([str(connections), number(ours["qps_max"]), number(bare["qps_max"]), f"{ours['qps_max'] / bare['qps_max']:.2f}",
                      f"{ours['cpu_us_min']:.2f}", f"{bare['cpu_us_min']:.2f}", f"{bare['cpu_us_min'] / ours['cpu_us_min']:.2f}"])
    return ("`HEAD /`: what a request costs that asks for nothing. The bare server is the least that one writes over Boost.Beast, "
            "without routes, limits, time-outs, metrics or logs (`bench/peers/http/bare_beast.cpp`). Best of the runs, in turns; "
            "client and servers share the cores.\n\n" + markdown(table))


def load_section(results):
    table = [["server", "documents/s", "Aisle's ratio", "CPU us a document", "one segment after, s", "resident, MB"]]
    ours = results["load"].get("aisle", {})
    for name, load in results["load"].items():
        table.append([title_of(results, name), number(load["documents_per_second"]),
                      "" if name == "aisle" else ratio(ours.get("documents_per_second"), load["documents_per_second"]),
                      number(load["cpu_us_per_document"]), number(load["merge_seconds"]),
                      number(results["resident"].get(name, 0) / 1e6)])
    return ("Bulk load: 1,000 documents a request, two connections, ids given by the server; "
            "until the last answer.\n\n" + markdown(table))


def title_of(results, name):
    about = results["servers"].get(name)
    if not about:
        return name
    return about["title"] if name.startswith("aisle") else f"OpenSearch {about['version']} (Lucene {about['lucene']})"


def rows_section(results):
    names = list(results["servers"])
    peers = [name for name in names if name != "aisle"]
    head = ["row", "connections", "Aisle, requests/s", "p50 ms", "p99 ms"]
    for peer in peers:
        head += [title_of(results, peer) + ", requests/s", "p50 ms", "p99 ms", "throughput", "p99"]
    table = [head]
    for row, by_connections in results["rows"].items():
        for connections, by_server in by_connections.items():
            ours = by_server.get("aisle", {})
            line = [row if not results["faults"].get(row) else row + " (answers differ)", str(connections)]
            for name in ["aisle", *peers]:
                figures = by_server.get(name)
                line += [number(figures["qps"]), number(figures["p50_us"] / 1e3), number(figures["p99_us"] / 1e3)] if figures else ["-"] * 3
                if name != "aisle":
                    line += [ratio(ours.get("qps"), figures["qps"]), ratio(figures["p99_us"], ours.get("p99_us"))]
            table.append(line)
    return ("Search: the rows' questions as `_search` bodies that ask for five fields of each hit; each connection waits for its "
            "answer before it sends the next request. Throughput and p99 in the last columns are how many times better Aisle is. "
            "Medians of the runs, servers in turns, all alive at once; the load generator shares the two cores.\n\n" + markdown(table))


def faults_section(results):
    lines = [f"- {row}, {name}: {fault}" for row, by_server in results["faults"].items() for name, fault in by_server.items()]
    if not lines:
        return "Totals, hits (up to equal scores), scores (relative 1e-5) and facet counts of all servers were the same."
    return "Answers that differ:\n\n" + "\n".join(lines)


def render(results):
    """Markdown, without a heading of its own."""
    sections = []
    if results.get("head"):
        sections.append(head_section(results["head"]))
    if results.get("rows"):
        sections += [load_section(results), rows_section(results), faults_section(results)]
    return "\n\n".join(sections) + "\n"
