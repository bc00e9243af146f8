# httpx, synchronous and not.
import asyncio

import httpx


async def gathered():
    async with httpx.AsyncClient(timeout=3) as client:
        answers = await asyncio.gather(*(client.post(f'https://h{n}.example.com/', json={'n': n}) for n in range(5)))
        try:
            await client.get('https://slow.example.com/')
        except httpx.TimeoutException as error:
            answers.append(type(error).__name__)
        return [answer if isinstance(answer, str) else answer.json() for answer in answers]


def handler(event, context):
    with httpx.Client() as client:
        answers = [client.get('https://h.example.com/1').json(), client.get('http://h.example.com/2').json()]
        try:
            client.get('https://refused.example.com/')
        except httpx.HTTPError as error:
            answers.append(f'{type(error).__name__} {error}')
    return [answers, asyncio.run(gathered())]
