/** The codes of errors by their kind and the kind of their details. */
const codes: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  Validation: {
    Parse: -32700,
    InvalidRequest: -32600,
    InvalidParams: -32603,
    NamespaceEmpty: -32600,
    DatabaseEmpty: -32600,
    InvalidParameter: -32600,
    InvalidContent: -32600,
    InvalidMerge: -32600,
  },
  NotAllowed: { Auth: -32002, Method: -32602, Scripting: -32602, Function: -32602, Target: -32602 },
  Configuration: {
    LiveQueryNotSupported: -32604,
    BadLiveQueryConfig: -32605,
    BadGraphqlConfig: -32606,
    DialectNotSupported: -32607,
  },
  NotFound: { Method: -32601 },
  Query: { NotExecuted: -32003, TimedOut: -32004, Cancelled: -32005, TransactionConflict: -32009 },
  Serialization: { Serialization: -32007, Deserialization: -32008 },
};

const ofKind: Readonly<Record<string, number>> = { Thrown: -32006, Connection: -32001 };

/**
 * Returns the code of an error.
 *
 * @param details - the kind of the details, and the kind of the details within them
 */
export function codeOf(kind: string, details: readonly (string | undefined)[] = []): number {
  const [outer = "", inner] = details;
  if (outer === "Auth" && inner === "SessionExpired") return -32000;
  return codes[kind]?.[outer] ?? ofKind[kind] ?? -32000;
}
