import { eventNotes } from './eventNotes.mjs';
import { exampleOf } from './examples.mjs';
import { guide } from './guide.mjs';
import { basicShapes, limitsOf, shapeWriter } from './shapes.mjs';

const TITLES = {
  auth: 'Signing in',
  users: 'Players',
  buildings: 'Buildings',
  training: 'Training',
  territories: 'Territories',
  battles: 'Battles',
  raids: 'Raids',
  tribes: 'Tribes',
  seasons: 'Seasons',
  leaderboard: 'Rankings',
  events: 'News',
  saga: 'Saga',
  checklist: 'First steps',
  settings: 'Settings',
  push: 'Push',
  payments: 'Payments',
  admin: 'Administration',
};

const EXAMPLES = `Each route has an example that a test runs. They speak of a client of the package
[\`@cryptotribes/protocol\`](../packages/protocol/README.md) and of ids of your world, each under its own name:

\`\`\`ts
const api = createApiClient({ baseUrl: url, getToken: () => token, morePaths: { ...adminPaths, ...appealPaths } });
\`\`\``;

/**
 * docs/API.md as one text. `api`: schema (protocol core/schema), ERRORS, routes, features (the protocol's feature modules),
 * policy (what /v1/policy.json says), config (the defaults), samples (bodies and queries of well-formed requests, by route). Throws when the events and their notes differ.
 */
export function apiPage(api) {
  const basic = basicShapes(api.schema);
  const shared = sharedShapes(api.features, basic);
  const shapes = shapeWriter([...basic, ...shared]);
  const { eventSchemas } = api.features.find((module) => module.eventSchemas);
  return `${[
    '<!-- Made by `npm run generate` from the route table. Changes made here are lost. -->',
    '# API',
    guide(api.config),
    '## Who may call',
    table(['access', 'means'], Object.entries(api.policy.access)),
    'What that is for every role, as it is enforced and published at `/v1/policy.json`; *yes* means that the role is no reason to refuse.',
    table(['role', 'is'], Object.entries(api.policy.roles)),
    policyTable(api.policy),
    '## Routes',
    EXAMPLES,
    ...routeSections(api.routes, shapes, api.samples),
    '## Shapes',
    'Every object refuses fields that are not named here. `?` marks a field that may be left out.',
    basicTable(basic, shapes),
    ...shared.map(({ name, schema }) => `### ${name}\n\n${code(shapes.writeInFull(schema))}`),
    '## Events',
    ...eventSections(eventSchemas, shapes),
    '## Errors',
    'A code always comes with the same status. *Again* says whether the same request can succeed later without a change.',
    errorTable(api.ERRORS),
  ].join('\n\n')}\n`;
}

/** Route × role. */
function policyTable({ roles, routes }) {
  const names = Object.keys(roles);
  return table(
    ['route', ...names],
    routes.map((route) => [
      `\`${route.name}\``,
      ...names.map((role) => (route.roles[role] === 'allowed' ? 'yes' : `\`${route.roles[role]}\``)),
    ]),
  );
}

/** Schemas that the feature modules export under a name of their own. */
function sharedShapes(features, basic) {
  const known = new Set(basic.map(({ schema }) => JSON.stringify(schema)));
  return features
    .flatMap((module) => Object.entries(module))
    .filter(
      ([, schema]) =>
        schema !== null && (schema.type === 'object' || schema.enum) && !known.has(JSON.stringify(schema)),
    )
    .map(([name, schema]) => ({ name, schema }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function routeSections(routes, shapes, samples) {
  const groups = new Map();
  for (const [name, route] of Object.entries(routes)) {
    const [group] = name.split('.');
    groups.set(group, [...(groups.get(group) ?? []), { name, route }]);
  }
  return [...groups].flatMap(([group, members]) => [
    `### ${TITLES[group] ?? group}`,
    ...members.map(({ name, route }) => routeSection(name, route, shapes, samples)),
  ]);
}

function routeSection(name, route, shapes, samples) {
  const facts = [
    `\`${name}\``,
    `access: ${route.access}`,
    ...(route.limit ? [`limit: ${route.limit}`] : []),
    ...(route.status ? [`answers ${route.status}`] : []),
  ];
  return [
    `#### ${route.method} ${route.path}`,
    `${route.summary} (${facts.join(', ')})`,
    ...['params', 'query', 'body'].flatMap((part) => (route[part] ? [fieldTable(part, route[part], shapes)] : [])),
    code(`data: ${shapes.writeInFull(route.data)}`),
    `\`\`\`js\n${exampleOf(name, route, { body: samples.bodies[name], query: samples.queries[name] })}\n\`\`\``,
  ].join('\n\n');
}

function fieldTable(part, schema, shapes) {
  const required = new Set(schema.required ?? []);
  const rows = Object.entries(schema.properties).map(([key, field]) => [
    `\`${key}\``,
    `\`${shapes.write(field, key)}\``,
    [required.has(key) ? '' : 'optional', plainLimits(field, shapes)].filter(Boolean).join(', '),
  ]);
  return table([part, 'type', ''], rows);
}

/** Named types have their limits under "Shapes". */
const plainLimits = (field, shapes) => (shapes.write(field) === shapes.writeInFull(field) ? limitsOf(field) : '');

function basicTable(basic, shapes) {
  return table(
    ['name', 'is', ''],
    basic.map(({ name, schema, meaning }) => {
      const full = shapes.writeInFull(schema);
      return [`\`${name}\``, full === 'text' || full === 'integer' ? full : `\`${full}\``, meaning ?? ''];
    }),
  );
}

function eventSections(eventSchemas, shapes) {
  const unknown = Object.keys(eventNotes).filter((name) => !(name in eventSchemas));
  const missing = Object.keys(eventSchemas).filter((name) => !(name in eventNotes));
  if (unknown.length + missing.length > 0) {
    throw new Error(
      `eventNotes.mjs: without a note: ${missing.join(', ') || '-'}; no such event: ${unknown.join(', ') || '-'}`,
    );
  }
  return ['me', 'season'].flatMap((stream) => [
    `### Stream \`${stream}\``,
    ...Object.entries(eventSchemas)
      .filter(([name]) => eventNotes[name][0] === stream)
      .map(([name, schema]) => `#### ${name}\n\n${eventNotes[name][1]}\n\n${code(shapes.writeInFull(schema))}`),
  ]);
}

function errorTable(errors) {
  return table(
    ['Code', 'Status', 'Message', 'Again'],
    Object.entries(errors).map(([name, { status, message, retry }]) => [
      `\`${name}\``,
      status,
      message,
      retry ? 'yes' : 'no',
    ]),
  );
}

function table(head, rows) {
  const line = (cells) => `| ${cells.map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const code = (text) => `\`\`\`ts\n${text}\n\`\`\``;
