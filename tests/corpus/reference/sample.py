"""Values that fit a schema: examples, defaults and enums first, then by type and format."""

import zlib

from document import Limit

# What goes wrong where a value is not encoded, or encoded twice.
HOSTILE = "a b/c%d%20&e=f+g#h?i\"j'k;lü€"
HEADER = "a b/c%d&e=f+g#h?i\"j;k"
BYTES = b"\x00\xff\r\n--bytes\"\xfe"

FORMATS = {
    "date-time": ("2024-02-29T12:34:56Z", "2023-12-31T23:59:59.123+05:30"),
    "date": ("2024-02-29", "1999-12-31"),
    "time": ("12:34:56Z", "23:59:59+01:00"),
    "duration": ("P3DT4H", "PT5M"),
    "uuid": ("6f1c1d3a-0a4e-4b7e-9a53-2f3f5e0c7b11", "0d9f3c52-9a7b-4e55-8f0a-6f1a2b3c4d5e"),
    "email": ("jo+tag@example.com", "o'neil@example.org"),
    "uri": ("https://example.com/a?b=c&d=%20", "urn:example:a"),
    "url": ("https://example.com/a?b=c", "https://example.org/"),
    "uri-reference": ("../a?b=c", "#d"),
    "hostname": ("example.com", "a.example.org"),
    "ipv4": ("192.0.2.1", "198.51.100.7"),
    "ip": ("192.0.2.1", "198.51.100.7"),
    "ipv6": ("2001:db8::1", "2001:db8::2"),
    "byte": ("AP8NCi0t/v4=", "AQID"),
    "base64": ("AP8NCi0t/v4=", "AQID"),
    "base64url": ("AP8NCi0t_v4", "AQID"),
    "decimal": ("12.50", "0.000001"),
    "numeric": ("12.5", "7"),
    "int64": ("9007199254740993", "-12"),
    "uint64": ("9007199254740993", "12"),
    "int32": ("12", "-7"),
    "float": ("1.5", "-0.25"),
    "double": ("1.5", "-0.25"),
    "unixtime": ("1700000000", "1"),
    "regex": ("^a+$", "b|c"),
    "json": ('{"a":1}', "[]"),
}
INTEGERS = {
    "int32": (7, 2**31 - 1, -12), "int64": (7, 2**53 + 1, -(2**31) - 1), "uint64": (7, 2**53 + 1, 0),
    "uint32": (7, 2**32 - 1, 0), "int16": (7, 2**15 - 1, -1), "uint16": (7, 2**16 - 1, 0), "int8": (7, 127, -1),
    "uint8": (7, 255, 0),
}


class Skip(Exception):
    """There is no value, or none that ends."""


class Sampler:
    """Values for one call: all that it may say, or only what it has to."""

    def __init__(self, schemas, salt, full, answer=False, parameter=False, text=HOSTILE, markup=False):
        self.schemas, self.salt, self.full, self.answer = schemas, salt, full, answer
        self.parameter, self.text, self.markup = parameter, text, markup
        self.budget = 300
        self.count = 0

    def pick(self, values, at):
        return values[zlib.crc32(f"{self.salt} {at}".encode()) % len(values)]

    def value(self, schema, at="", stack=()):
        """A value that fits a schema. Raises `Skip` where there is none."""
        if schema is False:
            raise Skip("nothing fits")
        flat = self.schemas.flat(schema)
        refs = flat["_refs"]
        depth = len(stack)
        if depth > 24 or any(stack.count(ref) > 1 for ref in refs):
            raise Skip("without end")
        stack = (*stack, *(refs or ["."]))
        self.budget -= 1
        if "const" in flat:
            return flat["const"]
        fixed = self.fixed(flat, schema, at)
        if fixed is not None:
            return fixed[0]
        inherited = self.heir(flat, at, stack)
        if inherited is not None:
            return inherited
        if flat["_unions"]:
            return self.union(flat, at, stack)
        return self.typed(flat, at, stack)

    def fixed(self, flat, schema, at):
        """An enum, or an example or default that fits."""
        types = [one for one in self.schemas.types(flat) if one != "null"]
        if isinstance(flat.get("enum"), list) and "array" not in types:
            usable = [one for one in flat["enum"] if one is not None and (not types or any(self.schemas.is_type(one, kind) for kind in types))]
            usable = [one for one in usable if one != "" or not self.parameter] or usable
            if not usable and None in flat["enum"]:
                return [None]
            if not usable:
                raise Skip("an enum without a value")
            return [self.pick(usable, at)]
        if self.markup or (self.full and "string" in types and not flat.get("format")):
            return None
        examples = flat.get("examples")
        examples = examples if isinstance(examples, list) else list(examples.values()) if isinstance(examples, dict) else []
        if self.schemas.document.swagger:
            examples = [flat.get("x-example")]
        for one in [flat.get("example"), *examples, flat.get("default")]:
            if one is not None and one not in ("", [], {}) and self.usable(one) and self.schemas.fits(one, schema, 0, self.answer):
                return [one]
        return None

    def usable(self, value):
        if not self.parameter:
            return True
        if isinstance(value, str):
            return value not in ("", ".", "..") and (self.text is HOSTILE or value.isascii() and value.isprintable())
        if isinstance(value, list):
            return all(not isinstance(one, (list, dict)) and one is not None and self.usable(one) for one in value)
        return not isinstance(value, dict)

    def heir(self, flat, at, stack):
        """A schema that inherits from this one, which has a discriminator and no union."""
        discriminator = flat.get("discriminator")
        if not discriminator or flat["_unions"] or not flat["_refs"]:
            return None
        own = flat["_refs"][0]
        heirs = [one for one in self.schemas.document.heirs(own) if one not in stack]
        name = discriminator_name(discriminator)
        if heirs and name:
            heir = self.pick(heirs, at)
            value = self.value({"$ref": heir}, at, stack)
        else:
            value = self.typed(flat, at, stack)
        if isinstance(value, dict) and name and (not heirs or not self.schemas.flat({"$ref": heir}).get("discriminator") or name not in value or not self.schemas.document.heirs(heir)):
            leaf = heirs and heir or own
            value[name] = self.tag(discriminator, leaf, self.schemas.flat({"$ref": leaf}), name)
        return value

    def tag(self, discriminator, reference, flat, name):
        """The value by which a discriminator knows a schema."""
        mapping = discriminator.get("mapping") if isinstance(discriminator, dict) else None
        for value, to in (mapping or {}).items():
            if isinstance(to, str) and to.rsplit("/", 1)[-1] == reference.rsplit("/", 1)[-1]:
                return value
        own = (flat.get("properties") or {}).get(name)
        if isinstance(own, dict):
            own = self.schemas.flat(own)
            values = [own["const"]] if "const" in own else own.get("enum") or []
            if len(values) == 1:
                return values[0]
        if isinstance(flat.get("x-ms-discriminator-value"), str):
            return flat["x-ms-discriminator-value"]
        return reference.rsplit("/", 1)[-1].replace("~1", "/").replace("~0", "~")

    def union(self, flat, at, stack):
        word, variants, discriminator = flat["_unions"][0]
        if len(flat["_unions"]) > 1:
            raise Limit("several unions in one schema")
        order = [variants[(zlib.crc32(f"{self.salt} {at}".encode()) + index) % len(variants)] for index in range(len(variants))]
        base = {key: value for key, value in flat.items() if key not in ("_unions", "_refs", "discriminator", "example", "default")}
        for variant in order:
            inner = self.schemas.flat(variant)
            if inner.get("type") == "null" or (isinstance(inner.get("enum"), list) and set(map(str, inner["enum"])) == {"None"}):
                continue
            if self.parameter and any(kind in ("object", "array") for kind in self.schemas.types(inner)):
                continue
            bare = not inner["_unions"] and not self.schemas.types(inner) and "const" not in inner and "enum" not in inner
            try:
                if bare and self.schemas.types(base):
                    # It says no more than what else has to be there.
                    return self.typed(self.schemas.merge(base, inner), f"{at}|", stack)
                value = self.value(variant, f"{at}|", stack)
            except Skip:
                continue
            if isinstance(value, dict):
                if base.get("properties"):
                    beside = self.object(base, at, stack)
                    value = {**beside, **value}
                name = discriminator_name(discriminator)
                if name and inner["_refs"]:
                    value[name] = self.tag(discriminator, inner["_refs"][0], inner, name)
                required = flat.get("required") if isinstance(flat.get("required"), list) else []
                if any(one not in value for one in required) and not base.get("properties"):
                    value = {**self.missing(required, value), **value}
            return value
        raise Skip("no variant")

    def missing(self, names, value):
        return {name: self.text for name in names if name not in value}

    def typed(self, flat, at, stack):
        types = [one for one in self.schemas.types(flat) if one != "null"]
        if not types:
            if isinstance(flat.get("type"), list) or flat.get("type") == "null":
                return None
            return self.anything(flat, at)
        kind = self.pick(types, at) if len(types) > 1 else types[0]
        if self.parameter and kind == "object" and len(types) > 1:
            kind = types[0] if types[0] != "object" else types[1]
        self.count += 1
        if kind == "string":
            return self.string(flat, at)
        if kind == "integer":
            return self.integer(flat, at)
        if kind == "number":
            return self.within(flat, self.pick([1.5, 0.25, -12.125, 3], at))
        if kind == "boolean":
            return self.pick([True, False], at)
        if kind == "array":
            return self.array(flat, at, stack)
        if kind == "object":
            return self.object(flat, at, stack)
        raise Limit(f"the type {kind}")

    def anything(self, flat, at):
        if self.parameter or self.markup or isinstance(flat.get("format"), str):
            return self.string(flat, at)
        return self.pick([{"free": [1, "x"]}, "free", 12, ["a", {"b": None}]], at)

    def string(self, flat, at):
        format_ = flat.get("format")
        if flat.get("contentEncoding") in ("base64", "base64url") and not format_:
            format_ = {"base64": "byte"}.get(flat["contentEncoding"], flat["contentEncoding"])
        if format_ in FORMATS:
            return self.pick(FORMATS[format_], at)
        return self.text if self.parameter or not self.full else f"{self.text}{self.count}"

    def integer(self, flat, at):
        return int(self.within(flat, self.pick(INTEGERS.get(flat.get("format"), (7, 2**31 - 1, -12)), at)))

    def within(self, flat, value):
        low, high = flat.get("minimum"), flat.get("maximum")
        for word, step in (("exclusiveMinimum", 1), ("exclusiveMaximum", -1)):
            bound = flat.get(word)
            if isinstance(bound, (int, float)) and not isinstance(bound, bool):
                low, high = (bound + step, high) if step > 0 else (low, bound + step)
            elif bound is True and step > 0 and low is not None:
                low += 1
            elif bound is True and high is not None:
                high -= 1
        if isinstance(low, (int, float)) and value < low:
            value = low
        if isinstance(high, (int, float)) and value > high:
            value = high
        step = flat.get("multipleOf")
        if isinstance(step, int) and step > 1:
            value = value // step * step
        return value

    def array(self, flat, at, stack):
        prefix = flat.get("prefixItems")
        if isinstance(prefix, list) and not self.parameter:
            return [self.value(one, f"{at}/{index}", stack) for index, one in enumerate(prefix)]
        items = flat.get("items", {})
        if isinstance(items, list):
            return [self.value(one, f"{at}/{index}", stack) for index, one in enumerate(items)]
        least = flat.get("minItems") if isinstance(flat.get("minItems"), int) else 0
        most = flat.get("maxItems") if isinstance(flat.get("maxItems"), int) else 2
        wanted = max(least, min(most, 2 if self.full else 1))
        wanted = min(wanted, 40)
        found = []
        for index in range(wanted):
            try:
                value = self.value(items, f"{at}/{index}", stack)
            except Skip:
                if least and not found:
                    raise
                break
            if value is None and self.parameter:
                break
            if value not in found or not flat.get("uniqueItems"):
                found.append(value)
        return found

    def object(self, flat, at, stack):
        properties = flat.get("properties") or {}
        required = flat.get("required") if isinstance(flat.get("required"), list) else []
        hidden = "writeOnly" if self.answer else "readOnly"
        found = {}
        for name, schema in properties.items():
            inner = self.schemas.flat(schema)
            if inner.get(hidden) or schema is False:
                continue
            is_needed = name in required
            if not is_needed and (not self.full or self.budget < 0 or len(stack) > 12):
                continue
            if self.parameter and any(kind in ("object", "array") for kind in self.schemas.types(inner)):
                if is_needed:
                    raise Limit("nested values in a parameter")
                continue
            if not is_needed and not self.parameter and not self.markup and self.nullable_here(schema) and self.pick([0, 1, 2, 3], f"{at}/{name}?") == 0:
                found[name] = None
                continue
            try:
                found[name] = self.value(schema, f"{at}/{name}", stack)
            except Skip:
                if is_needed:
                    if not self.nullable_here(schema):
                        raise
                    found[name] = None
        for name in required:
            if name not in properties and name not in found:
                found[name] = self.text
        rest = flat.get("additionalProperties")
        name = "extra" if self.markup else "extra key/ü"
        if isinstance(rest, dict) and rest and self.full and self.budget > 0:
            try:
                found[name] = self.value(rest, f"{at}/{name}", stack)
            except Skip:
                pass
        return found

    def nullable_here(self, schema):
        """Whether a schema says of itself, beyond doubt, that null is let through."""
        while isinstance(schema, dict) and isinstance(schema.get("$ref"), str):
            schema = self.schemas.document.find(schema["$ref"])
        if not isinstance(schema, dict) or "allOf" in schema or "enum" in schema or "const" in schema:
            return False
        types = schema.get("type")
        return (isinstance(types, list) and "null" in types) or bool(schema.get("nullable") is True and types)


def discriminator_name(discriminator):
    if isinstance(discriminator, dict):
        return discriminator.get("propertyName")
    return discriminator if isinstance(discriminator, str) else None
