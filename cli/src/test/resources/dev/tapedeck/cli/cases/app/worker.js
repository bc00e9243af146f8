'use strict';

const undone = ({ again, never }, receives) => never || (again && receives === '1');

/** Leaves a message that asks for it undone the first time, or always. */
exports.handler = async ({ Records }) => ({
  batchItemFailures: Records.filter(({ body, attributes }) => undone(JSON.parse(body), attributes.ApproximateReceiveCount)).map(({ messageId }) => ({
    itemIdentifier: messageId,
  })),
});
