# An event loop in native code.
def handler(event, context):
    try:
        import gevent
        return gevent.__name__
    except ImportError as error:
        return str(error)
