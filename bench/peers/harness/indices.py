"""Each engine's index of a prepared catalog: loaded once, then opened from disk by a fresh process."""
import dataclasses
import json
import os

from .drivers import Unsupported, say


@dataclasses.dataclass(frozen=True)
class Content:
    """What an index holds, and how it is called."""
    suffix: str     # of its folder
    command: str    # that loads it
    mapping: str    # beside `run`
    sources: str    # file in an engine's folder that names what decides its contents
    prefix: str     # of what is kept about it in results

    def catalog(self, data):
        return data.titles() if self is TITLES else data.catalog


PRODUCTS = Content("", "load", "index.json", "index_sources", "")
TITLES = Content(".titles", "load_titles", "titles.json", "title_sources", "title_")


def stamp(engine, here, build, data, content):
    return {"data": data.key, "engine": engine.stamp(here, build, content.sources)}


def is_loaded(folder, wanted, keep):
    try:
        with open(folder + ".json", encoding="utf-8") as file:
            about = json.load(file)
    except FileNotFoundError:
        return None
    if about["stamp"]["data"] != wanted["data"] or (about["stamp"] != wanted and not keep):
        return None
    return about["load"]


def load(engine, here, build, data, content, folder):
    say(f"{engine.title}: loading")
    loader = engine.start(here, build, os.path.join(build, "logs"))
    try:
        return loader.ask(cmd=content.command, catalog=content.catalog(data), mapping=os.path.join(here, content.mapping),
                          index=folder, threads=1, merge=True)
    finally:
        loader.quit()


def open_all(engines, here, build, data, keep, content=PRODUCTS):
    """Drivers with the index open, and what loading took when it was done. Engines that lack such an index are left out."""
    drivers, loads = [], {}
    for engine in engines:
        folder = os.path.join(build, "index", data.key, engine.name + content.suffix)
        os.makedirs(folder, exist_ok=True)
        wanted = stamp(engine, here, build, data, content)
        loaded = is_loaded(folder, wanted, keep)
        if loaded is None:
            try:
                loaded = load(engine, here, build, data, content, folder)
            except Unsupported:
                say(f"{engine.title}: not built")
                continue
            with open(folder + ".json", "w", encoding="utf-8") as file:
                json.dump({"stamp": wanted, "load": loaded}, file)
        loads[engine.name] = loaded
        driver = engine.start(here, build, os.path.join(build, "logs"))
        driver.ask(cmd="open", index=folder)
        drivers.append(driver)
    return drivers, loads
