"""What the figures were measured on."""
import os
import platform
import re
import subprocess


def _first(path, pattern):
    try:
        with open(path, encoding="utf-8") as file:
            found = re.search(pattern, file.read(), re.M)
    except OSError:
        return ""
    return found.group(1).strip() if found else ""


def _said_by(*command):
    try:
        run = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        return ""
    return (run.stdout or run.stderr).strip().split("\n")[0]


def describe():
    flags = _first("/proc/cpuinfo", r"^flags\s*:\s*(.*)$").split()
    memory_kb = int(_first("/proc/meminfo", r"^MemTotal:\s*(\d+)") or 0)
    return {
        "processor": _first("/proc/cpuinfo", r"^model name\s*:\s*(.*)$"),
        "cores": os.cpu_count(),
        "widest vectors": "AVX-512" if "avx512f" in flags else "AVX2" if "avx2" in flags else "SSE",
        "memory": f"{memory_kb / 2**20:.1f} GiB",
        "kernel": platform.release(),
        "system": _first("/etc/os-release", r'^PRETTY_NAME="(.*)"$'),
        "huge pages": _first("/sys/kernel/mm/transparent_hugepage/enabled", r"\[(\w+)\]"),
        "compiler of Aisle": _said_by("clang++-19", "--version"),
    }
