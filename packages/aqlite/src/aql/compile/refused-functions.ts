/** Functions of 3.11 that this engine has not: geo, full text, V8, Pregel, and what SEARCH alone may use. */
const refused: ReadonlySet<string> = new Set(
  `GEO_POINT GEO_MULTIPOINT GEO_POLYGON GEO_MULTIPOLYGON GEO_LINESTRING GEO_MULTILINESTRING GEO_CONTAINS
  GEO_INTERSECTS GEO_EQUALS GEO_AREA GEO_DISTANCE GEO_IN_RANGE IS_IN_POLYGON NEAR WITHIN WITHIN_RECTANGLE DISTANCE
  FULLTEXT MINHASH MINHASH_MATCH NGRAM_MATCH GEO_WITHIN V8 PREGEL_RESULT SCHEMA_GET SCHEMA_VALIDATE`
    .split(/\s+/)
    .filter((name) => name !== ''),
);

export function isRefused(name: string): boolean {
  return refused.has(name);
}
