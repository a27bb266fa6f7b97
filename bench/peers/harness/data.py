"""Catalogs and queries: where they come from, and how they are made ready for drivers."""
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys

from . import questions
from .drivers import say

LONGEST_TITLE = 500  # code points; titles.json allows twice as many UTF-16 units
INVENTORY = re.compile(r'"inventory":\s*(-?\d+)')


def stamp_of(path):
    status = os.stat(path)
    return f"{os.path.abspath(path)}:{status.st_size}:{status.st_mtime_ns}"


def with_stock(line):
    """The product's line with the field in_stock, which follows from its inventory."""
    if '"in_stock":' in line:
        return line
    found = INVENTORY.search(line)
    in_stock = "true" if found and int(found.group(1)) > 0 else "false"
    body = line.rstrip()
    return f'{body[:-1]},"in_stock":{in_stock}}}\n'


def title_line(product):
    """A product's title as something to complete, the heavier the more it is talked about. None where there is no title."""
    title = product.get("title", "")
    if not title.strip():
        return None
    completion = {"input": title[:LONGEST_TITLE], "weight": int(product.get("review_count", 0)) + 1}
    return json.dumps({"id": product["id"], "suggest": completion}, ensure_ascii=False) + "\n"


def generated(build, root, products, seed, query_seed):
    """Catalog file and query log folder of the project's own generator."""
    folder = os.path.join(build, "generated", f"{products}-{seed}-{query_seed}")
    catalog = os.path.join(folder, "catalog.ndjson")
    if not os.path.exists(os.path.join(folder, "queries.ndjson")):
        say(f"generating {products:,} products, seed {seed}, and queries, seed {query_seed}")
        os.makedirs(folder, exist_ok=True)
        programs = os.path.join(root, "build/release")
        subprocess.run([os.path.join(root, "scripts/build"), "release", "aisle", "aisle_load"], check=True, stdout=sys.stderr)
        subprocess.run([os.path.join(programs, "aisle"), "generate", "--products", str(products), "--seed", str(seed),
                        "-o", catalog], check=True, stdout=sys.stderr)
        subprocess.run([os.path.join(programs, "aisle_load"), "queries", "--products", str(products), "--seed", str(seed),
                        "--query-seed", str(query_seed), "--out", folder], check=True, stdout=sys.stderr)
    return catalog, folder


class Data:
    """A prepared catalog and its rows of questions, kept under `folder` until catalog or query log change."""

    def __init__(self, build, catalog, queries):
        self.key = hashlib.sha256((stamp_of(catalog) + stamp_of(os.path.join(queries, "queries.ndjson"))).encode()).hexdigest()[:12]
        self.folder = os.path.join(build, "data", self.key)
        self.catalog = os.path.join(self.folder, "catalog.ndjson")
        self.rows_folder = os.path.join(self.folder, "rows")
        self.queries = queries
        self._prepare_catalog(catalog)
        # Cheap, and follows what the harness asks.
        questions.write_rows(queries, self.rows_folder)
        with open(os.path.join(self.folder, "about.json"), encoding="utf-8") as file:
            self.about = json.load(file)
        self.about.update(name=os.path.basename(os.path.dirname(os.path.abspath(catalog))), key=self.key)
        self.products = self.about["products"]

    def _prepare_catalog(self, source):
        about = os.path.join(self.folder, "about.json")
        if os.path.exists(about):
            return
        say(f"preparing {source}")
        shutil.rmtree(self.folder, ignore_errors=True)
        os.makedirs(self.folder)
        products = 0
        with open(source, encoding="utf-8") as lines, open(self.catalog, "w", encoding="utf-8") as out:
            for line in lines:
                if line.strip():
                    out.write(with_stock(line))
                    products += 1
        with open(about, "w", encoding="utf-8") as file:
            json.dump({"products": products, "bytes": os.path.getsize(self.catalog)}, file)

    def titles(self):
        """The catalog of the titles' index."""
        path = os.path.join(self.folder, "titles.ndjson")
        if not os.path.exists(path):
            with open(self.catalog, encoding="utf-8") as products, open(path + ".part", "w", encoding="utf-8") as out:
                out.writelines(filter(None, (title_line(json.loads(line)) for line in products)))
            os.replace(path + ".part", path)
        return path

    def row(self, name):
        return os.path.join(self.rows_folder, name + ".ndjson")

    def has(self, name):
        return os.path.exists(self.row(name))
