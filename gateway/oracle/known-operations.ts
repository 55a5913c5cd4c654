/** An operation over the test supergraph with the variables that it is tried with. */
export interface KnownOperation {
  readonly query: string;
  readonly variables: readonly Readonly<Record<string, unknown>>[];
}

const without = [{}];
const both = [{ b: true }, { b: false }];

/** Operations that a gateway got wrong once, and those that show a rule most plainly. */
export const knownOperations: readonly KnownOperation[] = [
  // The stock gateway did not run the second mutation.
  {
    query:
      'mutation ($b: Boolean!) { ping lockUser(id: "u1") @skip(if: $b) { __typename @include(if: $b) id } }',
    variables: both,
  },
  {
    query:
      'mutation ($b: Boolean!) { ping lockUser(id: "u1") @skip(if: $b) { __typename @include(if: $b) } }',
    variables: both,
  },
  // The stock gateway lost data.
  {
    query: 'query ($b: Boolean!) { me { lastOrder @include(if: $b) { id @skip(if: $b) } } }',
    variables: both,
  },
  // The stock gateway gave one type the other's arguments.
  {
    query:
      '{ topMedia { id ... on Book { score(scale: null) } ... on Film { score } ... on Song { score } } }',
    variables: without,
  },
  // The stock gateway threw.
  { query: '{ topMedia { ... on Node { __typename } } }', variables: without },
  {
    query:
      '{ search { ... on Hit { ... on Priced { ... on Voucher { code } } ... on Node { id } ... on Hit { ... on User { id } } } } }',
    variables: without,
  },
  {
    query:
      '{ grouped { ... on Film { cover { width owner { id } } } ... on Order { id lines { media { id } } } } }',
    variables: without,
  },
  {
    query:
      '{ me { ...F } __schema { ...S } } fragment F on User { id email } fragment S on __Schema { queryType { name } }',
    variables: without,
  },
  // Rules on types, fields, scalars, behind interfaces and unions.
  {
    query: '{ media { id title kind: __typename ... on Book { pages secretNote } ... on Film { length } } }',
    variables: without,
  },
  {
    query: '{ strictMedia { __typename } anyMedia { title score reviews { body author { name email } } } }',
    variables: without,
  },
  {
    query:
      '{ orders { note total gift { ... on Voucher { code } ... on Image { size { height } } } lines { price media { title } } } }',
    variables: without,
  },
  {
    query: '{ orders { gift { __typename } note } wrapped { value hits { __typename } inner { value } } }',
    variables: without,
  },
  {
    query:
      '{ orders { note gift { __typename } customer { email } } search { ... on Order { note gift { __typename } } } }',
    variables: without,
  },
  {
    query:
      '{ owned { owner { id ... on Book { pages } ... on User { email } } ... on Document { owner { pages } body } } }',
    variables: without,
  },
  { query: '{ parcels { shipping fragile stops { hub { name } parcel { total } } } }', variables: without },
  { query: '{ priced { label price } secrets { content deep { content } } }', variables: without },
  { query: '{ topMedia { id title ... on Song { moved title } popular } }', variables: without },
  // Inputs in use.
  {
    query:
      'query ($s: Int, $f: MediaFilter, $l: Level) { media(secret: $s, filter: $f) { id } strictMedia(level: $l) { id } }',
    variables: [
      {},
      { s: 1 },
      { s: null },
      { f: {} },
      { f: { hidden: false } },
      { f: { and: [{ level: 'LOW' }] } },
      { l: 'LOW' },
      { l: null },
    ],
  },
  {
    query:
      'query ($h: Boolean, $s: Int = 3) { media(filter: { hidden: $h, and: { kind: BOOK } }, secret: $s) { id } }',
    variables: [{}, { h: true }, { h: null, s: 1 }],
  },
  {
    query:
      'query ($d: [[SearchInput]], $t: String) { search(deep: $d) { __typename } anyMedia { title(locale: $t) } }',
    variables: [
      {},
      { d: [[{ boost: 1.5 }]] },
      { d: { near: { price: 'x' } } },
      { t: 'de' },
      { d: [null, [{ exact: true }]] },
    ],
  },
  // Mutations are refused as a whole.
  {
    query: 'mutation { ping changeMedia { ... on Book { id } ... on Refusal { message reason } } }',
    variables: without,
  },
  {
    query:
      'mutation ($r: String) { lockUser(reason: $r) { id favourite { id } } open { gift { __typename } } }',
    variables: [{}, { r: 'x' }],
  },
  { query: 'mutation { ping audit { content } raise(level: HIGH) }', variables: without },
];
