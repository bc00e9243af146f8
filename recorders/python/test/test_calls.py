import gzip
import hashlib
import json
import threading
import unittest

from world import World

CLIENT, PRODUCER, ERROR = 3, 4, 2
CLIENTS = ('http', 'urllib', 'urllib3', 'requests', 'httpx', 'httpx async', 'aiohttp')
AWS = {'X-Amz-Target': 'AmazonSQS.SendMessage', 'Authorization': 'AWS4-HMAC-SHA256 secret', 'amz-sdk-request': 'attempt=2; max=3'}


def header_of(span):
    return f"Root=1-{span['traceId'][:8]}-{span['traceId'][8:]};Parent={span['spanId']};Sampled=1"


class EveryClient(World):
    """What holds whichever client a function uses: one process does all of it, a call for each."""

    def call_each(self, env=(), **options):
        outcomes = self.run_function('probe.handler', [{'deed': 'call', 'client': client, **options} for client in CLIENTS], env)
        calls = {client: self.calls_of(index)[0] for index, client in enumerate(CLIENTS)}
        return {client: outcome.get('result') for client, outcome in zip(CLIENTS, outcomes)}, calls

    def calls_of(self, index):
        parent = self.invocation(index)
        calls = [span for span in self.calls() if span['parentSpanId'] == parent['spanId']]
        self.assertEqual(parent['attributes']['tapedeck.calls'], len(calls), CLIENTS[index])
        return calls

    def each(self, calls):
        for client, call in calls.items():
            with self.subTest(client):
                yield client, call

    def test_a_call_is_recorded_as_it_was_on_the_wire(self):
        self.answer = lambda request, answer: answer.send('{"id":"é1"}', 201, {'x-made': 'yes'})
        results, calls = self.call_each(path='/entries?a=b', method='POST', headers={'X-Own': '1'}, body='{"n":"ß"}')
        for number, (client, call) in enumerate(self.each(calls)):
            attributes = call['attributes']
            self.assertEqual(results[client], '{"id":"é1"}')
            self.assertEqual(call['kind'], CLIENT)
            self.assertEqual(attributes['url.full'], self.url + '/entries?a=b')
            self.assertEqual(attributes['http.response.status_code'], 201)
            self.assertEqual(attributes['tapedeck.request.body'], '{"n":"ß"}')
            self.assertEqual(attributes['tapedeck.response.body'], '{"id":"é1"}')
            sent = {name: value for name, value in self.received[number].headers.items()}
            self.assertEqual(json.loads(attributes['tapedeck.request.headers']), sent)
            self.assertEqual(json.loads(attributes['tapedeck.response.headers'])['x-made'], 'yes')

    def test_the_request_carries_the_span_it_is_recorded_as(self):
        _, calls = self.call_each()
        for number, (_, call) in enumerate(self.each(calls)):
            self.assertEqual(self.received[number].headers['traceparent'], f"00-{call['traceId']}-{call['spanId']}-01")

    def test_the_codes_own_traceparent_is_left_alone(self):
        own = '00-5759e988bd862e3fe1be46a994272793-53995c3f42cd8ad8-00'
        self.call_each(headers={'traceparent': own})
        self.assertEqual([request.headers['traceparent'] for request in self.received], [own] * len(CLIENTS))

    def test_credentials_never_leave_and_are_not_listed(self):
        _, calls = self.call_each(headers={'Authorization': 'Bearer abcdef'})
        for number, (_, call) in enumerate(self.each(calls)):
            self.assertEqual(self.received[number].headers['authorization'], 'Bearer abcdef')
            self.assertEqual(json.loads(call['attributes']['tapedeck.request.headers'])['authorization'], '[redacted]')
            self.assertNotIn('tapedeck.redacted', call['attributes'])

    def test_a_coded_answer_reaches_the_function_as_it_was_and_the_record_decoded(self):
        self.answer = lambda request, answer: answer.send(gzip.compress(b'{"plain":true}'), headers={'content-encoding': 'gzip'})
        self.run_function('probe.handler', [{'deed': 'call', 'client': client} for client in CLIENTS[2:]])
        self.assertEqual(len(self.calls()), len(CLIENTS) - 2)
        for call in self.calls():
            self.assertEqual(call['attributes']['tapedeck.response.body'], '{"plain":true}')
            self.assertEqual(call['attributes']['tapedeck.response.body.decoded'], 'gzip')

    def test_a_body_over_the_cap_is_cut_and_marked_and_passes_whole(self):
        long = 'ä' * 100
        self.answer = lambda request, answer: answer.send(long, headers={'content-type': 'text/plain; charset=utf-8'})
        results, calls = self.call_each({'TAPEDECK_MAX_BODY_BYTES': '51'}, method='POST', body=long)
        for number, (client, call) in enumerate(self.each(calls)):
            self.assertEqual(self.received[number].body.decode(), long)
            self.assertEqual(results[client], long)
            for side in ('request', 'response'):
                self.assertEqual(call['attributes'][f'tapedeck.{side}.body'], 'ä' * 25)
                self.assertEqual(call['attributes'][f'tapedeck.{side}.body.truncated'], 200)

    def test_aws_calls_are_named_from_the_wire_and_carry_awss_trace_header(self):
        self.answer = lambda request, answer: answer.send('{"MessageId":"m-1"}', headers={'x-amzn-requestid': 'r-1'})
        _, calls = self.call_each(method='POST', headers=AWS, body='{}')
        for number, (_, call) in enumerate(self.each(calls)):
            attributes = call['attributes']
            self.assertEqual((call['kind'], call['name']), (PRODUCER, 'SQS.SendMessage'))
            self.assertEqual([attributes[key] for key in ('rpc.system', 'rpc.service', 'rpc.method')], ['aws-api', 'SQS', 'SendMessage'])
            self.assertEqual((attributes['messaging.message.id'], attributes['aws.request_id']), ('m-1', 'r-1'))
            self.assertEqual(attributes['tapedeck.call.attempt'], 2)
            self.assertEqual(self.received[number].headers['x-amzn-trace-id'], header_of(call))
            self.assertNotIn('traceparent', self.received[number].headers)

    def test_a_call_that_invokes_a_function_is_named_from_its_path_and_has_its_request_id(self):
        self.answer = lambda request, answer: answer.send('{"MessageId":"its own"}', headers={'x-amzn-requestid': 'r-1'})
        headers = {'Authorization': 'AWS4-HMAC-SHA256 Credential=AKID/20261118/eu-west-1/lambda/aws4_request, SignedHeaders=host, Signature=0'}
        _, calls = self.call_each(method='POST', path='/2015-03-31/functions/other%3Alive/invocations?Qualifier=live', headers=headers, body='{}')
        for number, (_, call) in enumerate(self.each(calls)):
            attributes = call['attributes']
            self.assertEqual((call['kind'], call['name']), (PRODUCER, 'Lambda.Invoke'))
            self.assertEqual(attributes['aws.request_id'], 'r-1')
            self.assertNotIn('messaging.message.id', attributes)
            self.assertIn('Root=1-', self.received[number].headers['x-amzn-trace-id'])

    def test_lambdas_lineage_in_the_trace_header_is_kept_and_there_is_one_header(self):
        present = 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=0;Lineage=25:4af5e:0'
        _, calls = self.call_each(method='POST', headers={**AWS, 'X-Amz-Target': 'DynamoDB_20120810.GetItem', 'X-Amzn-Trace-Id': present}, body='{}')
        for number, (_, call) in enumerate(self.each(calls)):
            header = self.received[number].headers['x-amzn-trace-id']
            self.assertEqual(call['name'], 'DynamoDB.GetItem')
            self.assertEqual(header.count('Root='), 1)
            self.assertIn('Lineage=25:4af5e:0', header)
            self.assertIn(f"Parent={call['spanId']}", header)

    def test_an_answer_in_chunks_is_recorded_without_them(self):
        def answer(request, answer):
            answer.begin({'transfer-encoding': 'chunked'})
            answer.stream.write(b'4\r\n{"a"\r\n5;x=y\r\n: 12}\r\n0\r\nx-after: 1\r\n\r\n')
        self.answer = answer
        results, calls = self.call_each()
        for client, call in self.each(calls):
            self.assertEqual(results[client], '{"a": 12}')
            self.assertEqual(call['attributes']['tapedeck.response.body'], '{"a": 12}')
            self.assertNotIn('error.type', call['attributes'])

    def test_an_answer_that_lasts_until_the_connection_is_closed_is_whole(self):
        def answer(request, answer):
            answer.begin({'connection': 'close'})
            answer.stream.write(b'to the end')
        self.answer = answer
        results, calls = self.call_each()
        for client, call in self.each(calls):
            self.assertEqual((results[client], call['attributes']['tapedeck.response.body']), ('to the end', 'to the end'))

    def test_an_answer_without_a_body_ends_its_span(self):
        self.answer = lambda request, answer: answer.send(status=204)
        _, calls = self.call_each()
        for _, call in self.each(calls):
            self.assertEqual((call['attributes']['http.response.status_code'], call['attributes']['tapedeck.response.body']), (204, ''))

    def test_an_answer_of_400_and_above_is_an_error_of_that_status(self):
        self.answer = lambda request, answer: answer.send('busy', 503)
        _, calls = self.call_each()
        for _, call in self.each(calls):
            self.assertEqual((call['status']['code'], call['attributes']['error.type']), (ERROR, '503'))
            self.assertEqual(call['attributes']['tapedeck.response.body'], 'busy')

    def test_a_refused_connection_names_its_code(self):
        self.run_function('probe.handler', [{'deed': 'refused', 'client': client} for client in CLIENTS])
        self.assertEqual([call['attributes'].get('error.type') for call in self.calls()], ['ECONNREFUSED'] * len(CLIENTS))
        self.assertEqual({call['status']['code'] for call in self.calls()}, {ERROR})


class Calls(World):

    def test_a_call_given_up_for_time_is_a_timeout_without_a_status(self):
        over = threading.Event()
        self.answer = lambda request, answer: over.wait(30)
        clients = ('urllib', 'urllib3', 'requests', 'httpx', 'aiohttp')
        outcomes = self.run_function('probe.handler', [{'deed': 'late', 'client': client} for client in clients])
        over.set()
        self.assertEqual([outcome['result'] for outcome in outcomes], ['late'] * len(clients))
        self.assertEqual([call['attributes']['error.type'] for call in self.calls()], ['timeout'] * len(clients))
        self.assertFalse(any('http.response.status_code' in call['attributes'] for call in self.calls()))

    def test_an_attempt_that_fails_before_its_request_is_a_call_too(self):
        outcome, = self.run_function('probe.handler', [{'deed': 'secure'}])
        call, = self.calls()
        self.assertEqual(outcome['result'], 'SSLError')
        self.assertEqual(call['attributes']['url.full'], self.url.replace('http:', 'https:') + '/tls')
        self.assertEqual(call['attributes']['error.type'], 'SSLError')
        self.assertEqual(self.invocation()['attributes']['tapedeck.calls'], 1)

    def test_an_answer_that_nobody_reads_to_its_end_still_ends_its_span(self):
        self.answer = lambda request, answer: answer.send('x' * 300000)
        self.run_function('probe.handler', [{'deed': 'unread', 'client': client} for client in ('requests', 'urllib', 'httpx')])
        self.assertEqual([call['attributes']['error.type'] for call in self.calls()], ['ECONNRESET'] * 3)

    def test_a_request_in_chunks_is_recorded_without_them(self):
        self.run_function('probe.handler', [{'deed': 'streamed', 'client': client} for client in ('requests', 'http', 'httpx')])
        self.assertEqual([request.body for request in self.received], [b'one two three'] * 3)
        self.assertEqual([call['attributes']['tapedeck.request.body'] for call in self.calls()], ['one two three'] * 3)

    def test_parallel_calls_are_all_of_the_invocation_and_numbered(self):
        everyone = threading.Barrier(3)

        def answer(request, answer):
            everyone.wait(30)
            answer.send('{}')
        self.answer = answer
        for deed in ('parallel', 'gathered'):
            self.spans.clear()
            self.run_function('probe.handler', [{'deed': deed, 'paths': ['/1', '/2', '/3']}])
            self.assertEqual([call['attributes']['tapedeck.call.ordinal'] for call in self.calls()], [1, 2, 3])
            self.assertEqual({call['attributes']['url.full'][-2:] for call in self.calls()}, {'/1', '/2', '/3'})
            self.assertEqual({call['parentSpanId'] for call in self.calls()}, {self.invocation()['spanId']})
            self.assertEqual(self.invocation()['attributes']['tapedeck.calls'], 3)

    def test_a_redirect_followed_is_two_calls(self):
        self.answer = lambda request, answer: answer.send(status=302, headers={'location': '/there'}) if request.url == '/' else answer.send('here')
        clients = ('urllib', 'requests', 'aiohttp')
        outcomes = self.run_function('probe.handler', [{'deed': 'call', 'client': client} for client in clients])
        self.assertEqual([outcome['result'] for outcome in outcomes], ['here'] * 3)
        self.assertEqual(sorted(call['attributes']['http.response.status_code'] for call in self.calls()), [200] * 3 + [302] * 3)

    def test_bytes_that_are_no_text_are_base64(self):
        self.answer = lambda request, answer: answer.send(b'\xff\x00')
        self.run_function('probe.handler', [{'deed': 'binary'}])
        attributes = self.calls()[0]['attributes']
        self.assertEqual((attributes['tapedeck.request.body'], attributes['tapedeck.request.body.encoding']), ('//4A', 'base64'))
        self.assertEqual(attributes['tapedeck.response.body'], '/wA=')

    def test_every_attempt_of_the_sdk_is_a_call_and_its_signature_holds(self):
        answer = json.dumps({'MessageId': 'm-1', 'MD5OfMessageBody': hashlib.md5(b'{"n":1}').hexdigest()})
        self.answer = lambda request, respond: respond.send('{}', 500) if len(self.received) == 1 else respond.send(answer)
        header = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0'
        outcome, = self.run_function('probe.handler', [{'event': {'deed': 'aws'}, 'traceHeader': header}])
        self.assertEqual(outcome.get('result'), ['m-1'], outcome)
        first, second = self.calls()
        self.assertEqual([call['name'] for call in (first, second)], ['SQS.SendMessage'] * 2)
        self.assertEqual([call['attributes']['tapedeck.call.attempt'] for call in (first, second)], [1, 2])
        self.assertEqual(json.loads(second['attributes']['tapedeck.request.body'])['MessageBody'], '{"n":1}')
        for call, request in zip((first, second), self.received):
            self.assertEqual(request.headers['x-amzn-trace-id'], header_of(call))
            self.assertNotIn('x-amzn-trace-id', request.headers['authorization'])

    def test_a_body_that_waits_to_be_asked_for_is_recorded(self):
        self.answer = lambda request, answer: answer.send(headers={'etag': '"e"'})
        outcome, = self.run_function('probe.handler', [{'deed': 'stores', 'text': 'a long letter'}])
        self.assertNotIn('error', outcome)
        self.assertEqual(self.received[0].headers.get('expect'), '100-continue')
        call, = self.calls()
        self.assertEqual((call['attributes']['rpc.service'], call['attributes']['http.response.status_code']), ('s3', 200))
        self.assertEqual(call['attributes']['tapedeck.request.body'], self.received[0].body.decode())
        self.assertIn('a long letter', call['attributes']['tapedeck.request.body'])


if __name__ == '__main__':
    unittest.main()
