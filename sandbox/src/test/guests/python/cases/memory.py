def handler(event, context):
    kept = []
    while True:
        kept.append(bytearray(16 << 20))
