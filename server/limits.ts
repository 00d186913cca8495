// Every limit and timeout of the server, in one place, each with its reason. Times in milliseconds, sizes in bytes.
export const limits = {
  /** Largest JSON body: an incident is under 10 kB; files are imported from the command line, not over HTTP. */
  bodyBytes: 1_048_576,
  /** GeoJSON's own nesting is 7 deep; anything much deeper is an attack on a recursive parser or walker. */
  jsonDepth: 32,
  /** A path segment is a code or an id. */
  pathParameterCharacters: 128,
  /** Vertices of one geometry that an API accepts; the largest district outline seen has 80,000. */
  geometryVertices: 200_000,
  /** Rows of one `unnest` batch: at most 100 ms on the built-in engine, where everybody shares one connection. */
  batchRows: 2_000,

  /** Text of one batch that a backup reads or a restore writes: keeps memory flat where a row holds a district's outline. */
  backupBatchCharacters: 4_000_000,
  /** Text of one batch of an export: several may be under way. */
  exportBatchCharacters: 2_000_000,
  /** Exports under way that write a temporary file, as large as what they export; another one is told to come back. */
  exportFilesAtOnce: 4,
  /** An export from the first byte to the last: a district is done in half a minute, a slow line may take long. */
  exportMs: 3_600_000,
  /** One line of a backup; the largest row, an outline of 200,000 vertices, has 8 million characters. */
  backupLineCharacters: 64_000_000,

  /** From the first byte of a request to the last: slow senders do not hold a socket. */
  requestMs: 30_000,
  /** A socket on which nothing happens at all. */
  connectionMs: 60_000,
  /** A handler that has not answered by then never will; above the statement timeout, which is the better message. */
  handlerMs: 45_000,
  /** An answer that is streamed while the client reads: 100 MB of grids over 2 Mbit/s. A client that stalls goes sooner. */
  streamMs: 600_000,
  /** Features in one page: a whole district's grids. They are streamed, so that the memory does not grow with it. */
  featuresInPage: 10_000,
  /** Idle keep-alive: above the usual 60 s of a proxy in front, which must be the one that closes first. */
  keepAliveMs: 72_000,

  /** Waiting for a connection, a free one or a new one: then the database counts as gone. */
  connectMs: 5_000,
  /** The same on the built-in engine, where an import's final move is waited for. */
  embeddedConnectMs: 60_000,
  /** One statement of a request. Commands state their own (`TransactionOptions`). */
  statementMs: 30_000,
  /** Waiting for a lock: an import's final move holds a region's writers for seconds, not for minutes. */
  lockMs: 20_000,
  /** A client that died between two statements gives its locks back. */
  idleInTransactionMs: 60_000,
  /** An idle connection to the database is probed after this time, so that a silent firewall is noticed. */
  keepAliveProbeMs: 10_000,
  /** Open connections of one process. */
  poolConnections: 10,
  /** What `Retry-After` says while the database is gone; it is looked for again at each request. */
  retryAfterSeconds: 2,
} as const;
