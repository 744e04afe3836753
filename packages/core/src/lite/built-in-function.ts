/** The modules of SurrealDB's own functions, such as `math` of `math::max`. */
type Module =
  | "api"
  | "array"
  | "bytes"
  | "crypto"
  | "duration"
  | "encoding"
  | "file"
  | "geo"
  | "http"
  | "math"
  | "meta"
  | "ml"
  | "object"
  | "parse"
  | "rand"
  | "record"
  | "search"
  | "sequence"
  | "session"
  | "set"
  | "string"
  | "time"
  | "type"
  | "value"
  | "vector";

/** The names of functions that every database has, and of models. */
export type BuiltInFunction = `${Module}::${string}` | "count" | "not" | "rand" | "sleep";
