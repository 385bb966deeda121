"""Calls the operations of documents through the clients that are generated for them, and prints a table.

Takes the program that writes drivers, the one that lists documents, the workspace, and what `tests/corpus/calls` is
given. The row of a document is kept with a hash of all that made it, so that an interrupted run goes on where it was.
"""

import argparse
import glob
import hashlib
import json
import os
import re
import subprocess
import sys
from collections import Counter

from compare import difference
from document import Limit
from plan import Planner
from server import Server

HEADER = f"{'document':36} {'operations':>10} {'called':>7} {'calls':>6} {'right':>6} {'decoded':>8} {'failures':>9} {'limits':>7}"
FIELDS = ["operations", "called", "calls", "right", "decoded"]


def main():
    arguments = read_arguments()
    sys.setrecursionlimit(20000)
    documents = listed(arguments)
    mark = digest(arguments)
    rows = []
    print(HEADER, flush=True)
    for name, path in documents:
        row = one(arguments, mark, name, path)
        rows.append(row)
        print(line(name, row), flush=True)
    total = {field: sum(row[field] for row in rows) for field in FIELDS}
    total["failures"] = [failure for row in rows for failure in row["failures"]]
    total["limits"] = [limit for row in rows for limit in row["limits"]]
    print(line(f"{len(rows)} documents", total))
    print("\nAnswers: what is null or empty counts as what is missing, 1 as 1.0, and seven digits of a\nfraction are enough: `format: float` has no more.")
    reasons = Counter(limit.rsplit(": ", 1)[-1] for limit in total["limits"])
    print(f"\nNot called, as this reference cannot say what is right: {sum(reasons.values())}")
    for reason, count in reasons.most_common():
        print(f"- {count} × {reason}")
    print(f"\nFailures: {len(total['failures'])}")
    for (name, _), row in zip(documents, rows):
        for failure in row["failures"]:
            print(f"- {name} {failure[:arguments.width]}")
    sys.exit(bool(total["failures"]))


def read_arguments():
    parser = argparse.ArgumentParser(prog="tests/corpus/calls")
    for name in ("writer", "lister", "root", "folder"):
        parser.add_argument(name)
    parser.add_argument("--only", action="append", default=[])
    parser.add_argument("--per-document", type=int, default=40)
    parser.add_argument("--most-bytes", type=int, default=10**12)
    parser.add_argument("--again", action="store_true")
    parser.add_argument("--width", type=int, default=700)
    parser.add_argument("--work")
    arguments = parser.parse_args()
    target = os.environ.get("CARGO_TARGET_DIR") or os.path.join(arguments.root, "target")
    arguments.target = target
    arguments.work = os.path.abspath(arguments.work or os.path.join(target, "calls"))
    return arguments


def listed(arguments):
    given = [arguments.lister, "-", arguments.root, "--runtime", "-", "--work", "-", arguments.folder, "--list"]
    said = subprocess.run(given, check=True, capture_output=True, text=True).stdout
    documents = [tuple(one.split("\t")) for one in said.splitlines()]
    chosen = [(name, path) for name, path in documents if not arguments.only or any(only in name for only in arguments.only)]
    return [(name, path) for name, path in chosen if os.path.getsize(path) <= arguments.most_bytes]


def digest(arguments):
    """What the rows depend on: the generator, the runtime, this reference, and how many operations are wanted."""
    files = [arguments.writer, *glob.glob(os.path.join(os.path.dirname(__file__), "*.py"))]
    files += glob.glob(os.path.join(arguments.root, "runtime", "src", "**", "*.rs"), recursive=True)
    whole = hashlib.sha256(str(arguments.per_document).encode())
    for path in sorted(files):
        with open(path, "rb") as file:
            whole.update(file.read())
    return whole.hexdigest()


def one(arguments, mark, name, path):
    folder = os.path.join(arguments.work, name)
    os.makedirs(folder, exist_ok=True)
    kept = os.path.join(folder, "row.json")
    if os.path.exists(kept) and not arguments.again:
        with open(kept, encoding="utf-8") as file:
            row = json.load(file)
        if row["mark"] == mark:
            return row
    row = {field: 0 for field in FIELDS}
    row.update({"mark": mark, "failures": [], "limits": []})
    try:
        plan = Planner(path).plan(arguments.per_document)
        row["operations"], row["limits"] = plan["operations"], plan["limits"]
        if plan["calls"]:
            call(arguments, folder, path, plan, row)
    except Limit as limit:
        row["limits"].append(f"the document: {limit}")
    except RecursionError:
        row["limits"].append("the document: too deep")
    except subprocess.CalledProcessError as error:
        said = (error.stderr or "").strip()
        with open(os.path.join(folder, "failed.log"), "w", encoding="utf-8") as file:
            file.write(said)
        errors = re.findall(r"^error.*(?:\n.*){0,6}", said, re.M) or [said[-600:]]
        row["failures"].append("no client: " + " ".join(" ".join(errors[:2]).split()))
    with open(kept, "w", encoding="utf-8") as file:
        json.dump(row, file)
    return row


def call(arguments, folder, path, plan, row):
    """Writes the driver, builds it, and has it make the calls."""
    program = "calls-" + re.sub(r"[^a-z0-9]+", "-", os.path.basename(folder).lower()).strip("-")
    calls = {f"c{number}": {"calls": [one]} for number, one in enumerate(plan["calls"])}
    table, driver = os.path.join(folder, "calls.json"), os.path.join(folder, "driver")
    with open(table, "w", encoding="utf-8") as file:
        json.dump({"chosen": plan["chosen"], "calls": calls}, file)
    run([arguments.writer, "document", table, path, driver, program])
    with open(os.path.join(arguments.root, "Cargo.lock"), "rb") as lock, open(os.path.join(driver, "Cargo.lock"), "wb") as file:
        file.write(lock.read())
    run(["cargo", "build", "--quiet", "--manifest-path", os.path.join(driver, "Cargo.toml")])
    server = Server(calls)
    binary = os.path.join(arguments.target, "debug", program)
    said = subprocess.run([binary, table, server.base], capture_output=True, text=True, timeout=300)
    server.shutdown()
    os.remove(binary)
    if said.returncode != 0:
        row["failures"].append(f"the driver ended with {said.returncode}: {said.stderr[-300:]}")
    outcomes = {one["call"]: one for one in map(json.loads, said.stdout.splitlines())}
    judge(calls, server.seen, outcomes, row)


def run(command):
    subprocess.run(command, check=True, capture_output=True, text=True)


def judge(calls, seen, outcomes, row):
    called = set()
    for name, call_ in calls.items():
        call_ = call_["calls"][0]
        about = f"{call_['method']} {call_['path']} ({call_['round']}, {name})"
        outcome = outcomes.get(name, {"reason": "no outcome", "decodes": False})
        wrong = seen.get(name)
        if wrong is None and (outcome["reason"] or "").startswith("not expressible: limit"):
            row["limits"].append(f"{about}: {outcome['reason']}")
            continue
        row["calls"] += 1
        called.add((call_["method"], call_["path"]))
        problems = ["no request"] if wrong is None else wrong[0] + (["sent more than once"] if len(wrong) > 1 else [])
        row["right"] += not problems
        decoded = [outcome["reason"]] if outcome["reason"] else []
        body = call_["expect"]["body"]
        if not decoded and body and "json" in body and outcome["decodes"]:
            found = without_texts(outcome["found"]) if "xml" in body else outcome["found"]
            wanted = without_texts(body["json"]) if "xml" in body else body["json"]
            decoded = [f"decoded: {one}" for one in difference(wanted, found)]
        row["decoded"] += wrong is not None and not decoded
        if problems or decoded:
            row["failures"].append(f"{about}: " + "; ".join(" ".join(str(one).split()) for one in problems + decoded))
    row["called"] += len(called)
    row["failures"] += [one for found in seen.get("?", []) for one in found]


def without_texts(value):
    """The value without texts that are empty: an element without a text, and one with an empty one, are the same."""
    if isinstance(value, dict):
        return {name: without_texts(inner) for name, inner in value.items() if inner != ""}
    return [without_texts(inner) for inner in value] if isinstance(value, list) else value


def line(name, row):
    numbers = f"{row['operations']:>10} {row['called']:>7} {row['calls']:>6} {row['right']:>6} {row['decoded']:>8}"
    return f"{name:36} {numbers} {len(row['failures']):>9} {len(row['limits']):>7}"


if __name__ == "__main__":
    main()
