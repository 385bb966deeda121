"""The calls of a document: what the caller says, the request that has to come of it, and the answer to it."""

import base64
import json
import re

import markup
import wire
from document import Document, Limit
from sample import BYTES, HEADER, HOSTILE, Sampler, Skip
from schema import Schemas

# How a variable says that it holds slashes.
KEEPING = re.compile(r"^\+|[+*]$|\.\.\.$")


def essence(media):
    return media.split(";")[0].strip().lower()


def kind(media, schema, schemas):
    """What a body of a media type is."""
    name = essence(media)
    if name.endswith(("/x-ndjson", "/jsonl", "/json-seq", "/x-jsonlines", "/ndjson", "+json-seq")):
        return "lines"
    if name == "text/event-stream":
        return "events"
    if re.search(r"[/+]json$|[/+]json[-.]", name) or name in ("text/json", "application/json"):
        return "json"
    if re.search(r"[/+]xml$", name):
        return "xml"
    if name == "application/x-www-form-urlencoded":
        return "form"
    if name == "multipart/form-data":
        return "multipart"
    if name.startswith("multipart/"):
        return "parts of other kinds"
    if name.startswith("text/"):
        return "text"
    if "*" in name:
        flat = schemas.flat(schema or {})
        return "bytes" if schemas.is_binary(flat) or not schema else "json"
    return "bytes"


class Planner:
    """Makes the calls of one document, and counts what it cannot make, with the reasons."""

    def __init__(self, path):
        self.document = Document(path)
        self.schemas = Schemas(self.document)
        self.limits = []
        self.calls = []

    def plan(self, most):
        operations = self.document.operations()
        chosen = operations
        if len(operations) > most:
            chosen = [operations[index * len(operations) // most] for index in range(most)]
        for operation in chosen:
            self.operation(operation)
        return {"operations": len(operations), "chosen": [one.id for one in chosen], "calls": self.calls, "limits": self.limits}

    def limit(self, operation, reason):
        self.limits.append(f"{operation.method} {operation.path}: {reason}")

    def operation(self, operation):
        try:
            if operation.is_mixed:
                raise Limit("an operation that is a reference with something beside it")
            needed, content = operation.body()
            answers = operation.answers()
        except (Limit, Skip) as reason:
            return self.limit(operation, str(reason))
        bodies = [None] if not content else content if needed else [None, *content]
        good = [one for one in answers if one[0].startswith("2")] or [one for one in answers if one[0] == "default"]
        bad = [one for one in answers if one[0][:1] in "45"]
        rounds = [(False, bodies[0], good[:1]), (True, bodies[-1], good[-1:])]
        # Each form of the body once, and a failure.
        rounds += [(True, body, good[:1]) for body in bodies[1:-1]]
        if bad:
            rounds.append((False, bodies[0], bad[:1]))
        for number, (full, body, answer) in enumerate(rounds):
            try:
                self.calls.append(self.call(operation, number, full, content, body, answer[0] if answer else ("200", [])))
            except (Limit, Skip) as reason:
                self.limit(operation, str(reason))

    def kind(self, name, media):
        return kind(name, media.get("schema", {}), self.schemas)

    def call(self, operation, number, full, bodies, body, answer):
        salt = f"{operation.method} {operation.path} {number}"
        args = {"path": {}, "query": {}, "header": {}, "cookie": {}, "body": None}
        request = {"method": operation.method, "path": None, "query": [], "headers": {}, "cookies": {}, "body": None}
        segments = {}
        for parameter in operation.plain_parameters():
            self.parameter(parameter, full, salt, args, request, segments)
        auth = self.sign(operation, args, request)
        request["path"], written = self.path(operation, segments)
        # A parameter says more than what is written in the path.
        said = [name for name, _ in request["query"]]
        request["query"] = [pair for pair in written if pair[0] not in said] + request["query"]
        if body:
            args["body"], request["body"] = self.body(body, full, salt)
            if full:
                args["media"] = {"Content-Type": body[0]}
            if request["body"]["mediaType"] and (not full or request["body"]["kind"] == "json"):
                # Which of several names the client gives to the same thing is its own choice.
                same = [one for one, media in bodies if self.kind(one, media) == request["body"]["kind"]]
                same = [one for one in same if dict(bodies)[one].get("schema") == body[1].get("schema")]
                request["body"]["mediaType"] = [essence(one) for one in same]
        expect = self.answer(operation, answer, full, salt)
        return {
            "doc": "document", "id": operation.id, "method": operation.method, "path": operation.path,
            "round": ["required", "all", "failure"][0 if not full else 1] if int(expect["status"]) < 400 else "failure",
            "args": args, "auth": auth, "request": request, "expect": expect,
        }

    def parameter(self, parameter, full, salt, args, request, segments):
        place, name = parameter["in"], parameter["name"]
        if place == "querystring":
            raise Limit("a query as a whole")
        required = parameter.get("required") or place == "path"
        if not required and not full:
            return
        content = parameter.get("content")
        schema = parameter.get("schema", {})
        if content:
            media, inner = next(iter(content.items()))
            schema = (inner or {}).get("schema", {})
            if kind(media, schema, self.schemas) != "json":
                raise Limit(f"a parameter as {media}")
        sampler = Sampler(self.schemas, f"{salt} {place} {name}", full, False, not content, HEADER if place == "header" else HOSTILE)
        keep = any(KEEPING.search(variable) and KEEPING.sub("", variable) == name for variable in variables(request_path(salt)))
        flagged = bool(parameter.get("x-ms-skip-url-encoding") or (parameter.get("schema") or {}).get("x-ms-skip-url-encoding"))
        if parameter.get("allowReserved"):
            sampler.text = "a/b:c@d?e!f$g'(h)*i,j;k"
        value = self.own_example(parameter, sampler) if not full else None
        if value is None:
            try:
                value = sampler.value(schema)
            except Skip:
                if required:
                    raise
                return
        if value is None or value in ([], {}):
            if required:
                raise Limit(f"an empty value for the {place} parameter {name}")
            return
        if place == "path" and value in ("", ".", ".."):
            value = HOSTILE
        if place == "header" and name.lower() in ("if-match", "if-none-match"):
            # HTTP says what stands there, whatever the schema does: RFC 9110, section 8.8.3.
            value = '"an-etag"'
        args[place][name] = value
        if content:
            value = wire.text(value)
        if place == "path":
            segments[name] = wire.path_segment(parameter, value, keep or flagged)
        elif place == "query":
            request["query"] += [list(pair) for pair in wire.query_pairs(parameter, value)]
        elif place == "header":
            request["headers"][name.lower()] = wire.header(parameter, value)
        else:
            request["cookies"][name] = wire.cookie(parameter, value)

    def own_example(self, parameter, sampler):
        examples = parameter.get("examples")
        first = next(iter(examples.values()), None) if isinstance(examples, dict) else None
        first = self.document.follow(first).get("value") if isinstance(first, dict) else None
        for one in (parameter.get("example"), first):
            if one not in (None, "", [], {}) and sampler.usable(one) and self.schemas.fits(one, parameter.get("schema", {})):
                return one
        return None

    def path(self, operation, segments):
        """The path with its values; and the query that is written in it."""
        template, _, _ = operation.path.partition("#")
        template, _, query = template.partition("?")
        out, rest = "", template
        while "{" in rest:
            literal, _, rest = rest.partition("{")
            variable, _, rest = rest.partition("}")
            name = next((one for one in (variable, KEEPING.sub("", variable), variable.split(":")[0]) if one in segments), None)
            if name is None:
                raise Limit(f"the path has a variable {variable} that is no parameter")
            out += escape(literal) + segments[name]
        out += escape(rest)
        pairs = []
        for pair in filter(None, query.split("&")):
            name, _, value = pair.partition("=")
            if "{" in pair:
                raise Limit("variables in the query of a path")
            pairs.append([name, value])
        return out, pairs

    def sign(self, operation, args, request):
        """Keys for the first way to sign in, and where they have to be."""
        auth = {}
        for number, scheme in enumerate(operation.security()):
            kind_, word = scheme.get("type"), (scheme.get("scheme") or "").lower()
            if kind_ == "apiKey":
                name, key = scheme.get("name"), f"key-{number}"
                if args.get(scheme.get("in"), {}).get(name) is not None:
                    raise Limit("a parameter is the key of a scheme")
                auth[name] = key
                if scheme.get("in") == "header":
                    request["headers"][name.lower()] = key
                elif scheme.get("in") == "query":
                    request["query"].append([wire.encode(name), key])
                else:
                    request["cookies"][name] = key
            elif kind_ == "basic" or (kind_ == "http" and word == "basic"):
                value = "Basic " + base64.b64encode("user:pässword".encode()).decode()
                auth["Authorization"] = request["headers"]["authorization"] = value
            elif kind_ in ("oauth2", "openIdConnect") or word == "bearer":
                auth["Authorization"] = request["headers"]["authorization"] = "Bearer a-token"
        return auth

    def body(self, body, full, salt):
        media, written = body
        schema = written.get("schema", {})
        what = kind(media, schema, self.schemas)
        name = media if "*" not in media else None
        args, request = {"mediaType": media}, {"kind": what, "mediaType": [essence(name)] if name else None}
        if what in ("json", "form", "multipart"):
            flat = self.schemas.flat(schema)
            if what != "json" and "object" not in self.schemas.types(flat) and not flat["_unions"]:
                raise Limit(f"a {what} that is no object")
            sampler = Sampler(self.schemas, f"{salt} body", full)
            value = self.media_example(written, schema, full)
            if what == "multipart":
                return self.multipart(args, request, flat, written.get("encoding") or {}, sampler)
            value = sampler.value(schema) if value is None else value
            args["json"] = value
            if what == "json":
                request["json"] = value
            else:
                args["parts"] = value
                request["pairs"] = self.form(value, written.get("encoding") or {}, flat)
        elif what == "xml":
            value = Sampler(self.schemas, f"{salt} body", full, markup=True).value(schema)
            args["json"], request["xml"] = value, markup.text(markup.written(self.schemas, schema, value))
        elif what == "lines":
            items = written.get("itemSchema") or self.schemas.flat(schema).get("items", schema)
            value = [Sampler(self.schemas, f"{salt} body {index}", full).value(items) for index in range(2)]
            args["text"] = "\n".join(json.dumps(one) for one in value)
            request["lines"] = value
        elif what == "text":
            args["text"] = request["text"] = HOSTILE
        elif what == "bytes":
            args["bytes"] = request["bytes"] = base64.b64encode(BYTES).decode()
        else:
            raise Limit(f"a body that is {what}")
        return args, request

    def media_example(self, written, schema, full, answer=False):
        """The example of a media type, where it fits."""
        if full:
            return None
        examples = written.get("examples")
        first = next(iter(examples.values()), None) if isinstance(examples, dict) else None
        first = self.document.follow(first).get("value") if isinstance(first, dict) else None
        for one in (written.get("example"), first):
            if one is not None and one != {} and self.schemas.fits(one, schema, 0, answer):
                return one
        return None

    def form(self, value, encoding, flat):
        if not isinstance(value, dict):
            raise Limit("a form that is no object")
        pairs = []
        for name, one in value.items():
            if one is None:
                raise Limit("null in a form")
            pairs += [list(pair) for pair in wire.form_pairs(name, one, encoding.get(name) or {}, self.schemas)]
        return pairs

    def multipart(self, args, request, flat, encoding, sampler):
        if flat["_unions"]:
            raise Limit("a form in parts of several kinds")
        args["parts"], args["files"], request["parts"] = {}, [], []
        required = flat.get("required") or []
        for name, schema in (flat.get("properties") or {}).items():
            inner = self.schemas.flat(schema)
            if inner.get("readOnly") or (name not in required and not sampler.full):
                continue
            own = encoding.get(name) or {}
            if own.get("headers") and sampler.full:
                raise Limit("headers of parts")
            types = [self.document.follow({"x": one})["x"] for one in (own.get("contentType") or "").split(",") if one.strip()]
            types = [one.strip() for one in types]
            items = self.schemas.flat(inner.get("items", {}))
            is_list = "array" in self.schemas.types(inner)
            files = self.schemas.is_binary(items if is_list else inner) or self.is_file(items if is_list else inner, types)
            if files:
                media = types[0] if types and "*" not in types[0] else "application/octet-stream"
                for number in range(2 if is_list else 1):
                    file = {"fieldname": name, "filename": f"a file {number}.bin", "mimetype": media}
                    args["files"].append({**file, "data": {"$base64": base64.b64encode(BYTES).decode()}})
                    request["parts"].append({"name": name, "filename": file["filename"], "types": [media], "bytes": base64.b64encode(BYTES).decode()})
                continue
            try:
                value = sampler.value(schema, name)
            except Skip:
                if name in required:
                    raise
                continue
            if value is None:
                continue
            args["parts"][name] = value
            for one in value if isinstance(value, list) and not any("json" in one for one in types) else [value]:
                is_json = isinstance(one, (dict, list)) or any("json" in one for one in types)
                default = ["application/json"] if is_json else ["text/plain", None]
                part = {"name": name, "filename": None, "types": types or default}
                part["json" if is_json else "text"] = one if is_json else wire.text(one)
                request["parts"].append(part)
        args["json"] = args["parts"]
        return args, request

    def is_file(self, flat, types):
        """OpenAPI 3.1: a part without a type or with a media type of its own is bytes."""
        return not self.schemas.types(flat) and bool(types) and not any("json" in one or one.startswith("text/") for one in types)

    def answer(self, operation, answer, full, salt):
        status, content = answer
        number = {"default": 200}.get(status) or int(status.replace("XX", "00").replace("X", "0"))
        expect = {"status": number, "body": None}
        if operation.method == "HEAD" or number in (204, 205, 304) or not content:
            return expect
        usable = [one for one in content if kind(one[0], one[1].get("schema"), self.schemas) == "json"] or content
        media, written = usable[0]
        schema = written.get("schema", {})
        what = kind(media, schema, self.schemas)
        name = media if "*" not in media else "application/json" if what == "json" else within(media)
        body = {"mediaType": name}
        if what == "json":
            if "schema" not in written:
                value = {"free": [1]}
            else:
                value = self.media_example(written, schema, full, True)
                if value is None:
                    value = Sampler(self.schemas, f"{salt} answer {status}", full, True).value(schema)
            body["json"] = value
        elif what == "xml":
            sampler = Sampler(self.schemas, f"{salt} answer {status}", full, True, markup=True)
            body["json"] = sampler.value(schema)
            body["xml"] = markup.text(markup.written(self.schemas, schema, body["json"], "answer"))
        elif what == "text":
            body["text"] = HOSTILE
        elif what in ("lines", "events"):
            # The driver takes them as they come, and not one by one.
            body["text"] = 'data: {"a":1}\n\n' if what == "events" else '{"a":1}\n{"a":2}\n'
        elif what == "bytes":
            body["bytes"] = base64.b64encode(BYTES).decode()
        else:
            raise Limit(f"an answer that is {what}")
        expect["body"] = body
        return expect


def within(media):
    """A media type of a range."""
    return {"image": "image/png", "audio": "audio/mpeg", "video": "video/mp4"}.get(media.split("/")[0], "application/octet-stream")


def request_path(salt):
    return salt.split(" ")[1]


def variables(path):
    return re.findall(r"\{([^}]*)\}", path)


def escape(literal):
    """The literal part of a path, in which only what cannot stand there is encoded."""
    from urllib.parse import quote

    return quote(literal, safe="/:@!$&'()*+,;=%-._~")
