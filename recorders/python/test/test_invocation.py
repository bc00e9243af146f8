import threading
import unittest

from world import World

CONSUMER, SERVER, ERROR = 5, 2, 2
TRACE = '5759e988bd862e3fe1be46a994272793'
HEADER = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8'


def sqs(attributes):
    return {'Records': [{'eventSource': 'aws:sqs', 'body': '{}', 'attributes': attributes, 'messageAttributes': {}}]}


class Invocation(World):

    def test_an_invocation_carries_event_response_ids_and_resource(self):
        self.run_function('probe.handler', [{'deed': 'nothing', 'name': 'Zoë'}])
        span = self.invocation()
        attributes, resource = span['attributes'], span['resource']
        self.assertEqual(span['kind'], CONSUMER)
        self.assertEqual(attributes['faas.invocation_id'], 'request-1')
        self.assertEqual(attributes['faas.trigger'], 'other')
        self.assertEqual(attributes['tapedeck.event'], '{"deed":"nothing","name":"Zoë"}')
        self.assertEqual(attributes['tapedeck.response'], 'null')
        self.assertEqual(attributes['tapedeck.calls'], 0)
        self.assertEqual(resource['cloud.account.id'], '123456789012')
        self.assertEqual(resource['faas.max_memory'], 134217728)
        self.assertEqual(resource['faas.instance'], '2026/11/21/[7]abc')
        self.assertEqual(resource['process.runtime.name'], 'python')

    def test_only_the_first_invocation_of_a_process_is_cold(self):
        self.run_function('probe.handler', [{}, {}])
        self.assertEqual([self.invocation(index)['attributes']['faas.coldstart'] for index in (0, 1)], [True, False])
        self.assertGreater(self.invocation(0)['attributes']['tapedeck.init.duration_nanos'], 10_000_000)
        self.assertLess(self.invocation(0)['attributes']['tapedeck.init.duration_nanos'], 30_000_000_000)
        self.assertNotIn('tapedeck.init.duration_nanos', self.invocation(1)['attributes'])

    def test_a_failure_is_passed_on_and_recorded_with_its_type(self):
        outcome, = self.run_function('probe.handler', [{'deed': 'throws'}])
        self.assertEqual(outcome['error'], 'no such invoice')
        span = self.invocation()
        self.assertEqual(span['attributes']['error.type'], 'TypeError')
        self.assertEqual(span['status']['code'], ERROR)
        self.assertEqual(span['events'][0]['name'], 'exception')
        stack = next(one['value']['stringValue'] for one in span['events'][0]['attributes'] if one['key'] == 'exception.stacktrace')
        self.assertIn('probe.py', stack)
        self.assertNotIn('tapedeck_recorder', stack)

    def test_calls_at_start_are_counted_and_the_handlers_name_is_the_real_one(self):
        outcome, = self.run_function('module.handler', [{}])
        self.assertEqual(outcome['result'], {'from': 'module', 'handler': 'module.handler'})
        attributes = self.invocation()['attributes']
        self.assertEqual((attributes['tapedeck.init.calls'], attributes['tapedeck.calls']), (1, 1))
        self.assertRegex(self.calls()[0]['attributes']['url.full'], 'named-import$')

    def test_an_http_event_continues_its_callers_trace(self):
        event = {'requestContext': {'http': {'method': 'POST'}}, 'headers': {'Traceparent': f'00-{TRACE}-53995c3f42cd8ad8-01'}}
        self.run_function('probe.handler', [{'event': event, 'traceHeader': 'Root=1-00000001-000000000000000000000002'}])
        span = self.invocation()
        self.assertEqual((span['kind'], span['attributes']['faas.trigger']), (SERVER, 'http'))
        self.assertEqual((span['traceId'], span['parentSpanId']), (TRACE, '53995c3f42cd8ad8'))

    def test_the_trace_id_is_that_of_the_header_lambda_was_invoked_with_and_a_link_only_where_it_was_sampled(self):
        self.run_function('probe.handler', [{'event': {}, 'traceHeader': HEADER + ';Sampled=0'}, {'event': {}, 'traceHeader': HEADER + ';Sampled=1'}])
        unsampled, sampled = self.invocation(0), self.invocation(1)
        self.assertEqual(unsampled['traceId'], TRACE)
        self.assertEqual(unsampled.get('links', []), [])
        self.assertEqual(sampled['links'][0]['spanId'], '53995c3f42cd8ad8')
        self.assertEqual(sampled.get('parentSpanId', ''), '')

    def test_a_message_links_to_its_producer_and_tells_its_attempt(self):
        self.run_function('probe.handler', [{'event': sqs({'AWSTraceHeader': HEADER, 'ApproximateReceiveCount': '3'}), 'traceHeader': ''}])
        span = self.invocation()
        self.assertEqual(span['attributes']['faas.trigger'], 'pubsub')
        self.assertEqual(span['attributes']['tapedeck.invocation.attempt'], 3)
        self.assertEqual((span['links'][0]['traceId'], span['links'][0]['spanId']), (TRACE, '53995c3f42cd8ad8'))
        self.assertEqual(span['links'][0]['attributes'][0]['value']['stringValue'], 'AWSTraceHeader')

    def test_log_lines_are_taken_once_whole_and_belong_to_their_invocation(self):
        line = '{"level":"WARN","message":"slow"}'
        self.run_function('probe.handler', [{'deed': 'writes', 'lines': [line, 'plain']}, {'deed': 'prints', 'text': 'one\ntwo\n'},
                                            {'deed': 'logs', 'message': 'by a logger'}])
        self.assertEqual([record['body']['stringValue'] for record in self.logs], [line, 'plain', 'one', 'two', 'by a logger'])
        self.assertEqual(self.logs[0]['severityText'], 'WARN')
        self.assertEqual(self.logs[0]['spanId'], self.invocation(0)['spanId'])
        self.assertEqual([one for one in self.lines if one and not one.startswith('outcome')], [line, 'plain', 'one', 'two'])

    def test_numbers_as_the_table_gives_them_are_numbers(self):
        self.run_function('probe.handler', [{'deed': 'number'}])
        self.assertEqual(self.invocation()['attributes']['tapedeck.response'], '{"amount":12.5,"count":3}')

    def test_a_result_that_is_no_json_reaches_the_runtime_and_the_span_ends_without_it(self):
        outcome, = self.run_function('probe.handler', [{'deed': 'circular'}])
        self.assertEqual(outcome['result'], 'no JSON')
        self.assertRegex(self.errors, '^tapedeck recorder: ')
        self.assertEqual(self.invocation()['attributes']['tapedeck.calls'], 0)
        self.assertNotIn('tapedeck.response', self.invocation()['attributes'])

    def test_a_collector_that_is_silent_delays_the_function_by_no_more_than_the_limit(self):
        over = threading.Event()
        self.collect = lambda answer: over.wait(30)
        outcome, = self.run_function('probe.handler', [{}], {'TAPEDECK_FLUSH_MILLIS': '80'})
        over.set()
        self.assertIsNone(outcome['result'])
        self.assertLess(outcome['nanos'], 5_000_000_000)
        self.assertRegex(self.errors, 'not sent within 80 ms')

    def test_a_collector_that_is_not_there_is_said_once(self):
        self.run_function('probe.handler', [{}, {}], {'OTEL_EXPORTER_OTLP_ENDPOINT': 'http://127.0.0.1:1'})
        self.assertEqual(self.errors.count('tapedeck recorder: '), 1)
        self.assertEqual(len(self.errors.splitlines()), 1)

    def test_a_setting_that_makes_no_sense_leaves_the_function_unrecorded_and_running(self):
        outcome, = self.run_function('probe.handler', [{}], {'TAPEDECK_MAX_BODY_BYTES': 'lots'})
        self.assertIsNone(outcome['result'])
        self.assertRegex(self.errors, 'not recording: TAPEDECK_MAX_BODY_BYTES is `lots`; write a number of bytes')
        self.assertEqual(self.spans, [])

    def test_recording_can_be_turned_off(self):
        outcome, = self.run_function('module.handler', [{}], {'TAPEDECK_RECORD': 'off'})
        self.assertEqual(outcome['result'], {'from': 'module', 'handler': 'module.handler'})
        self.assertEqual((self.spans, self.errors), ([], ''))

    def test_an_invocations_end_is_after_its_start_and_its_calls_lie_within(self):
        self.run_function('probe.handler', [{'deed': 'call', 'client': 'urllib'}])
        outer, inner = ([int(span['startTimeUnixNano']), int(span['endTimeUnixNano'])] for span in (self.invocation(), self.calls()[0]))
        self.assertTrue(outer[0] <= inner[0] < inner[1] <= outer[1])


if __name__ == '__main__':
    unittest.main()
