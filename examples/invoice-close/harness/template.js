'use strict';

const fs = require('node:fs');
const yaml = require('yaml');

/**
 * Reads template.yaml, so that what is recorded is what would be deployed: functions, queues, the
 * table, and who is wired to whom. It knows the intrinsic functions that this template uses.
 */
const ACCOUNT = '493827160514';
const REGION = 'eu-west-1';

const customTags = [
  { tag: '!Ref', resolve: (name) => ({ Ref: name }) },
  { tag: '!GetAtt', resolve: (path) => ({ GetAtt: path.split('.') }) },
];

function resolver(resources) {
  const properties = (id) => resources[id].Properties;
  const ref = (id) => {
    const { QueueName, TableName, Name } = properties(id);
    return QueueName ? `https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/${QueueName}` : (TableName ?? Name);
  };
  const attribute = ([id, name]) =>
    name === 'Arn' ? `arn:aws:sqs:${REGION}:${ACCOUNT}:${properties(id).QueueName}` : properties(id)[name];
  return function resolve(value) {
    if (Array.isArray(value)) return value.map(resolve);
    if (value === null || typeof value !== 'object') return value;
    if (value.Ref) return ref(value.Ref);
    if (value.GetAtt) return attribute(value.GetAtt);
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item)]));
  };
}

function read(file) {
  const document = yaml.parse(fs.readFileSync(file, 'utf8'), { customTags });
  const { Resources: resources, Globals: globals } = resolver(document.Resources)(document);
  const ofType = (type) => Object.values(resources).filter((resource) => resource.Type === type).map((resource) => resource.Properties);
  const functions = ofType('AWS::Serverless::Function').map((own) => merged(globals.Function, own));
  return {
    account: ACCOUNT,
    region: REGION,
    functions,
    queues: ofType('AWS::SQS::Queue'),
    tables: ofType('AWS::DynamoDB::Table'),
    rules: [...ofType('AWS::Events::Rule').flatMap(queueRules), ...functions.flatMap(functionRules)],
    routes: functions.flatMap((own) => eventsOf(own, 'HttpApi').map(({ Method, Path }) => ({ method: Method, path: Path, function: own.FunctionName }))),
    sources: functions.flatMap((own) => eventsOf(own, 'SQS').map(({ Queue, BatchSize }) => ({ queueArn: Queue, batchSize: BatchSize, function: own.FunctionName }))),
  };
}

function merged(globals, own) {
  const variables = { ...globals.Environment.Variables, ...own.Environment?.Variables };
  return { ...globals, ...own, Environment: { Variables: variables } };
}

function eventsOf(own, type) {
  return Object.values(own.Events).filter((event) => event.Type === type).map((event) => event.Properties);
}

function queueRules({ EventBusName, EventPattern, Targets }) {
  return Targets.map(({ Arn }) => ({ bus: EventBusName, pattern: EventPattern, queueArn: Arn }));
}

function functionRules(own) {
  return eventsOf(own, 'EventBridgeRule').map(({ EventBusName, Pattern }) => ({ bus: EventBusName, pattern: Pattern, function: own.FunctionName }));
}

module.exports = { read };
