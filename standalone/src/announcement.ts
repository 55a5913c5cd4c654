/** What a person or a script must know once everything runs. */
export interface Announcement {
  readonly gateway: string;
  readonly playground: string;
  readonly ingestion: string;
  readonly issuer: string;
  readonly writeKey: string;
  /** Ready-made tokens by role; empty when the provider is not the embedded one. */
  readonly tokens: Readonly<Record<string, string>>;
  /** A GraphQL query that finds something. */
  readonly query: string;
  readonly seconds: number;
  readonly memoryMb: number;
}

const ROLES_IN_WORDS: Readonly<Record<string, string>> = {
  frontend: 'reads profiles, masked',
  analyst: 'reads profiles, explores the schema',
  partner: 'recommendations only',
  engineer: 'reads personal values, journeys, dead letters, changes profiles',
  admin: 'everything, sources and write keys too',
};

/** The text that `npm start` ends with. */
export function announce(ready: Announcement, loaded: string): string {
  const tokens = Object.entries(ready.tokens).flatMap(([role, token]) => [
    `  ${role} (${ROLES_IN_WORDS[role] ?? ''})`,
    `  ${token}`,
    '',
  ]);
  const token = ready.tokens['frontend'] ?? '$TOKEN';
  return [
    '',
    `Customer 360 Graph is ready after ${ready.seconds} s, using ${ready.memoryMb} MB. ${loaded}`,
    '',
    `  Playground   ${ready.playground}`,
    `  GraphQL      ${ready.gateway}`,
    `  Ingestion    ${ready.ingestion}/v1/track   (write key ${ready.writeKey})`,
    `  Issuer       ${ready.issuer}`,
    '',
    ...(tokens.length > 0 ? ['Tokens, valid for a day:', ...tokens] : []),
    'Try it:',
    '',
    curl(ready.gateway, token, ready.query),
    '',
    'Stop with Ctrl-C. The data stays; `npm start -- --reset` begins anew.',
    '',
  ].join('\n');
}

/** A command line that works when pasted. */
export function curl(url: string, token: string, query: string): string {
  const body = JSON.stringify({ query }).replaceAll("'", String.raw`'\''`);
  return [
    `  curl -s ${url} \\`,
    `    -H 'authorization: Bearer ${token}' \\`,
    `    -H 'content-type: application/json' \\`,
    `    -d '${body}'`,
  ].join('\n');
}
