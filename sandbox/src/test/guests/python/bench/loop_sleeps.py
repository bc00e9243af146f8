# Sleeps one after another in an event loop.
import asyncio


async def main(count):
    for _ in range(count):
        await asyncio.sleep(1)


def handler(event, context):
    asyncio.run(main(event['count']))
