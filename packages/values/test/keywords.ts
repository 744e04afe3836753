const words =
  "access after all alter always analyze analyzer and api array as asc ascii assert async at authenticate auto " +
  "backend basic before begin bearer bm25 blank bool boolean both bucket buckets by bytes camel cancel capacity " +
  "cascade change changefeed changes check class clear collate collation collection columns comment commit " +
  "concurrently conditions config console contains containsall containsany containsnone containsnot content " +
  "continue copy count create cpus cut database datetime db decimal default defer define delete delta desc diff " +
  "dimension dimensions disk dist doc_ids_cache doc_ids_order doc_lengths_cache doc_lengths_order drop duplicate " +
  "duration edgengram edges efc else end enforced euclidean event every exact exclude exists exit expired explain " +
  "export expunge extend_candidates false fetch field fields file filters first flexible float fn for format from " +
  "fulltext full function functions future generate geometry get global go grant graphql group gzip hamming hash " +
  "head header headers highlights hnsw hold if ignore import in include index indexes infinity info inner insert " +
  "inside instead int intersects into invoke is issuer jaccard jwks jwt keep_pruned_connections key keys kill knn " +
  "latest learn left let level like limit line linear list live local lowercase m manhattan mapper match max mb " +
  "md5 merge middleware migrate minkowski mod model module mtree multiline multipoint multipolygon namespace nan " +
  "ngram no noindex none nothing not ns null number object of on only open operand operator option optional or " +
  "order original out outside over overwrite parallel param partial passhash password patch permissions pearson " +
  "point point3d polygon post postings_cache postings_order prefix prefixes primary private privilege privileges " +
  "provided put queries query rand range raw read rebuild recreate record recover reference refresh reject relate " +
  "relation relaxed remove repeat replace restart retry return returning reverse revoke revoked right role roles " +
  "root row rows schema schemafull schemaless scope script search sc select sequence series session set show " +
  "signature signin signup since sleep snowball some split start strict string structure subject suffix sync " +
  "system tables table tb tempfiles temporary text then throw timeout tk to token tokenizer tokenizers topic " +
  "trace trim true truncate type types ulid unauthorized undefined union unique unset update upper uppercase " +
  "upsert url use user users uuid value values vector version versioned via view vs when where while with within " +
  "without write yes crypto time math http regex e pi inf any either literal references years hours catch try";

/** The words that SurrealQL gives a meaning somewhere, in lower case. */
export const keywords: readonly string[] = words.split(" ");
