# Modules that are loaded late, packages of the function's own, and what they see.
import importlib
import sys


def handler(event, context):
    loaded = [importlib.import_module(name).__name__ for name in ('json.tool', 'csv', 'zoneinfo', 'html.parser', 'xml.etree.ElementTree', 'cases.package.inner')]
    inner = sys.modules['cases.package.inner']
    return {'loaded': loaded, 'value': inner.VALUE, 'file': inner.__file__, 'spec': inner.__spec__.loader.__class__.__name__}
