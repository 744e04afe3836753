/** The words with which statements and clauses of SurrealQL are written. */
export const keywords: ReadonlySet<string> = words(`
  access after algorithm all alter analyze analyzer and any api array as asc assert async at authenticate auto before begin
  bearer bm25 break bucket by cancel cascade changefeed changes collate columns comment commit concurrently config
  content contains containsall containsany containsnone containsnot continue count create database default define
  delete desc diff dimension drop duration efc else end enforced enum event exclude exists expired explain expunge
  extend_candidates fetch field fields filters flexible for foreach from full fulltext function functions grant graphql
  group highlights hnsw if ignore in include incremental index info inner insert inside intersects into invert is
  issuer jwt jwks keep_pruned_connections key kill let limit live logged m m0 matches mergeable merge middleware model
  module mtree namespace no noindex normal not nothing notinside ns on only option or order original outside overwrite
  param parallel password passhash patch permissions prefix purge put readonly rebuild record reference reject relate
  relation remove repeatable replace return revoke roles root scope select sequence session set show signin signup since
  sleep split start strict structure table tables tb tempfiles then throw timeout to token tokenizers transaction
  trace type unique unset update upsert url use user value values version view when where with work
  allinside anyinside noneinside containsnone db sc
`);

/** The names of types. */
export const types: ReadonlySet<string> = words(`
  any array bool bytes datetime decimal duration either feature file float function future geometry int literal none
  null number object option point line polygon multipoint multiline multipolygon collection range record refs regex
  set string uuid
`);

/** The values that have a name. */
export const atoms: ReadonlySet<string> = words("none null true false");

function words(text: string): Set<string> {
  return new Set(text.trim().split(/\s+/));
}
