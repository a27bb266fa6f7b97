"""Rows that are not passes over a file: indexing, restart, changes while shoppers search."""
import itertools
import json
import os
import random
import shutil
import statistics
import time

from .drivers import Unsupported, say

ROWS = ["indexing", "restart", "refresh_stream", "price_updates"]
STREAM_RATE = 2000  # documents a second
STREAM_SECONDS = 20


def per_engine(engines, work):
    results = {}
    for engine in engines:
        try:
            results[engine.name] = work(engine)
        except Unsupported:
            say(f"  {engine.name}: not built")
    return results


def indexing(context):
    """Documents a second, the merge into one segment included, on one and on two threads; fresh processes in turns."""
    passes = {}
    for _ in range(context.load_rounds):
        for threads in (1, 2):
            for engine in context.engines:
                folder = context.scratch(engine)
                driver = context.start(engine)
                try:
                    load = driver.ask(cmd="load", catalog=context.data.catalog, mapping=context.mapping, index=folder,
                                      threads=threads, merge=True)
                    passes.setdefault(engine.name, {}).setdefault(threads, []).append(load)
                except Unsupported:
                    say(f"  {engine.name}: not built")
                finally:
                    driver.quit()
                    shutil.rmtree(folder, ignore_errors=True)
    results = {}
    for name, by_threads in passes.items():
        results[name] = {}
        for threads, loads in by_threads.items():
            best = max(context.data.products / (load["seconds"] + load["merge_seconds"]) for load in loads)
            results[name][f"docs_per_second_{threads}"] = best
            results[name][f"loads_{threads}"] = loads
    return results


def forget(folder):
    """Puts a folder's files out of the page cache, as far as nobody maps them."""
    os.sync()
    for at, _, files in os.walk(folder):
        for name in files:
            with open(os.path.join(at, name), "rb") as file:
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def restart(context):
    """Seconds from starting the process to its answer to one results page: files out of the page cache, and in it."""
    out = os.path.join(context.build, "answers", "restart.ndjson")
    os.makedirs(os.path.dirname(out), exist_ok=True)
    question = context.data.row("facets_es")

    def one(engine, cold):
        folder = context.index_folder(engine)
        if cold:
            forget(folder)
        begin = time.monotonic()
        driver = context.start(engine)
        opened = driver.ask(cmd="open", index=folder)
        driver.ask(cmd="answers", row="facets_es", queries=question, limit=1, out=out)
        seconds = time.monotonic() - begin
        driver.quit()
        return seconds, opened["seconds"]

    passes = {}
    for _ in range(context.rounds):
        for cold in (True, False):
            for engine in context.engines:
                try:
                    passes.setdefault(engine.name, {}).setdefault(cold, []).append(one(engine, cold))
                except Unsupported:
                    say(f"  {engine.name}: not built")
    return {name: {"cold_s": statistics.median(s for s, _ in by[True]), "warm_s": statistics.median(s for s, _ in by[False]),
                   "open_s": statistics.median(s for _, s in by[False])} for name, by in passes.items() if len(by) == 2}


def changing(context, kind, updates, rate):
    def work(engine):
        folder = context.scratch(engine)
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(context.index_folder(engine), folder)
        driver = context.start(engine)
        try:
            driver.ask(cmd="open", index=folder)
            driver.ask(cmd="row", row="mixed", queries=context.data.row("mixed"), limit=1000, threads=1, warmup=True)
            return driver.ask(cmd="updates", kind=kind, updates=updates, rate=rate, refresh_ms=1000,
                              queries=context.data.row("mixed"), limit=1000)
        finally:
            driver.quit()
            shutil.rmtree(folder, ignore_errors=True)
    return per_engine(context.engines, work)


def refresh_stream(context):
    """Queries of the mixed row while whole products are written again at a rate, visible every second."""
    updates = os.path.join(context.data.folder, "stream.ndjson")
    with open(context.data.catalog, encoding="utf-8") as catalog, open(updates, "w", encoding="utf-8") as out:
        wanted = STREAM_RATE * STREAM_SECONDS
        step = max(1, context.data.products // wanted)
        out.writelines(itertools.islice(itertools.islice(catalog, 0, None, step), wanted))
    return changing(context, "document", updates, STREAM_RATE)


def price_updates(context):
    """A million prices, as fast as they can be changed, while the mixed row is asked."""
    updates = os.path.join(context.data.folder, "prices.ndjson")
    with open(context.data.catalog, encoding="utf-8") as catalog:
        ids = [json.loads(line)["id"] for line in itertools.islice(catalog, 1_000_000)]
    chance = random.Random(1)
    with open(updates, "w", encoding="utf-8") as out:
        for _ in range(context.changes):
            out.write(json.dumps({"id": chance.choice(ids), "price": round(chance.uniform(1, 500), 2)}) + "\n")
    return changing(context, "price", updates, 0)


RUN = {"indexing": indexing, "restart": restart, "refresh_stream": refresh_stream, "price_updates": price_updates}


class Context:
    """What the special rows need to know."""

    def __init__(self, engines, here, build, data, arguments):
        self.engines, self.here, self.build, self.data = engines, here, build, data
        self.rounds, self.load_rounds, self.changes = arguments.rounds, arguments.load_rounds, arguments.changes
        self.mapping = os.path.join(here, "index.json")

    def start(self, engine):
        return engine.start(self.here, self.build, os.path.join(self.build, "logs"))

    def index_folder(self, engine):
        return os.path.join(self.build, "index", self.data.key, engine.name)

    def scratch(self, engine):
        folder = os.path.join(self.build, "index", "scratch", engine.name)
        os.makedirs(folder, exist_ok=True)
        return folder
