"""Whether two JSON values are the same."""


def difference(wanted, found, at="", exact=False):
    """Where two values differ. Numbers are compared by value: 1 is 1.0.

    Unless `exact`, what is null or empty may be missing, on either side: models that are only read have one value for
    all of these.
    """
    if isinstance(wanted, dict) and isinstance(found, dict):
        wrong = []
        for name, value in wanted.items():
            if name in found:
                wrong += difference(value, found[name], f"{at}/{name}", exact)
            elif exact or value not in (None, [], {}):
                wrong.append(f"{at}/{name} is missing: {value!r:.80}")
        more = [name for name in found if name not in wanted and (exact or found[name] not in (None, [], {}))]
        return wrong + [f"{at}/{name} is too much: {found[name]!r:.80}" for name in more]
    if isinstance(wanted, list) and isinstance(found, list):
        if len(wanted) != len(found):
            return [f"{at} has {len(found)} items instead of {len(wanted)}"]
        return [one for index, pair in enumerate(zip(wanted, found)) for one in difference(*pair, f"{at}/{index}", exact)]
    if is_number(wanted) and is_number(found):
        # A number of `format: float` has seven digits, whatever it was written with.
        if isinstance(wanted, float) and not exact and abs(wanted - found) <= 1e-6 * abs(wanted):
            return []
        return [] if wanted == found else [f"{at} is {found} instead of {wanted}"]
    if wanted == found and type(wanted) is type(found):
        return []
    if not exact and wanted in (None, [], {}) and found in (None, [], {}):
        return []
    return [f"{at} is {found!r:.80} instead of {wanted!r:.80}"]


def is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)
