"""What recording costs: the same function with and without the recorder, warm, with a number of calls each; and the start of its process. Collector and
dependency are on loopback.
"""
import statistics
import time

from world import World

ROUNDS, WARM_UP, STARTS = 400, 100, 15


class Bench(World):

    def warm(self, event, recorded):
        outcomes = self.run_function('probe.handler', [event], {'REPEAT': str(ROUNDS + WARM_UP), 'TAPEDECK_FLUSH_MILLIS': '5000'}, recorded)
        return statistics.median(outcome['nanos'] for outcome in outcomes[WARM_UP:])

    def start(self, recorded):
        times = []
        for _ in range(STARTS):
            began = time.perf_counter_ns()
            self.run_function('probe.handler', [], recorded=recorded)
            times.append(time.perf_counter_ns() - began)
        return statistics.median(times)

    def row(self, label, measure):
        without, recorded = measure(False) / 1e6, measure(True) / 1e6
        print(f'{label:34}{without:8.2f}{recorded:8.2f}{recorded - without:8.2f}', flush=True)

    def test(self):
        print(f'{"milliseconds, median":34} without   with   more')
        body = 'x' * 2000
        post = {'deed': 'call', 'method': 'POST', 'body': body}
        self.row('no call', lambda recorded: self.warm({'deed': 'nothing'}, recorded))
        self.row('1 call by http.client, 2 kB', lambda recorded: self.warm({**post, 'client': 'http'}, recorded))
        self.row('1 call by requests, 2 kB', lambda recorded: self.warm({**post, 'client': 'requests'}, recorded))
        self.row('10 calls by aiohttp, in parallel', lambda recorded: self.warm({'deed': 'gathered', 'paths': [f'/{n}' for n in range(10)]}, recorded))
        self.row('start of the process', self.start)


if __name__ == '__main__':
    Bench('test').debug()
