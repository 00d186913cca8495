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

  /** Entries of a zipped Shapefile: several layers of a dozen files each. */
  archiveEntries: 10_000,
  /** What it unpacks to; a .dbf alone holds 2 GB at most, and so does a .shp. */
  archiveBytes: 8_000_000_000,
  /** Padding packs up to about 200 times; beyond that, and beyond a size that costs nothing, it is a bomb. */
  archiveRatio: 300,
  archiveFreeBytes: 50_000_000,
  /** A file uploaded to be imported, unpacked where it was sent with gzip: a city's households are under 1 GB. */
  uploadBytes: 2_147_483_648,
  /** Uploads of one region that wait or run: each may hold a file of that size. */
  openImports: 20,
  /** How often a running import writes how far it has come, and looks whether it was cancelled. */
  jobProgressMs: 500,

  /** From the first byte of a request to the last: slow senders do not hold a socket. */
  requestMs: 30_000,
  /** A socket on which nothing happens at all. */
  connectionMs: 60_000,
  /** A handler that has not answered by then never will; above the statement timeout, which is the better message. */
  handlerMs: 45_000,
  /** A streamed body may take as long as its client goes on; `streamIdleMs` drops those that do not. */
  uploadMs: 6 * 60 * 60 * 1000,
  /** Within this time a streamed request must have moved `streamIdleBytes`, in or out: less is a client that holds a socket. */
  streamIdleMs: 20_000,
  streamIdleBytes: 1_024,
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
