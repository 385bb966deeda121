"""Values as XML, by the `xml` objects of their schemas; and whether two elements say the same."""

import re
from xml.etree import ElementTree

import wire
from document import Limit

NAME = re.compile(r"[A-Za-z_][\w.-]*")


def written(schemas, schema, value, fallback=None):
    """The element for a value. Without a name of its own the outermost one is called as its schema."""
    flat = schemas.flat(schema)
    refs = flat["_refs"]
    own = flat.get("xml") or {}
    name = own.get("name") or (refs[0].rsplit("/", 1)[-1] if refs else fallback)
    if not name:
        raise Limit("an outermost element without a name")
    if isinstance(value, list):
        items = flat.get("items", {})
        root = ElementTree.Element(qualified(own, name))
        inner = schemas.flat(items)
        called = (inner.get("xml") or {}).get("name") or (inner["_refs"][0].rsplit("/", 1)[-1] if inner["_refs"] else None)
        if not called:
            raise Limit("a list as a whole, of elements without a name")
        for one in value:
            root.append(element(schemas, items, one, called))
        return root
    return element(schemas, schema, value, name)


def qualified(own, name):
    namespace = own.get("namespace")
    return f"{{{namespace}}}{name}" if namespace else name


def element(schemas, schema, value, name):
    flat = schemas.flat(schema)
    own = flat.get("xml") or {}
    if flat["_unions"] or flat.get("discriminator"):
        raise Limit("unions as XML")
    if own.get("nodeType", "element") != "element":
        raise Limit("an element that is no element")
    if not NAME.fullmatch(name):
        raise Limit("a name that XML cannot have")
    made = ElementTree.Element(qualified(own, name))
    if isinstance(value, dict):
        if not flat.get("properties") and not isinstance(flat.get("additionalProperties"), dict):
            raise Limit("objects without properties as XML")
        for key, one in value.items():
            add(schemas, made, key, one, (flat.get("properties") or {}).get(key, flat.get("additionalProperties") or {}))
    elif isinstance(value, list):
        raise Limit("lists of lists as XML")
    else:
        made.text = wire.text(value)
    return made


def add(schemas, parent, key, value, schema):
    flat = schemas.flat(schema)
    own = flat.get("xml") or {}
    name = own.get("name") or key
    if value is None:
        raise Limit("null as XML")
    node = own.get("nodeType") or ("attribute" if own.get("attribute") else None)
    if node in ("attribute", "text", "cdata") and isinstance(value, (dict, list)):
        raise Limit(f"objects and lists as {node} of XML")
    if node == "none" and isinstance(value, dict):
        raise Limit("objects without an element of their own")
    if node in ("text", "cdata"):
        parent.text = wire.text(value)
    elif node == "attribute":
        parent.set(qualified(own, name), wire.text(value))
    elif isinstance(value, list):
        items = flat.get("items", {})
        inner = (schemas.flat(items).get("xml") or {}).get("name")
        if own.get("wrapped") or node == "element":
            wrapper = ElementTree.SubElement(parent, qualified(own, name))
            # OpenAPI: what is wrapped is called as the wrapper, unless its own schema says otherwise.
            for one in value:
                wrapper.append(element(schemas, items, one, inner or name))
        else:
            # The name of the list itself is ignored, unless it is wrapped.
            for one in value:
                parent.append(element(schemas, items, one, inner or key))
    else:
        parent.append(element(schemas, schema, value, name))


def text(root):
    return ElementTree.tostring(root, encoding="unicode")


def difference(wanted, found, at=""):
    """Where two elements differ. Elements of different names have no order among each other."""
    at = f"{at}/{wanted.tag}"
    wrong = []
    if wanted.tag != found.tag:
        return [f"{at} is {found.tag}"]
    if wanted.attrib != found.attrib:
        wrong.append(f"{at} has the attributes {found.attrib} instead of {wanted.attrib}")
    if (len(wanted) == 0 or (wanted.text or "").strip()) and (wanted.text or "") != (found.text or ""):
        wrong.append(f"{at} is {found.text!r:.80} instead of {wanted.text!r:.80}")
    names = {child.tag for child in [*wanted, *found]}
    for name in sorted(names):
        mine, theirs = wanted.findall(name), found.findall(name)
        if len(mine) != len(theirs):
            wrong.append(f"{at} has {len(theirs)} × {name} instead of {len(mine)}")
        wrong += [one for pair in zip(mine, theirs) for one in difference(*pair, at)]
    return wrong
