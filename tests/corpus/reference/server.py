"""A server on loopback that gets the calls of a plan, answers them, and says what is wrong with the requests.

The first segment of a path says which call it is; the rest has to be what the plan expects.
"""

import base64
import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote_plus
from xml.etree import ElementTree

import markup
from compare import difference
from plan import essence

# What every request can have, whatever the document says.
USUAL = {
    "host", "accept", "accept-encoding", "user-agent", "content-type", "content-length", "transfer-encoding", "cookie",
    "traceparent", "tracestate", "connection",
}
UNRESERVED = re.compile(r"%(2[dDeE]|5[fF]|7[eE]|3[0-9]|4[1-9a-fA-F]|5[0-9aA]|6[1-9a-fA-F]|7[0-9aA])")


def canonical(text):
    """The same URL in one spelling: what needs no `%` has none, and hexadecimal digits are upper case."""
    text = UNRESERVED.sub(lambda found: chr(int(found.group(1), 16)), text)
    return re.sub(r"%[0-9a-fA-F]{2}", lambda found: found.group(0).upper(), text)


def pairs(query):
    found = [pair.partition("=") for pair in query.split("&") if pair]
    return [(plain(name), canonical(value)) for name, _, value in found]


def plain(name):
    """The name of a parameter in one spelling. Some characters may stand in a query as they are: RFC 3986, section 3.4;
    brackets in URLs of browsers."""
    for character in "$@:[]":
        name = name.replace(f"%{ord(character):02X}", character)
    return canonical(name)


def check(expected, request):
    """What is wrong with a request."""
    wrong = []
    if request["method"] != expected["method"]:
        wrong.append(f"method {request['method']} instead of {expected['method']}")
    if canonical(request["path"]) != canonical(expected["path"]):
        wrong.append(f"path {request['path']} instead of {expected['path']}")
    # The order of parameters has no meaning, that of the values of one has.
    by_name = lambda found: sorted(found, key=lambda pair: pair[0])
    wanted = [(plain(name), canonical(value)) for name, value in expected["query"]]
    found = pairs(request["query"])
    if by_name(found) != by_name(wanted):
        wrong.append(f"query {by_name(found)} instead of {by_name(wanted)}")
    for name, value in expected["headers"].items():
        if request["headers"].get(name) != value:
            wrong.append(f"header {name} {request['headers'].get(name)!r} instead of {value!r}")
    more = set(request["headers"]) - USUAL - set(expected["headers"])
    if more:
        wrong.append(f"headers beside: {sorted(more)}")
    cookies = dict(pair.strip().partition("=")[::2] for pair in request["headers"].get("cookie", "").split(";") if pair.strip())
    if {name: canonical(value) for name, value in cookies.items()} != {name: canonical(value) for name, value in expected["cookies"].items()}:
        wrong.append(f"cookies {cookies} instead of {expected['cookies']}")
    return wrong + check_body(expected["body"], request)


def check_body(expected, request):
    found, media = request["body"], request["headers"].get("content-type")
    if expected is None:
        return [f"a body: {found[:200]!r}"] if found else []
    if not media or (expected["mediaType"] and essence(media) not in expected["mediaType"]):
        return [f"content-type {media} instead of {expected['mediaType']}"]
    what = expected["kind"]
    if what == "json":
        try:
            value = json.loads(found)
        except ValueError:
            return [f"the body is no JSON: {found[:200]!r}"]
        return [f"body: {one}" for one in difference(expected["json"], value, "", True)]
    if what == "form":
        pairs_ = [pair.partition("=") for pair in found.decode().split("&") if pair]
        got = sorted((unquote_plus(name), form_value(unquote_plus(value))) for name, _, value in pairs_)
        wanted = sorted((name, form_value(value)) for name, value in expected["pairs"])
        return [] if got == wanted else [f"form {got} instead of {wanted}"]
    if what == "lines":
        got = [json.loads(line) for line in found.decode().replace("\x1e", "").splitlines() if line.strip()]
        return [f"body: {one}" for one in difference(expected["lines"], got, "", True)]
    if what == "xml":
        try:
            return [f"body: {one}" for one in markup.difference(ElementTree.fromstring(expected["xml"]), ElementTree.fromstring(found))]
        except ElementTree.ParseError:
            return [f"the body is no XML: {found[:200]!r}"]
    if what == "multipart":
        return check_parts(expected["parts"], parts(found, media))
    wanted = expected["text"].encode() if "text" in expected else base64.b64decode(expected["bytes"])
    return [] if found == wanted else [f"body {found[:200]!r} instead of {wanted[:200]!r}"]


def form_value(text):
    """JSON in a form is compared as a value."""
    if text[:1] in "{[":
        try:
            return json.dumps(json.loads(text), sort_keys=True)
        except ValueError:
            pass
    return text


def parts(body, media):
    """The parts of a body: headers and bytes."""
    boundary = re.search(r'boundary="?([^";]+)"?', media or "")
    if not boundary:
        return None
    mark = b"--" + boundary.group(1).encode()
    pieces = (b"\r\n" + body).split(b"\r\n" + mark)
    if pieces[0] or not pieces[-1].startswith(b"--"):
        return None
    found = []
    for piece in pieces[1:-1]:
        head, _, content = piece.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
        headers = {name.lower(): value for name, value in headers.items()}
        found.append((headers, content))
    return found


def check_parts(expected, found):
    if found is None:
        return ["the body has no parts"]
    wrong, names = [], []
    rest = list(found)
    for part in expected:
        match = next((one for one in rest if label(one[0], "name") == part["name"]), None)
        if match is None:
            wrong.append(f"no part {part['name']}")
            continue
        rest.remove(match)
        headers, content = match
        if part["filename"] != label(headers, "filename"):
            wrong.append(f"part {part['name']}: file name {label(headers, 'filename')!r} instead of {part['filename']!r}")
        media = headers.get("content-type")
        if not any(media == one or (one and media and (essence(media) == essence(one) or "*" in one)) for one in part["types"]):
            wrong.append(f"part {part['name']}: content-type {media} instead of {part['types']}")
        if "json" in part:
            try:
                wrong += [f"part {part['name']}: {one}" for one in difference(part["json"], json.loads(content), "", True)]
            except ValueError:
                wrong.append(f"part {part['name']} is no JSON: {content[:100]!r}")
        else:
            wanted = part["text"].encode() if "text" in part else base64.b64decode(part["bytes"])
            if content != wanted:
                wrong.append(f"part {part['name']}: {content[:100]!r} instead of {wanted[:100]!r}")
    wrong += [f"one part more: {headers}" for headers, _ in rest]
    return wrong


def label(headers, name):
    found = re.search(rf'; {name}="((?:[^"\\]|\\.)*)"', headers.get("content-disposition", ""))
    # As browsers write them: URL, section 5.1, and HTML, section 4.10.22.8.
    return found and found.group(1).replace("%22", '"').replace("%0D", "\r").replace("%0A", "\n")


class Server(ThreadingHTTPServer):
    """Answers the calls of a plan; `seen` has what is wrong with each request that came."""

    daemon_threads = True

    def __init__(self, calls):
        super().__init__(("127.0.0.1", 0), Handler)
        self.calls, self.seen = calls, {}
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def base(self):
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def handle_any(self):
        target, _, query = self.path.partition("?")
        _, name, *rest = target.split("/")
        headers = {}
        for key, value in self.headers.items():
            # The bytes of a header, read as what they mostly are.
            value = value.encode("latin-1").decode("utf-8", "replace")
            headers[key.lower()] = f"{headers[key.lower()]}, {value}" if key.lower() in headers else value
        request = {"method": self.command, "path": "/" + "/".join(rest), "query": query, "headers": headers, "body": self.content()}
        call = self.server.calls.get(name)
        if call is None:
            self.server.seen.setdefault("?", []).append([f"{self.command} {self.path} is of no call"])
            return self.reply(404, None, b"")
        call = call["calls"][0]
        wrong = check(call["request"], request)
        body = call["expect"]["body"]
        if body and call["expect"]["status"] < 400 and not accepts(headers.get("accept", "*/*"), body["mediaType"]):
            wrong.append(f"accepts {headers.get('accept')}, and not {body['mediaType']}")
        self.server.seen.setdefault(name, []).append(wrong)
        self.reply(call["expect"]["status"], body and body["mediaType"], content(body))

    def content(self):
        if "chunked" in self.headers.get("Transfer-Encoding", ""):
            found = b""
            while size := int(self.rfile.readline(), 16):
                found += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
            return found
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def reply(self, status, media, body):
        self.send_response(status)
        if media:
            self.send_header("Content-Type", media)
        if status not in (204, 304) and status >= 200:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def __getattr__(self, name):
        if name.startswith("do_"):
            return self.handle_any
        raise AttributeError(name)


def content(body):
    if body is None:
        return b""
    if "xml" in body:
        return body["xml"].encode()
    if "json" in body:
        return json.dumps(body["json"], ensure_ascii=False).encode()
    return body["text"].encode() if "text" in body else base64.b64decode(body["bytes"])


def accepts(header, media):
    """Whether a media type is among those that a request asks for."""
    media = essence(media)
    for one in header.split(","):
        one = essence(one)
        if one in ("*/*", media) or (one.endswith("/*") and media.startswith(one[:-1])):
            return True
    return False
