"""What a schema says, its `$ref` and `allOf` taken together; and whether a value is as it says."""

import re

from document import Limit

SIBLINGS = {"description", "title", "summary", "example", "examples", "deprecated", "externalDocs"}
NUMBERS = ("integer", "number")


class Schemas:
    """The schemas of a document."""

    def __init__(self, document):
        self.document = document
        self.known = {}

    def flat(self, schema, seen=()):
        """One object with what a schema and all parts of its `allOf` say.

        `_unions` has its `oneOf` and `anyOf`, `_refs` the references on the way to it, the outermost first.
        """
        if not isinstance(schema, dict):
            return {"_unions": [], "_refs": []}
        key = id(schema)
        if key not in self.known:
            self.known[key] = (schema, self.flatten(schema, seen))
        return self.known[key][1]

    def flatten(self, schema, seen):
        if len(seen) > 60:
            raise Limit("schemas in a circle")
        if "$dynamicRef" in schema:
            raise Limit("a dynamic reference")
        to = schema.get("$ref")
        if isinstance(to, str):
            if to in seen:
                raise Limit("schemas in a circle")
            whole = dict(self.flat(self.document.find(to), (*seen, to)))
            whole["_refs"] = [to, *whole["_refs"]]
            beside = {key: value for key, value in schema.items() if key != "$ref" and key not in SIBLINGS}
            if self.document.modern and beside:
                whole = self.merge(whole, self.flatten(beside, (*seen, to)))
            return whole
        out = {key: value for key, value in schema.items() if key not in ("allOf", "oneOf", "anyOf")}
        out["_unions"], out["_refs"] = [], []
        for word in ("oneOf", "anyOf"):
            if isinstance(schema.get(word), list) and schema[word]:
                out["_unions"].append((word, schema[word], schema.get("discriminator")))
        for part in schema.get("allOf") or []:
            out = self.merge(out, {**self.flat(part, seen), "_refs": []}, own=False)
        return out

    def merge(self, first, second, own=True):
        out = dict(first)
        for key, value in second.items():
            if key == "properties" and isinstance(value, dict):
                out[key] = dict(out.get(key) or {})
                for name, inner in value.items():
                    old = out[key].get(name)
                    out[key][name] = inner if old is None or old is inner else {"allOf": [old, inner]}
            elif key == "required" and isinstance(value, list):
                out[key] = list(dict.fromkeys([*(out.get(key) if isinstance(out.get(key), list) else []), *value]))
            elif key in ("items", "additionalProperties") and isinstance(value, dict) and isinstance(out.get(key), dict):
                out[key] = value if not out[key] or out[key] is value else {"allOf": [out[key], value]} if value else out[key]
            elif key in ("_unions", "_refs"):
                out[key] = [*out.get(key, []), *value]
            elif key == "enum" and isinstance(out.get(key), list) and isinstance(value, list):
                out[key] = [one for one in out[key] if one in value] or value
            elif key in ("nullable", "x-nullable"):
                # Null has to be let through by all parts.
                out[key] = bool(out.get(key)) and bool(value)
            elif key == "type" and key in out and not set(self.types(out)) & set(self.types(second)):
                if {*self.types(out), *self.types(second)} != {"integer", "number"}:
                    raise Limit("an allOf that contradicts itself")
                out[key] = "integer"
            elif key not in out or (own and key not in ("description", "title")):
                out[key] = value
        if not own and second.get("type") and not second.get("nullable") and "nullable" not in first:
            out.pop("nullable", None)
        return out

    def types(self, flat):
        """The types that a schema lets through, guessed where it has none."""
        written = flat.get("type")
        types = [one for one in (written if isinstance(written, list) else [written]) if isinstance(one, str)]
        if not types:
            if "properties" in flat or "additionalProperties" in flat or "patternProperties" in flat:
                types = ["object"]
            elif "items" in flat or "prefixItems" in flat:
                types = ["array"]
            elif any(word in flat for word in ("minLength", "maxLength", "pattern")):
                types = ["string"]
        return types

    def nullable(self, flat):
        types = flat.get("type")
        return bool(flat.get("nullable") or flat.get("x-nullable")) or (isinstance(types, list) and "null" in types)

    def is_binary(self, flat):
        return flat.get("format") == "binary" or (
            "contentMediaType" in flat and "contentEncoding" not in flat and "string" in self.types(flat)
        )

    def fits(self, value, schema, depth=0, answer=False):
        """Whether a value is as a schema says, as far as types go."""
        flat = self.flat(schema)
        if depth > 20:
            return False
        if value is None:
            return self.nullable(flat) or flat.get("type") == "null"
        if "const" in flat and value != flat["const"]:
            return False
        if isinstance(flat.get("enum"), list) and value not in flat["enum"]:
            return False
        types = [one for one in self.types(flat) if one != "null"]
        if types and not any(self.is_type(value, one) for one in types):
            return False
        if isinstance(value, str) and not self.is_format(value, flat.get("format")):
            return False
        if isinstance(value, (int, float)) and not self.is_in_range(value, flat):
            return False
        for _, variants, discriminator in flat["_unions"]:
            # Which variant an example is of is a question of its own where a property says it.
            if discriminator or not any(self.fits(value, variant, depth + 1, answer) for variant in variants):
                return False
        if flat.get("discriminator"):
            return False
        if isinstance(value, list):
            return all(self.fits(one, flat.get("items", {}), depth + 1, answer) for one in value)
        if isinstance(value, dict):
            return self.object_fits(value, flat, depth, answer)
        return True

    def object_fits(self, value, flat, depth, answer):
        properties = flat.get("properties") or {}
        hidden = "writeOnly" if answer else "readOnly"
        for name in flat.get("required") if isinstance(flat.get("required"), list) else []:
            if name not in value and not self.flat(properties.get(name)).get(hidden):
                return False
        rest = flat.get("additionalProperties", {})
        for name, inner in value.items():
            if name in properties:
                if self.flat(properties[name]).get(hidden) or not self.fits(inner, properties[name], depth + 1, answer):
                    return False
            elif rest is False or not isinstance(rest, dict) or not rest or not self.fits(inner, rest, depth + 1, answer):
                # What is not described may be dropped by models that are only read.
                return False
        return True

    def is_type(self, value, name):
        if name == "string":
            return isinstance(value, str)
        if name == "integer":
            return isinstance(value, int) and not isinstance(value, bool)
        if name == "number":
            return isinstance(value, (int, float)) and not isinstance(value, bool)
        if name == "boolean":
            return isinstance(value, bool)
        if name == "array":
            return isinstance(value, list)
        if name == "object":
            return isinstance(value, dict)
        return False

    def is_format(self, value, name):
        patterns = {
            "date-time": r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[-+]\d\d:\d\d)",
            "date": r"\d{4}-\d\d-\d\d",
            "uuid": r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
            "byte": r"([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?",
            "base64url": r"",
            "binary": r"(?!)",
        }
        return name not in patterns or bool(re.fullmatch(patterns[name], value))

    def is_in_range(self, value, flat):
        bounds = {"int32": (-(2**31), 2**31 - 1), "uint32": (0, 2**32 - 1), "int64": (-(2**63), 2**63 - 1)}
        low, high = bounds.get(flat.get("format"), (-(2**63), 2**63 - 1))
        return low <= value <= high
