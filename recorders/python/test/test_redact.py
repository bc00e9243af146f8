import json
import unittest

from world import World

PIN = '991277'


class Redact(World):

    def test_a_named_field_is_redacted_wherever_it_hides_and_listed(self):
        event = {'Records': [{'body': json.dumps({'detail': {'pin': PIN, 'kept': 1}})}], 'headers': {'Cookie': PIN}}
        self.run_function('probe.handler', [event])
        attributes = self.invocation()['attributes']
        self.assertNotIn(PIN, attributes['tapedeck.event'])
        self.assertEqual(json.loads(json.loads(attributes['tapedeck.event'])['Records'][0]['body'])['detail']['kept'], 1)
        self.assertEqual(attributes['tapedeck.redacted'], ['tapedeck.event:$.Records[0].body(json).detail.pin', 'tapedeck.event:$.headers.Cookie'])

    def test_bodies_keep_type_tags_forms_and_queries_their_names(self):
        typed = json.dumps({'Item': {'pin': {'S': PIN}, 'pk': {'S': 'A'}}})
        form = {'content-type': 'application/x-www-form-urlencoded'}
        self.run_function('probe.handler', [
            {'deed': 'call', 'client': 'http', 'method': 'POST', 'body': typed},
            {'deed': 'call', 'client': 'http', 'method': 'POST', 'path': f'/?pin={PIN}', 'body': f'user=a&PIN={PIN}', 'headers': form},
        ])
        first, second = (span['attributes'] for span in self.spans if 'tapedeck.call.ordinal' in span['attributes'])
        self.assertEqual(first['tapedeck.request.body'], '{"Item":{"pin":{"S":"[redacted]"},"pk":{"S":"A"}}}')
        self.assertEqual(second['tapedeck.request.body'], 'user=a&PIN=%5Bredacted%5D')
        self.assertRegex(second['url.full'], r'\?pin=%5Bredacted%5D$')
        self.assertEqual(self.received[0].body.decode(), typed)

    def test_a_cut_body_ends_before_the_first_field_that_must_not_leave(self):
        body = json.dumps({'a': 'x', 'pin': PIN, 'long': 'y' * 500}, separators=(',', ':'))
        self.run_function('probe.handler', [{'deed': 'call', 'client': 'http', 'method': 'POST', 'body': body}], {'TAPEDECK_MAX_BODY_BYTES': '60'})
        self.assertEqual(self.calls()[0]['attributes']['tapedeck.request.body'], '{"a":"x",')

    def test_log_lines_are_redacted_likewise(self):
        self.run_function('probe.handler', [{'deed': 'writes', 'lines': [f'{{"level":"INFO","pin":"{PIN}"}}']}])
        self.assertEqual(self.logs[0]['body']['stringValue'], '{"level":"INFO","pin":"[redacted]"}')

    def test_the_names_are_the_teams_to_set(self):
        event = {'deed': 'nothing', 'iban': 'DE1', 'pin': PIN}
        for names in ('IBAN', 'default, iban', 'none'):
            self.run_function('probe.handler', [event], {'TAPEDECK_REDACT': names})
        events = [json.loads(self.invocation(index)['attributes']['tapedeck.event']) for index in range(3)]
        self.assertEqual([(one['iban'], one['pin']) for one in events], [('[redacted]', PIN), ('[redacted]', '[redacted]'), ('DE1', PIN)])


if __name__ == '__main__':
    unittest.main()
