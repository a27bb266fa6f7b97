"""Passes over rows, engines in turns."""
import json
import os
import statistics

from . import answers, questions
from .drivers import DriverFailed, Unsupported, say

# How many questions a pass has: enough for a p99, few enough for an hour.
LIMITS = {"or_title": 4000, "and_title": 4000, "or_multi": 2000, "and_multi": 2000, "or_multi_filter": 2000,
          "and_multi_filter": 2000, "fuzzy2_term": 2000, "fuzzy_auto_and": 2000, "multi_fuzzy_auto": 500,
          "prefix_edge": 4000, "prefix_query": 4000, "suggest_fst": 4000, "phrase": 4000, "browse_sort": 2000,
          "mixed": 2000}
USUAL_LIMIT = 1000
SAMPLE = 100


def compare(row, drivers, data, folder, sample):
    """Engine -> what is wrong with its answers, against those of the first engine that gives any."""
    os.makedirs(folder, exist_ok=True)
    read = {}
    faults = {}
    for driver in drivers:
        out = os.path.join(folder, f"{row}.{driver.name}.ndjson")
        try:
            driver.ask(cmd="answers", row=row, queries=data.row(row), limit=sample, out=out)
            read[driver] = answers.read(out)
        except Unsupported:
            faults[driver.name] = None
    if len(read) < 2:
        return faults, 0
    # Lucene decides what is right, where it takes part.
    judge = min(read, key=lambda d: (not d.name.startswith("lucene9"), not d.name.startswith("lucene")))
    with open(data.row(row), encoding="utf-8") as file:
        kinds = [json.loads(line)["kind"] for _, line in zip(range(sample), file)]
    for driver, found in read.items():
        if driver is judge:
            continue
        wrong = [(a["i"], text) for a, b, kind in zip(read[judge], found, kinds)
                 if (text := answers.difference(kind, a, judge.score_factor, b, driver.score_factor,
                                                kind in questions.SORTED_ROWS))]
        if len(found) != len(read[judge]):
            wrong.append((0, f"{len(found)} answers, not {len(read[judge])}"))
        if wrong:
            faults[driver.name] = f"{len(wrong)} of {len(found)} answers differ from {judge.name}'s; question {wrong[0][0]}: {wrong[0][1]}"
    return faults, len(kinds)


def median_of(passes, key):
    return statistics.median(one[key] for one in passes)


def summary(first, passes, two_threads):
    result = {key: median_of(passes, key) for key in ("mean_us", "p50_us", "p90_us", "p99_us", "qps")}
    result["mean_min"] = min(one["mean_us"] for one in passes)
    result["mean_max"] = max(one["mean_us"] for one in passes)
    result["p99_min"] = min(one["p99_us"] for one in passes)
    result["p99_max"] = max(one["p99_us"] for one in passes)
    result["first_mean_us"] = first["mean_us"]
    result["first_p99_us"] = first["p99_us"]
    result["count"] = passes[0]["count"]
    if two_threads:
        result["qps2"] = median_of(two_threads, "qps")
    return result


def warm_up(driver, command, seconds):
    """Figures of the first pass; it is repeated until so much time was spent answering, for virtual machines' sake."""
    first = driver.ask(**command, threads=1, warmup=True)
    spent = first["count"] / first["qps"]
    for _ in range(50):
        if spent >= seconds:
            break
        one = driver.ask(**command, threads=1, warmup=True)
        spent += one["count"] / one["qps"]
    return first


def time_row(row, drivers, data, rounds, limit, clock, warm):
    """Engine -> summary. A first pass each, whose figures are told apart; then `rounds` passes in turns, then as many
    with two threads."""
    limit = limit or LIMITS.get(row, USUAL_LIMIT)
    command = {"cmd": "row", "row": row, "queries": data.row(row), "limit": limit, "clock": clock}
    first = {}
    for driver in drivers:
        try:
            first[driver] = warm_up(driver, command, warm)
        except Unsupported:
            pass
    passes = {driver: [] for driver in first}
    two = {driver: [] for driver in first}
    for _ in range(rounds):
        for driver in first:
            passes[driver].append(driver.ask(**command, threads=1))
    for _ in range(min(rounds, 3)):
        for driver in first:
            two[driver].append(driver.ask(**command, threads=2))
    for driver in first:
        sums = {one["checksum"] for one in passes[driver] + two[driver]}
        if len(sums) > 1:
            say(f"  {driver.name}: answers to {row} changed from pass to pass")
    return {driver.name: summary(first[driver], passes[driver], two[driver]) for driver in first}
