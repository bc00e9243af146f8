"""settle-payment as a team that writes Python has it: what it does is the same, call by call."""
import json
import os
import time
from datetime import datetime, timezone

import boto3

table = boto3.resource('dynamodb').Table(os.environ['TABLE_NAME'])
queue = boto3.client('sqs')

# How long each payment rail takes to confirm.
CLEARING_MILLIS = {'instant': 900, 'card': 2600, 'sepa': 3600}


def now():
    return datetime.now(timezone.utc).isoformat(timespec='milliseconds').replace('+00:00', 'Z')


class Log:
    """One JSON line per thing worth knowing."""

    def __init__(self, invoice):
        self.about = {'correlationId': invoice['correlationId'], 'workflow': 'invoice-close', 'step': 'settle-payment'}
        self.tenant = invoice['tenantId']

    def write(self, level, message, dependency, began, status):
        latency = int(time.time() * 1000) - began
        line = {'timestamp': now(), 'level': level, **self.about, 'dependency': dependency, 'latencyMs': latency, 'attempt': 1, 'status': status,
                'tenantId': self.tenant, 'message': message}
        print(json.dumps(line, ensure_ascii=False, separators=(',', ':')))

    def timed(self, dependency, message, call):
        """Runs `call` against a dependency and logs how long it took."""
        began = int(time.time() * 1000)
        try:
            result = call()
        except Exception as error:
            self.write('ERROR', f'{message}: {error}', dependency, began, type(error).__name__)
            raise
        self.write('INFO', message, dependency, began, 'ok')
        return result


def handler(event, context):
    """Event InvoiceSubmitted"""
    invoice = event['detail']
    payment = invoice['payment']
    log = Log(invoice)
    key = {'pk': f"TENANT#{invoice['tenantId']}", 'sk': f"INVOICE#{invoice['invoiceId']}#PAYMENT"}
    earlier = log.timed('dynamodb', 'payment looked up', lambda: table.get_item(Key=key, ConsistentRead=True)).get('Item')
    payment_id = earlier['paymentId'] if earlier else 'pay_' + event['id'].replace('-', '')
    if not earlier:
        item = {**key, 'paymentId': payment_id, **payment, 'payer': invoice['customer'], 'amountMinor': invoice['amountMinor']}
        log.timed('dynamodb', 'payment stored', lambda: table.put_item(Item=item))
    began = int(time.time() * 1000)
    time.sleep(CLEARING_MILLIS[payment['method']] / 1000)
    log.write('INFO', 'payment cleared', payment['method'], began, 'ok')
    settled = {
        'type': 'PaymentSettled',
        'correlationId': invoice['correlationId'],
        'tenantId': invoice['tenantId'],
        'invoiceId': invoice['invoiceId'],
        'paymentId': payment_id,
        'method': payment['method'],
        'settledAt': now(),
    }
    log.timed('sqs', 'PaymentSettled sent', lambda: queue.send_message(
        QueueUrl=os.environ['CLOSING_QUEUE_URL'],
        MessageBody=json.dumps(settled, ensure_ascii=False, separators=(',', ':')),
        MessageGroupId=invoice['invoiceId'],
        MessageDeduplicationId=f"PaymentSettled-{invoice['invoiceId']}"))
