# aiohttp: many at once, one after another on kept connections, and those that fail.
import asyncio

import aiohttp


async def fetch(session, url):
    try:
        async with session.get(url) as response:
            return await response.json()
    except (aiohttp.ClientError, asyncio.TimeoutError) as error:
        return f'{type(error).__name__} {str(error)[:120]}'


async def main():
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=4)) as session:
        answers = await asyncio.gather(*(fetch(session, f'https://a{n}.example.com/') for n in range(5)))
        answers += [await fetch(session, 'https://a0.example.com/again'), await fetch(session, 'http://plain.example.com/')]
        answers += await asyncio.gather(*(fetch(session, f'https://{name}.example.com/') for name in ('refused', 'missing', 'reset', 'slow')))
        return answers


def handler(event, context):
    return asyncio.run(main())
