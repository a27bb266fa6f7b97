"""Each engine's index of a prepared catalog: loaded once, then opened from disk by a fresh process."""
import json
import os

from .drivers import say


def stamp(engine, here, build, data):
    return {"data": data.key, "engine": engine.stamp(here, build)}


def is_loaded(folder, wanted, keep):
    try:
        with open(folder + ".json", encoding="utf-8") as file:
            about = json.load(file)
    except FileNotFoundError:
        return None
    if about["stamp"]["data"] != wanted["data"] or (about["stamp"] != wanted and not keep):
        return None
    return about["load"]


def open_all(engines, here, build, data, keep):
    """Drivers with the catalog open, and what loading took when it was done."""
    logs = os.path.join(build, "logs")
    mapping = os.path.join(here, "index.json")
    drivers, loads = [], {}
    for engine in engines:
        folder = os.path.join(build, "index", data.key, engine.name)
        os.makedirs(folder, exist_ok=True)
        wanted = stamp(engine, here, build, data)
        loads[engine.name] = is_loaded(folder, wanted, keep)
        if loads[engine.name] is None:
            say(f"{engine.title}: loading")
            loader = engine.start(here, build, logs)
            loads[engine.name] = loader.ask(cmd="load", catalog=data.catalog, mapping=mapping, index=folder, threads=1, merge=True)
            loader.quit()
            with open(folder + ".json", "w", encoding="utf-8") as file:
                json.dump({"stamp": wanted, "load": loads[engine.name]}, file)
        driver = engine.start(here, build, logs)
        driver.ask(cmd="open", index=folder)
        drivers.append(driver)
    return drivers, loads
