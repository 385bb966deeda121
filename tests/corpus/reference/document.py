"""Reads OpenAPI documents of any version, and brings their operations into one form.

Takes the path of a document; gives operations with their parameters, bodies, answers and sign-in, as OpenAPI 3 has
them. Shares nothing with the generator, so that the two can be held against each other.
"""

import json
import os
import re
from urllib.parse import unquote

try:
    import yaml
except ImportError:
    yaml = None

METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"]


class Limit(Exception):
    """Something that this reference does not know how to do: no difference, but said."""


def loader():
    """Reads YAML 1.2: no dates, and no booleans but `true` and `false`."""
    base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    class Loader(base):
        yaml_implicit_resolvers = {}

    rules = [
        ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
        ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
        ("int", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+", "-+0123456789"),
        ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)", "-+.0123456789"),
        ("merge", r"<<", "<"),
    ]
    for tag, pattern, first in rules:
        Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"^(?:{pattern})$"), list(first))
    Loader.add_constructor("tag:yaml.org,2002:int", lambda self, node: number(self.construct_scalar(node)))
    return Loader


def number(text):
    plain = text.lstrip("+-")
    if plain.startswith(("0o", "0x")):
        return int(text, 0)
    return int(text)


def texts(value):
    """The value with texts as keys, as JSON has them."""
    if isinstance(value, dict):
        return {key_text(key): texts(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [texts(inner) for inner in value]
    return value


def key_text(key):
    if key is None or isinstance(key, (bool, float)):
        return json.dumps(key)
    return str(key)


def read(path):
    with open(path, encoding="utf-8-sig") as file:
        text = file.read()
    if path.endswith(".json") or text.lstrip().startswith("{"):
        try:
            return json.loads(text)
        except ValueError:
            pass
    if yaml is None:
        raise Limit("YAML is read by PyYAML, which is not there")
    try:
        return texts(yaml.load(text, Loader=loader()))
    except yaml.YAMLError as error:
        raise Limit(f"this reference cannot read it: {' '.join(str(error).split())[:120]}") from error


class Document:
    """A document, and the files that it refers to."""

    def __init__(self, path):
        self.files = {}
        self.path = os.path.realpath(path)
        self.root = self.file(self.path)
        version = str(self.root.get("openapi") or self.root.get("swagger") or "")
        self.swagger = version.startswith("2")
        self.modern = bool(re.match(r"3\.[1-9]", version))
        self._heirs = None

    def file(self, path):
        if path not in self.files:
            value = read(path)
            self.anchor(value, path)
            self.files[path] = value
        return self.files[path]

    def anchor(self, value, path):
        """Makes references absolute, so that it no longer matters where they stand."""
        if isinstance(value, dict):
            to = value.get("$ref")
            if isinstance(to, str):
                name, _, fragment = to.partition("#")
                if re.match(r"https?:", name):
                    value["$ref"] = to
                elif os.path.isabs(name) and name in self.files:
                    value["$ref"] = to
                else:
                    target = os.path.realpath(os.path.join(os.path.dirname(path), unquote(name))) if name else path
                    value["$ref"] = f"{target}#{fragment}"
            for inner in value.values():
                self.anchor(inner, path)
        elif isinstance(value, list):
            for inner in value:
                self.anchor(inner, path)

    def find(self, to):
        name, _, fragment = to.partition("#")
        if re.match(r"https?:", name) or not os.path.isfile(name):
            raise Limit("a reference leads to what is not there")
        value = self.file(name)
        for step in fragment.split("/")[1:]:
            step = unquote(step).replace("~1", "/").replace("~0", "~")
            try:
                value = value[int(step)] if isinstance(value, list) else value[step]
            except (KeyError, IndexError, TypeError, ValueError) as error:
                raise Limit("a reference leads to what is not there") from error
        return value

    def follow(self, value):
        """What a reference that is no schema stands for."""
        for _ in range(40):
            if not isinstance(value, dict) or not isinstance(value.get("$ref"), str):
                return value if isinstance(value, dict) else {}
            value = self.find(value["$ref"])
        raise Limit("references in a circle")

    def schemas(self):
        """The schemas that have names, with the references to them."""
        holder = self.root.get("definitions") if self.swagger else (self.root.get("components") or {}).get("schemas")
        prefix = "#/definitions/" if self.swagger else "#/components/schemas/"
        escape = lambda name: name.replace("~", "~0").replace("/", "~1")
        return {f"{self.path}{prefix}{escape(name)}": schema for name, schema in (holder or {}).items()}

    def heirs(self, reference):
        """The schemas that say `allOf` of another, by that one."""
        if self._heirs is None:
            self._heirs = {}
            for name, schema in self.schemas().items():
                for part in (schema.get("allOf") or []) if isinstance(schema, dict) else []:
                    if isinstance(part, dict) and isinstance(part.get("$ref"), str):
                        self._heirs.setdefault(unquote(part["$ref"]), []).append(name)
        return self._heirs.get(unquote(reference), [])

    def operations(self):
        found = []
        paths = {**(self.root.get("paths") or {}), **(self.root.get("x-ms-paths") or {})}
        for path, item in paths.items():
            try:
                item = self.follow(item)
            except Limit:
                continue
            if path.startswith("x-"):
                continue
            own = [(method, item[method]) for method in METHODS if isinstance(item.get(method), dict)]
            own += list((item.get("additionalOperations") or {}).items())
            found += [Operation(self, path, method, item, operation) for method, operation in own]
        return found


class Operation:
    """One operation, in the form of OpenAPI 3."""

    def __init__(self, document, path, method, item, written):
        # OpenAPI knows no operations elsewhere, nor what something beside a reference to one would mean.
        self.is_mixed = "$ref" in written and len(written) > 1
        written = document.follow(written)
        self.document, self.path, self.written = document, path, written
        self.method = method.upper() if method in METHODS else method
        self.id = written.get("operationId") or f"{self.method} {path}"
        self.item = item

    def parameters(self):
        """Those of the path and of the operation, by place and name; the latter come first."""
        known = {}
        for written in (self.item.get("parameters") or []) + (self.written.get("parameters") or []):
            parameter = self.document.follow(written)
            place, name = parameter.get("in"), parameter.get("name")
            if isinstance(name, str) and place in ("path", "query", "header", "cookie", "body", "formData", "querystring"):
                known[(place, name.lower() if place == "header" else name)] = parameter
        return list(known.values())

    def plain_parameters(self):
        # OpenAPI: "If in is "header" and the name field is "Accept", "Content-Type" or "Authorization", the parameter
        # definition SHALL be ignored." Swagger 2.0 does not say so.
        # And how a message is sent is for whatever sends it.
        ignored = ("accept", "content-type", "authorization", "content-length", "transfer-encoding", "connection")
        for parameter in self.parameters():
            place, name = parameter["in"], parameter["name"]
            if place in ("body", "formData") or (place == "header" and name.lower() in ignored):
                continue
            yield self.modern(parameter) if self.document.swagger else parameter

    def modern(self, parameter):
        """A parameter of Swagger 2.0 as one of OpenAPI 3."""
        format_ = parameter.get("collectionFormat", "csv")
        place = parameter["in"]
        style = {"path": "simple", "header": "simple"}.get(place, "form")
        explode = format_ == "multi"
        style = {"ssv": "spaceDelimited", "pipes": "pipeDelimited", "tsv": "tabDelimited"}.get(format_, style)
        schema = {key: value for key, value in parameter.items() if key not in ("name", "in", "required", "description")}
        if parameter.get("type") == "array":
            items = schema.get("items") or {}
            if items.get("type") == "array":
                raise Limit("lists of lists in parameters")
        made = {"name": parameter["name"], "in": place, "required": parameter.get("required", False), "schema": schema}
        made.update({"style": style, "explode": explode})
        return made

    def body(self):
        """Whether there has to be a body, and what it can be: media type, schema and encoding."""
        document = self.document
        if not document.swagger:
            body = document.follow(self.written.get("requestBody") or {})
            content = [(name, media or {}) for name, media in (body.get("content") or {}).items()]
            return bool(body.get("required")), content
        consumes = self.written.get("consumes", document.root.get("consumes")) or []
        whole = [parameter for parameter in self.parameters() if parameter["in"] == "body"]
        fields = [parameter for parameter in self.parameters() if parameter["in"] == "formData"]
        if whole:
            names = [name for name in consumes if "form" not in name] or ["application/json"]
            return bool(whole[0].get("required")), [(name, {"schema": whole[0].get("schema") or {}}) for name in names]
        if not fields:
            return False, []
        files = any(field.get("type") == "file" for field in fields)
        forms = [name for name in consumes if name.startswith(("multipart/form-data", "application/x-www-form-urlencoded"))]
        forms = [name for name in forms if not files or name.startswith("multipart/")]
        names = forms or ["multipart/form-data" if files else "application/x-www-form-urlencoded"]
        properties, encoding = {}, {}
        for field in fields:
            field = dict(field)
            if field.get("type") == "file":
                field.update({"type": "string", "format": "binary"})
            made = self.modern(field)
            properties[field["name"]] = made["schema"]
            if field.get("type") == "array":
                encoding[field["name"]] = {"style": made["style"], "explode": made["explode"]}
        required = [field["name"] for field in fields if field.get("required")]
        schema = {"type": "object", "properties": properties, "required": required}
        return bool(required), [(name, {"schema": schema, "encoding": encoding}) for name in names]

    def answers(self):
        """What comes back: status, media types with their schemas."""
        found = []
        for status, answer in self.document.follow(self.written.get("responses") or {}).items():
            if status.startswith("x-"):
                continue
            answer = self.document.follow(answer)
            content = [(name, media or {}) for name, media in (answer.get("content") or {}).items()]
            if self.document.swagger and answer.get("schema") is not None:
                names = self.written.get("produces", self.document.root.get("produces")) or ["application/json"]
                schema = answer["schema"]
                if schema.get("type") == "file":
                    schema = {"type": "string", "format": "binary"}
                content = [(name, {"schema": schema}) for name in names]
            found.append((status.upper() if status != "default" else status, content))
        return found

    def security(self):
        """The first way to sign in that this reference can go: schemes by name."""
        root = self.document.root
        holder = root.get("securityDefinitions") if self.document.swagger else (root.get("components") or {}).get("securitySchemes")
        for way in self.written.get("security", root.get("security")) or []:
            schemes = [self.document.follow((holder or {}).get(name) or {}) for name in way]
            if all(scheme.get("type") for scheme in schemes):
                return schemes
        return []
