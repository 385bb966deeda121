"""How values go into paths, queries, headers, cookies and forms: RFC 6570 and the tables of OpenAPI."""

import json
from urllib.parse import quote

from document import Limit

RESERVED = ":/?#[]@!$&'()*+,;="


def text(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return str(value)


def encode(value, reserved=False):
    """Everything but what RFC 3986 leaves unreserved; with `reserved` that is left, too, where it has no meaning."""
    return quote(text(value), safe="/:@?!$'()*,;" if reserved else "")


def nested(value):
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return any(isinstance(one, (dict, list)) for one in inner)


def pairs_of(value):
    return list(value.items())


def style_of(parameter):
    place = parameter["in"]
    style = parameter.get("style") or {"path": "simple", "header": "simple", "cookie": "form"}.get(place, "form")
    explode = parameter.get("explode")
    return style, (style in ("form", "cookie")) if explode is None else bool(explode)


def path_segment(parameter, value, keep):
    """What stands in the path for a parameter. Names that hold slashes (`{+path}`) keep them."""
    style, explode = style_of(parameter)
    name = parameter["name"]
    enc = (lambda one: quote(text(one), safe="/")) if keep else encode
    if nested(value):
        raise Limit("nested values in a path")
    if isinstance(value, list):
        values = [enc(one) for one in value]
        if style == "label":
            return "." + ("." if explode else ",").join(values)
        if style == "matrix":
            return "".join(f";{name}={one}" for one in values) if explode else f";{name}=" + ",".join(values)
        return delimiter(style, "path").join(values)
    if isinstance(value, dict):
        flat = ",".join(f"{enc(key)},{enc(one)}" for key, one in pairs_of(value))
        between = {"label": ".", "matrix": ";"}.get(style, ",")
        split = between.join(f"{enc(key)}={enc(one)}" for key, one in pairs_of(value))
        body = split if explode else flat
        return {"label": ".", "matrix": ";" if explode else f";{name}="}.get(style, "") + body
    return {"label": ".", "matrix": f";{name}="}.get(style, "") + enc(value)


def delimiter(style, place):
    # These stand between values that are encoded, and are no characters of a query themselves.
    return {"spaceDelimited": "%20", "pipeDelimited": "%7C", "tabDelimited": "%09"}.get(style, ",")


def query_pairs(parameter, value):
    """What stands in the query for a parameter: pairs, encoded."""
    style, explode = style_of(parameter)
    reserved = bool(parameter.get("allowReserved"))
    enc = lambda one: encode(one, reserved)
    name = encode(parameter["name"])
    if style == "deepObject":
        if isinstance(value, list):
            raise Limit("a list as deepObject")
        if isinstance(value, dict):
            if nested(value):
                raise Limit("nested values as deepObject")
            return [(f"{name}%5B{encode(key)}%5D", enc(one)) for key, one in pairs_of(value)]
    if nested(value):
        raise Limit("nested values in a query")
    if isinstance(value, list):
        if explode:
            return [(name, enc(one)) for one in value]
        return [(name, delimiter(style, "query").join(enc(one) for one in value))] if value else []
    if isinstance(value, dict):
        if explode:
            return [(encode(key), enc(one)) for key, one in pairs_of(value)]
        between = delimiter(style, "query")
        return [(name, between.join(f"{encode(key)}{between}{enc(one)}" for key, one in pairs_of(value)))] if value else []
    return [(name, enc(value))]


def header(parameter, value):
    _, explode = style_of(parameter)
    if nested(value):
        raise Limit("nested values in a header")
    if isinstance(value, list):
        return ",".join(map(text, value))
    if isinstance(value, dict):
        return ",".join(f"{key}={text(one)}" if explode else f"{key},{text(one)}" for key, one in pairs_of(value))
    return text(value)


def cookie(parameter, value):
    style, explode = style_of(parameter)
    if isinstance(value, dict) or (isinstance(value, list) and explode):
        raise Limit("lists and objects in cookies")
    enc = text if style == "cookie" else encode
    return ",".join(map(enc, value)) if isinstance(value, list) else enc(value)


def form_pairs(name, value, encoding, types):
    """What stands in a form for a property: pairs, not encoded."""
    words = ("style", "explode", "allowReserved")
    if any(word in encoding for word in words) and not (encoding.get("contentType")):
        parameter = {"in": "query", "name": name, **{word: encoding[word] for word in words if word in encoding}}
        if parameter.get("style") == "deepObject" and isinstance(value, (dict, list)):
            return deep(name, value)
        if nested(value):
            raise Limit("nested values in a form")
        from urllib.parse import unquote

        return [(unquote(key), unquote(one)) for key, one in query_pairs({**parameter, "allowReserved": False}, value)]
    if isinstance(value, list):
        return [(name, text(one)) for one in value]
    return [(name, text(value))]


def deep(name, value):
    """The way that PHP and Rails go on where `deepObject` says nothing of what is deeper."""
    if isinstance(value, dict):
        return [pair for key, one in value.items() for pair in deep(f"{name}[{key}]", one)]
    if isinstance(value, list):
        raise Limit("lists as deepObject")
    return [(name, text(value))]
