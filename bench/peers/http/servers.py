"""Servers as processes on loopback ports: Aisle, OpenSearch, and the bare one."""
import glob
import http.client
import json
import os
import socket
import subprocess
import time

from harness.drivers import DriverFailed, say

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.abspath(os.path.join(HERE, "../../.."))
LIVE = "live"  # Aisle's own mapping parameter, which the others do not know


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def without_live(node):
    if isinstance(node, dict):
        return {key: without_live(value) for key, value in node.items() if key != LIVE}
    return node


class Server:
    """One process that serves HTTP. `title` is for people, `name` for files and tables."""

    def __init__(self, name, title):
        self.name, self.title = name, title
        self.port = free_port()
        self.process = None

    def command(self, home):
        raise NotImplementedError

    def start(self, home, log):
        os.makedirs(home, exist_ok=True)
        os.makedirs(os.path.dirname(log), exist_ok=True)
        self.log = log
        with open(log, "ab") as file:
            self.process = subprocess.Popen(self.command(home), stdin=subprocess.PIPE, stdout=file, stderr=file)
        for _ in range(1200):
            if self.process.poll() is not None:
                raise DriverFailed(f"{self.name} ended with status {self.process.returncode}; its log: {log}")
            try:
                if self.call("GET", "/")[0] == 200:
                    return
            except OSError:
                pass
            time.sleep(0.1)
        raise DriverFailed(f"{self.name} does not answer; its log: {log}")

    def call(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=900)
        try:
            connection.request(method, path, json.dumps(body) if body is not None else None,
                               {"Content-Type": "application/json"} if body is not None else {})
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def expect(self, method, path, body=None):
        status, text = self.call(method, path, body)
        if status not in (200, 201):
            raise DriverFailed(f"{self.name}: {method} {path}: {status} {text[:500]!r}")
        return json.loads(text) if text else None

    def cpu_seconds(self):
        """Of all its threads, those that ended excepted."""
        nanoseconds = 0
        for path in glob.glob(f"/proc/{self.process.pid}/task/*/schedstat"):
            try:
                with open(path, encoding="ascii") as file:
                    nanoseconds += int(file.read().split()[0])
            except OSError:
                pass  # the thread ended meanwhile
        return nanoseconds / 1e9

    def resident_bytes(self):
        with open(f"/proc/{self.process.pid}/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE")

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.stdin.close()
            self.process.terminate()
            try:
                self.process.wait(60)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def index_body(self, mapping):
        return mapping

    def stamp(self):
        raise NotImplementedError


class AisleServer(Server):
    def __init__(self, name, title, binary):
        super().__init__(name, title)
        self.binary = os.path.abspath(binary)

    def command(self, home):
        return [self.binary, "serve", "--data-dir", home, "--listen", f"127.0.0.1:{self.port}"]

    def stamp(self):
        status = os.stat(self.binary)
        return f"{status.st_size}:{status.st_mtime_ns}"


class OpenSearchServer(Server):
    def __init__(self, name, title, major, build):
        super().__init__(name, title)
        self.major, self.build = major, os.path.join(build, name)
        self.folder = os.path.join(HERE, "../opensearch")

    def install(self):
        return subprocess.run([os.path.join(self.folder, "install"), self.build, self.major]).returncode == 0

    def command(self, home):
        return [os.path.join(self.folder, "start"), self.build, self.major, home, str(self.port)]

    def index_body(self, mapping):
        body = without_live(mapping)
        body["settings"]["index"].update({"number_of_shards": 1, "number_of_replicas": 0, "refresh_interval": "-1",
                                          "requests.cache.enable": False})
        return body

    def stamp(self):
        with open(os.path.join(self.build, "version"), encoding="ascii") as file:
            return file.read()


class BareServer(Server):
    def __init__(self, binary, threads):
        super().__init__("bare", "bare Beast")
        self.binary, self.threads = binary, threads

    def command(self, home):
        return [self.binary, "--port", str(self.port), "--threads", str(self.threads)]


def load(server, generator, catalog, mapping, connections=2, batch=1000):
    """Creates the index and loads the catalog. Seconds until all is acknowledged, and until it is one merged segment."""
    say(f"{server.title}: loading")
    server.expect("PUT", "/products", server.index_body(mapping))
    before = server.cpu_seconds()
    loaded = generator("--port", server.port, "--bulk", catalog, "--path", "/products/_bulk", "--batch", batch, "--connections", connections)
    cpu = server.cpu_seconds() - before
    begin = time.monotonic()
    server.expect("POST", "/products/_refresh")
    refresh_seconds = time.monotonic() - begin
    server.expect("POST", "/products/_forcemerge?max_num_segments=1")
    server.expect("POST", "/products/_refresh")
    merge_seconds = time.monotonic() - begin
    counted = server.expect("GET", "/products/_count")["count"]
    if counted != loaded["documents"]:
        raise DriverFailed(f"{server.name} has {counted} documents, not {loaded['documents']}")
    return {"documents": counted, "seconds": loaded["seconds"], "documents_per_second": loaded["documents_per_second"],
            "cpu_us_per_document": cpu * 1e6 / counted, "refresh_seconds": refresh_seconds, "merge_seconds": merge_seconds,
            "request_p50_ms": loaded["p50_us"] / 1e3, "request_p99_ms": loaded["p99_us"] / 1e3}
