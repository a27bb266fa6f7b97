"""Engines as processes that take commands (README.md, "What a driver is")."""
import hashlib
import json
import os
import subprocess
import sys


class Unsupported(Exception):
    """The engine does not have what was asked for."""


class DriverFailed(Exception):
    pass


class Driver:
    def __init__(self, name, title, command, log_path, environment=None):
        self.name, self.title = name, title
        self.log_path = log_path
        self.log = open(log_path, "ab")
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log,
                                        env=environment)
        self.about = self.ask(cmd="hello")

    @property
    def score_factor(self):
        return self.about.get("score_factor", 1)

    def ask(self, **command):
        try:
            self.process.stdin.write(json.dumps(command).encode() + b"\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except BrokenPipeError:
            line = b""
        if not line:
            raise DriverFailed(f"{self.name} ended with status {self.process.wait()}; its log: {self.log_path}")
        answer = json.loads(line)
        if "unsupported" in answer:
            raise Unsupported(answer["unsupported"])
        if "error" in answer:
            raise DriverFailed(f"{self.name}: {answer['error']}; its log: {self.log_path}")
        return answer

    def quit(self):
        if self.process.poll() is None:
            try:
                self.process.stdin.write(b'{"cmd":"quit"}\n')
                self.process.stdin.flush()
                self.process.stdin.close()
            except BrokenPipeError:
                pass
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.log.close()


def say(*words):
    print(*words, file=sys.stderr, flush=True)


class Engine:
    """How an engine is installed and started: FOLDER/install BUILD_DIR [VARIANT] and FOLDER/start BUILD_DIR [VARIANT]."""

    def __init__(self, name, title, folder, variant=""):
        self.name, self.title, self.folder, self.variant = name, title, folder, variant
        self.binary = None  # Aisle's driver, where another than the tree's is meant

    def _script(self, here, script, build):
        command = [os.path.join(here, self.folder, script), os.path.join(build, self.name)]
        return command + [self.variant] if self.variant else command

    def _environment(self):
        return {**os.environ, "AISLE_PEER": os.path.abspath(self.binary)} if self.binary else None

    def has(self, here, script):
        return os.access(os.path.join(here, self.folder, script), os.X_OK)

    def install(self, here, build):
        return subprocess.run(self._script(here, "install", build), stdout=sys.stderr, env=self._environment()).returncode == 0

    def start(self, here, build, log_folder):
        os.makedirs(log_folder, exist_ok=True)
        log = os.path.join(log_folder, self.name + ".log")
        return Driver(self.name, self.title, self._script(here, "start", build), log, self._environment())

    def stamp(self, here, build, sources="index_sources"):
        """Changes when an index should be made anew: the driver's bytes (Aisle), else those of the files that the engine's
        file `sources` names."""
        if self.folder == "aisle":
            path = self.binary or os.path.join(here, "../../build/release/aisle_peer")
            with open(path, "rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
        digest = hashlib.sha256()
        for path in self._index_sources(os.path.join(here, self.folder), sources):
            with open(path, "rb") as file:
                digest.update(file.read())
        return digest.hexdigest()

    def _index_sources(self, root, sources):
        """Files that decide what an index holds: those named in `sources`, else all."""
        named = os.path.join(root, sources)
        if os.path.exists(named):
            with open(named, encoding="utf-8") as file:
                return [os.path.join(root, line.strip()) for line in file if line.strip()]
        return [os.path.join(folder, name) for folder, folders, files in sorted(os.walk(root)) if "target" not in folder
                for name in sorted(files)]


ENGINES = [
    Engine("aisle", "Aisle", "aisle"),
    Engine("aisle-old", "Aisle, the other build", "aisle"),
    Engine("lucene8", "Lucene 8.8.1", "lucene", "8"),
    Engine("lucene9", "Lucene 9.12.3", "lucene", "9"),
    Engine("lucene10", "Lucene 10, SIMD", "lucene", "10"),
    Engine("tantivy", "tantivy", "tantivy"),
    Engine("xapian", "Xapian", "xapian"),
]
